/** A place among those who wait. */
export interface Seat {
  /** Aborts when the client goes, or when all are sent home. */
  readonly signal: AbortSignal;
  readonly leave: () => void;
}

/** Those who wait for what comes: no more than a process can bear, and sent home together when it closes. */
export class Audience {
  readonly limit: number;
  readonly #closing: AbortSignal;
  readonly #seated = new Set<AbortController>();

  /** @param closing aborts when the service stops: all are sent home, and who comes later does not wait */
  constructor(limit: number, closing: AbortSignal) {
    this.limit = limit;
    this.#closing = closing;
    closing.addEventListener('abort', () => {
      for (const seat of this.#seated) seat.abort();
    });
  }

  /** How many are there. */
  get size(): number {
    return this.#seated.size;
  }

  get isFull(): boolean {
    return this.size >= this.limit;
  }

  /** @param gone aborts when the client has gone away */
  seat(gone: AbortSignal): Seat {
    const controller = new AbortController();
    const abort = () => { controller.abort(); }; // prettier-ignore
    gone.addEventListener('abort', abort);
    this.#seated.add(controller);
    if (gone.aborted || this.#closing.aborted) abort();
    return {
      signal: controller.signal,
      leave: () => {
        gone.removeEventListener('abort', abort);
        this.#seated.delete(controller);
      },
    };
  }
}
