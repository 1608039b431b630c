/** Lets work on one stream take turns within this process: a conflict costs more than the wait. Other streams are not held up. */
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
}
