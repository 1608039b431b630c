import type { DayNumber } from '../../domain/day-number.ts';

/** What one municipality did on one day of a stretch: 12 bits for the day, 12 for the municipality, four for each contribution. */
export const entryOf = (dayOfStretch: number, municipality: number, before: number, after: number): number =>
  ((dayOfStretch << 20) | (municipality << 8) | (before << 4) | after) >>> 0;
export const dayOfEntry = (entry: number): number => entry >>> 20;
export const municipalityOf = (entry: number): number => (entry >>> 8) & 0xfff;
export const contributionBefore = (entry: number): number => (entry >>> 4) & 0xf;
export const contributionAfter = (entry: number): number => entry & 0xf;

/** Seven counts of municipalities a solution; seven of inhabitants, and which basis they have. */
export const COUNTS_KEPT = 7;
export const PEOPLE_KEPT = 8;
export const BASIS = 7;

/**
 * Figures of many solutions (each in a slot) at the end of one stretch of days, and what changed within it: a day in the middle is
 * the end without what came after it.
 */
export class StretchFigures {
  /** By slot, the counts of municipalities. */
  counts = new Uint16Array(0);
  /** By slot, the counts of inhabitants and the number of the basis. */
  people = new Uint32Array(0);
  /** By slot, the entries of the stretch; longer than what is in use. */
  entries = new Uint32Array(0);
  /** By slot, where its entries begin; one more at the end. */
  starts = new Uint32Array(1);
  /** The slots whose target group changes within the stretch. */
  retargeted: readonly number[] = [];
  #slots = 0;

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    if (this.starts.length > slots) return;
    this.counts = copied(this.counts, new Uint16Array(slots * COUNTS_KEPT));
    this.people = copied(this.people, new Uint32Array(slots * PEOPLE_KEPT));
    this.starts = copied(this.starts, new Uint32Array(slots + 1));
  }

  /** Puts `all[from..until]` in the place of a slot's entries; a new slot must be the next. */
  setEntries(slot: number, all: Uint32Array, from: number, until: number): void {
    if (slot === this.#slots) this.starts[(this.#slots += 1)] = this.starts[slot] as number;
    const [begins, ends] = [this.starts[slot] as number, this.starts[slot + 1] as number];
    const used = this.starts[this.#slots] as number;
    const more = until - from - (ends - begins);
    if (used + more > this.entries.length) this.entries = copied(this.entries, new Uint32Array(used + more + ((used + more) >>> 3)));
    if (more !== 0) {
      this.entries.copyWithin(ends + more, ends, used);
      for (let other = slot + 1; other <= this.#slots; other += 1) this.starts[other] = (this.starts[other] as number) + more;
    }
    this.entries.set(all.subarray(from, until), begins);
  }

  setRetargeted(slot: number, changes: boolean): void {
    const others = this.retargeted.filter((one) => one !== slot);
    this.retargeted = changes ? [...others, slot] : others;
  }

  get bytes(): number {
    return this.counts.byteLength + this.people.byteLength + this.entries.byteLength + this.starts.byteLength;
  }
}

/** Days are held in 12 bits: eleven years. */
export function dayWithin(from: DayNumber, day: DayNumber): number {
  if (day - from > 0xfff) throw new RangeError(`a stretch holds 4095 days, and day ${day} is ${day - from} behind its first`);
  return day - from;
}

export function copied<Column extends Uint8Array | Uint16Array | Uint32Array>(from: Column, to: Column): Column {
  to.set(from);
  return to;
}
