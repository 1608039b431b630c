/**
 * Work on one stream, one after the other within this process: a conflict costs more than the wait, and of two appends at once nobody
 * could tell whose event stands. Other streams are not held up.
 */
export class Turns {
  readonly #last = new Map<string, Promise<unknown>>();

  async take<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(stream);
    const turn = before === undefined ? work() : before.then(work, work);
    this.#last.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.#last.get(stream) === turn) this.#last.delete(stream);
    }
  }

  /** Waits until what was begun has ended, well or badly. */
  async done(): Promise<void> {
    await Promise.allSettled(this.#last.values());
  }
}
