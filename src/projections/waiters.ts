import { type Position, START } from '../domain/position.ts';

interface Waiter {
  readonly position: Position;
  readonly over: (isReached: boolean) => void;
}

/** So many go on in one turn of the event loop: a thousand may wait for the next event, and what each does then would keep all others waiting. */
const TOGETHER = 100;

/** Those who wait until a position is folded. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();
  #reached: Position = START;
  /** Whether the next turn lets more go on. */
  #isGoingOn = false;

  get count(): number {
    return this.#waiting.size;
  }

  /** @returns false when it took longer than `timeout` milliseconds, the signal aborted before, or all were let go of */
  wait(position: Position, timeout: number, signal?: AbortSignal): Promise<boolean> {
    if (signal?.aborted === true) return Promise.resolve(false);
    return new Promise((resolve) => {
      const over = (isReached: boolean): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', giveUp);
        this.#waiting.delete(waiter);
        resolve(isReached);
      };
      const giveUp = (): void => { over(position <= this.#reached); }; // prettier-ignore
      const waiter = { position, over };
      const timer = setTimeout(giveUp, timeout);
      signal?.addEventListener('abort', giveUp);
      this.#waiting.add(waiter);
    });
  }

  /** Tells those who wait for this position, or for one before it. */
  reached(position: Position): void {
    this.#reached = position;
    if (!this.#isGoingOn) this.#goOn();
  }

  #goOn(): void {
    let left = TOGETHER;
    this.#isGoingOn = false;
    for (const waiter of this.#waiting) {
      if (waiter.position > this.#reached) continue;
      if (left === 0) {
        this.#isGoingOn = true;
        setImmediate(() => { this.#goOn(); }); // prettier-ignore
        return;
      }
      left -= 1;
      waiter.over(true);
    }
  }

  /** Lets go of all, as if it had taken too long. */
  letGo(): void {
    for (const { position, over } of this.#waiting) over(position <= this.#reached);
  }
}
