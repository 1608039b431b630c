import { type Groups, groupsOf } from './groups.ts';

/** The solutions that are asked for, in order, each once. */
export class SolutionsAsked {
  readonly ids: readonly string[];
  /** From 0 on. */
  readonly places: Uint32Array;
  /** All in one group. */
  readonly together: Groups;
  readonly #asked: readonly string[];
  #apart: Groups | null = null;

  constructor(asked: readonly string[]) {
    this.#asked = [...asked];
    this.ids = asked.length === 1 ? this.#asked : [...new Set(asked)].sort();
    this.places = Uint32Array.from(this.ids.keys());
    this.together = { count: 1, of: new Uint32Array(this.ids.length), keys: [] };
  }

  /** Whether another list names the same, in the same order. */
  isFor(asked: readonly string[]): boolean {
    if (asked.length !== this.#asked.length) return false;
    for (let at = 0; at < asked.length; at += 1) if (asked[at] !== this.#asked[at]) return false;
    return true;
  }

  /** Each a group of its own. */
  get apart(): Groups {
    return (this.#apart ??= groupsOf(['solution'], this.ids.length, (_, place) => this.ids[place] as string));
  }
}
