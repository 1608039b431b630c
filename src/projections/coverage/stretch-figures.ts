/**
 * What one municipality did on one day of a stretch: 12 bits for the day, which hold a decade, 12 for the municipality, and four for
 * each contribution.
 */
export const entryOf = (dayOfStretch: number, municipality: number, before: number, after: number): number =>
  ((dayOfStretch << 20) | (municipality << 8) | (before << 4) | after) >>> 0;
export const dayOfEntry = (entry: number): number => entry >>> 20;
export const municipalityOf = (entry: number): number => (entry >>> 8) & 0xfff;
/** Both contributions of an entry as one number below 256. */
export const turnOf = (entry: number): number => entry & 0xff;
export const contributionBefore = (entry: number): number => (entry >>> 4) & 0xf;
export const contributionAfter = (entry: number): number => entry & 0xf;

/** So many numbers are kept of a solution: seven counts, and of inhabitants also which basis these have. */
export const KEPT = 8;
export const BASIS = 7;

/**
 * Figures of many solutions (each in a slot) at the end of one stretch of days, and what changed within it: a day in the middle is
 * the end without what came after it.
 */
export class StretchFigures {
  /** By slot: of municipalities, and of their inhabitants. */
  counts = new Uint16Array(0);
  people = new Uint32Array(0);
  /** By slot, the entries of the stretch, by day; longer than what is in use. */
  entries = new Uint32Array(0);
  /** By slot, where its entries begin; one more at the end. */
  starts = new Uint32Array(1);
  /** The slots whose target group changes within the stretch. */
  readonly retargeted = new Set<number>();
  #slots = 0;

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    if (this.starts.length > slots) return;
    this.counts = copied(this.counts, new Uint16Array(slots * KEPT));
    this.people = copied(this.people, new Uint32Array(slots * KEPT));
    this.starts = copied(this.starts, new Uint32Array(slots + 1));
  }

  /** Puts `all[from..until]` in the place of a slot's entries; a new slot must be the next. */
  setEntries(slot: number, all: Uint32Array, from: number, until: number): void {
    const { starts } = this;
    if (slot === this.#slots) starts[(this.#slots += 1)] = starts[slot] as number;
    const [begins, ends] = [starts[slot] as number, starts[slot + 1] as number];
    const more = until - from - (ends - begins);
    if (more !== 0) this.#shift(slot, ends, more);
    const { entries } = this;
    for (let at = from; at < until; at += 1) entries[begins + at - from] = all[at] as number;
  }

  /** Moves what stands behind a slot. */
  #shift(slot: number, ends: number, more: number): void {
    const { starts } = this;
    const used = starts[this.#slots] as number;
    if (used + more > this.entries.length) this.entries = copied(this.entries, new Uint32Array(used + more + ((used + more) >>> 3)));
    if (ends < used) this.entries.copyWithin(ends + more, ends, used);
    for (let other = slot + 1; other <= this.#slots; other += 1) starts[other] = (starts[other] as number) + more;
  }

  get bytes(): number {
    return this.counts.byteLength + this.people.byteLength + this.entries.byteLength + this.starts.byteLength;
  }
}

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;

export function copied<C extends Column>(from: C, to: C): C {
  to.set(from);
  return to;
}
