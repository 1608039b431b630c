import type { EntriesByStretch } from './changes.ts';

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

  /** Makes a slot empty. */
  clear(slot: number): void {
    this.counts.fill(0, slot * KEPT, (slot + 1) * KEPT);
    this.people.fill(0, slot * KEPT, (slot + 1) * KEPT);
    const { starts } = this;
    for (; this.#slots <= slot; this.#slots += 1) starts[this.#slots + 1] = starts[this.#slots] as number;
    this.#resize(slot, 0);
  }

  /** Takes some entries out of a slot's, and puts others in. @param stretch the number of this one */
  replaceEntries(slot: number, gone: EntriesByStretch, come: EntriesByStretch, stretch: number): void {
    if (areSame(gone, come, stretch)) return;
    const { starts } = this;
    const out = gone.entries.subarray(gone.begins[stretch], gone.begins[stretch + 1]);
    const into = come.entries.subarray(come.begins[stretch], come.begins[stretch + 1]);
    const isEmpty = starts[slot] === starts[slot + 1];
    const all = isEmpty && out.length === 0 ? into : merged(this.entries.slice(starts[slot], starts[slot + 1]), out, into);
    this.#resize(slot, all.length);
    this.entries.set(all, starts[slot]);
  }

  /** Gives a slot room for so many entries. */
  #resize(slot: number, many: number): void {
    const ends = this.starts[slot + 1] as number;
    const more = many - (ends - (this.starts[slot] as number));
    if (more !== 0) this.#shift(slot, ends, more);
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

/** Whether two have the same entries in a stretch; in most they have none. */
function areSame(one: EntriesByStretch, other: EntriesByStretch, stretch: number): boolean {
  const [from, otherFrom] = [one.begins[stretch] as number, other.begins[stretch] as number];
  const many = (one.begins[stretch + 1] as number) - from;
  if (many !== (other.begins[stretch + 1] as number) - otherFrom) return false;
  for (let at = 0; at < many; at += 1) if (one.entries[from + at] !== other.entries[otherFrom + at]) return false;
  return true;
}

/** Entries by day without some of them, and with others. */
function merged(entries: Uint32Array, out: Uint32Array, into: Uint32Array): Uint32Array {
  const left = new Set(out);
  const stay = entries.filter((entry) => !left.has(entry));
  if (stay.length !== entries.length - out.length) throw new Error('entries are to be taken out that are not there');
  const all = new Uint32Array(stay.length + into.length);
  all.set(stay);
  all.set(into, stay.length);
  return all.sort();
}

type Column = Uint8Array | Uint16Array | Uint32Array | Int32Array;

export function copied<C extends Column>(from: C, to: C): C {
  to.set(from);
  return to;
}
