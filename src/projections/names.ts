/** Names that come again and again, each kept once under a number from 1. Read models share them. */
export class Names {
  readonly #numbers = new Map<string, number>();
  readonly #names: string[] = [''];

  /** How many there are; the highest number. */
  get count(): number {
    return this.#names.length - 1;
  }

  /** The number of a name; a new one for a new name. */
  numberOf(name: string): number {
    const known = this.#numbers.get(name);
    if (known !== undefined) return known;
    const number = this.#names.push(name) - 1;
    this.#numbers.set(name, number);
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
