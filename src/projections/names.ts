/**
 * Names that come again and again, each kept once under a number from 1. Read models that fold one event after another share
 * them: who asks for the name that was asked for last need not look for it.
 */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [''];
  #lastAsked: string | undefined;
  #last = 0;

  /** How many there are; the highest number. */
  get count(): number {
    return this.#names.length - 1;
  }

  /** The number of a name; a new one for a new name. */
  numberOf(name: string): number {
    if (name === this.#lastAsked) return this.#last;
    let number = this.#numbers.get(name);
    if (number === undefined) {
      number = this.#names.push(name) - 1;
      this.#numbers.set(name, number);
    }
    this.#lastAsked = name;
    this.#last = number;
    return number;
  }

  /** Undefined for a name that never came. */
  known(name: string): number | undefined {
    return this.#numbers.get(name);
  }

  /** All of them, from number 1 on. */
  list(): readonly string[] {
    return this.#names.slice(1);
  }

  /** @param names what `list` gave */
  restore(names: readonly string[]): void {
    for (const name of names) this.numberOf(name);
  }

  at(number: number): string {
    return this.#names[number] ?? '';
  }
}
