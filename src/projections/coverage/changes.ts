import { copied } from './stretch-figures.ts';

/** Entries by stretch, in the order of their days. */
export interface EntriesByStretch {
  readonly entries: Uint32Array;
  /** By stretch, where its entries begin; one more at the end. */
  readonly begins: Uint32Array;
}

/** The entries of one solution as they are found, municipality by municipality, and then by stretch and day. */
export class Changes {
  #length = 0;
  #entries = new Uint32Array(1024);
  #stretches = new Uint16Array(1024);
  #sorted = new Uint32Array(1024);
  /** By stretch, where its entries begin; one more at the end. */
  readonly #begins: Uint32Array;
  readonly #next: Uint32Array;

  constructor(stretches: number) {
    this.#begins = new Uint32Array(stretches + 1);
    this.#next = new Uint32Array(stretches + 1);
  }

  clear(): void {
    this.#length = 0;
  }

  add(stretch: number, entry: number): void {
    if (this.#length === this.#entries.length) {
      this.#entries = copied(this.#entries, new Uint32Array(2 * this.#length));
      this.#stretches = copied(this.#stretches, new Uint16Array(2 * this.#length));
    }
    this.#entries[this.#length] = entry;
    this.#stretches[this.#length] = stretch;
    this.#length += 1;
  }

  byStretch(): EntriesByStretch {
    const length = this.#length;
    const entries = this.#entries;
    const stretches = this.#stretches;
    const begins = this.#begins;
    const next = this.#next;
    if (this.#sorted.length < length) this.#sorted = new Uint32Array(entries.length);
    const sorted = this.#sorted;
    begins.fill(0);
    for (let at = 0; at < length; at += 1) {
      const after = (stretches[at] as number) + 1;
      begins[after] = (begins[after] as number) + 1;
    }
    for (let at = 1; at < begins.length; at += 1) begins[at] = (begins[at] as number) + (begins[at - 1] as number);
    next.set(begins);
    for (let at = 0; at < length; at += 1) {
      // Into its place among the few that the stretch has already: the day is in the highest bits.
      const stretch = stretches[at] as number;
      const entry = entries[at] as number;
      let place = next[stretch] as number;
      for (; place > (begins[stretch] as number) && (sorted[place - 1] as number) > entry; place -= 1)
        sorted[place] = sorted[place - 1] as number;
      sorted[place] = entry;
      next[stretch] = (next[stretch] as number) + 1;
    }
    return { entries: sorted, begins };
  }
}
