import type { Position } from '../domain/position.ts';

interface Waiter {
  readonly position: Position;
  readonly over: (isReached: boolean) => void;
}

/** Those who wait until a position is folded. */
export class Waiters {
  readonly #waiting = new Set<Waiter>();

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
      const giveUp = (): void => { over(false); }; // prettier-ignore
      const waiter = { position, over };
      const timer = setTimeout(giveUp, timeout);
      signal?.addEventListener('abort', giveUp);
      this.#waiting.add(waiter);
    });
  }

  /** Tells those who wait for this position, or for one before it. */
  reached(position: Position): void {
    for (const waiter of this.#waiting) if (waiter.position <= position) waiter.over(true);
  }

  /** Lets go of all, as if it had taken too long. */
  letGo(): void {
    for (const { over } of this.#waiting) over(false);
  }
}
