import { CONTRIBUTIONS } from '../../domain/adoption/contribution.ts';
import type { Grid, Stretch } from './grid.ts';
import type { Basis, Epoch, Ground } from './ground.ts';
import type { History } from './history.ts';
import { copied, COUNTS_KEPT, dayWithin, entryOf, PEOPLE_KEPT, BASIS, StretchFigures } from './stretch-figures.ts';
import { type Terms, valueOn } from './terms.ts';

/** Ways to contribute, rounded up to a power of two. */
const WAYS = 16;

/**
 * Figures for one choice of capability, stage and rule, of the solutions that were asked for so far, each in a slot: at the end of
 * every stretch of days what they add up to, within it what changed, and at the end of every block how each municipality counts.
 */
export class ChoiceFigures {
  readonly ground: Ground;
  readonly grid: Grid;
  readonly stretches: readonly StretchFigures[];
  /** By block: by slot and place in the epoch, how a municipality contributes at its end. */
  readonly standings: Uint8Array[];
  /** By slot. */
  readonly terms: Terms[] = [];
  /** By their number in the stretches. */
  readonly bases: Basis[] = [];
  readonly #numberOf = new Map<Basis, number>();
  readonly #contributions: Uint8Array;
  /** By stretch and way, how many municipalities (and inhabitants) come to contribute so, or cease to. */
  readonly #counts: Int32Array;
  readonly #people: Float64Array;
  #entries = new Uint32Array(1024);
  #stretchOf = new Uint16Array(1024);
  #changes = 0;
  #sorted = new Uint32Array(1024);
  readonly #begins: Uint32Array;

  /** @param contributions by full code, see contributionsFor */
  constructor(ground: Ground, grid: Grid, contributions: Uint8Array) {
    this.ground = ground;
    this.grid = grid;
    this.stretches = grid.stretches.map(() => new StretchFigures());
    this.standings = grid.blockEnds.map(() => new Uint8Array(0));
    this.#contributions = contributions;
    this.#counts = new Int32Array(grid.stretches.length * WAYS);
    this.#people = new Float64Array(grid.stretches.length * WAYS);
    this.#begins = new Uint32Array(grid.stretches.length + 1);
  }

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    for (const stretch of this.stretches) stretch.reserve(slots);
    for (const [block, standings] of this.standings.entries()) {
      const needed = slots * this.#epochOf(block).there.length;
      if (standings.length < needed) this.standings[block] = copied(standings, new Uint8Array(needed));
    }
  }

  /** Puts a solution in a slot: the next, or one that it has already. */
  put(slot: number, history: History, terms: Terms): void {
    this.terms[slot] = terms;
    this.#counts.fill(0);
    this.#people.fill(0);
    this.#changes = 0;
    for (let municipality = 0; municipality < this.ground.municipalities.length; municipality += 1) this.#walk(slot, municipality, history);
    this.#sortEntries();
    for (const [at, stretch] of this.grid.stretches.entries()) {
      this.#sumUp(slot, at, stretch);
      (this.stretches[at] as StretchFigures).setEntries(slot, this.#sorted, this.#begins[at] as number, this.#begins[at + 1] as number);
    }
  }

  get bytes(): number {
    return this.stretches.reduce(
      (sum, { bytes }) => sum + bytes,
      this.standings.reduce((sum, { byteLength }) => sum + byteLength, 0),
    );
  }

  #epochOf(block: number): Epoch {
    return this.ground.epochs[(this.grid.stretches[this.grid.blockEnds[block] as number] as Stretch).epoch] as Epoch;
  }

  /** One municipality through its life, epoch by epoch: its changes as entries, and how it stands at the end of each block. */
  #walk(slot: number, municipality: number, { start, days, codes }: History): void {
    const { stretches, blockEnds, firstOf } = this.grid;
    const { epochs } = this.ground;
    const contributions = this.#contributions;
    let at = start[municipality] as number;
    const end = start[municipality + 1] as number;
    const until = this.ground.validTo[municipality] as number;
    let way = contributions[codes[at] as number] as number;
    for (let epoch = this.ground.beginsEpoch[municipality] as number; epoch < epochs.length; epoch += 1) {
      const { from, until: ends, inhabitants, there, placeOf } = epochs[epoch] as Epoch;
      if (from >= until) return;
      let stretch = firstOf[epoch] as number;
      if (stretch < 0) return; // behind every date
      const people = inhabitants[municipality] as number;
      const place = slot * there.length + (placeOf[municipality] as number);
      for (; at + 1 < end && (days[at + 1] as number) <= from; at += 1) way = contributions[codes[at + 1] as number] as number;
      this.#count(stretch, way, 1, people);
      for (;;) {
        const next = at + 1 < end ? (days[at + 1] as number) : ends;
        // Stretches that end before the next change: of blocks, how it stands is kept.
        for (; stretch < stretches.length; stretch += 1) {
          const { last, block, epoch: of } = stretches[stretch] as Stretch;
          if (of !== epoch || last >= next) break;
          if (blockEnds[block] === stretch) (this.standings[block] as Uint8Array)[place] = way;
        }
        if (next >= ends || stretch >= stretches.length) break;
        at += 1;
        const becomes = contributions[codes[at] as number] as number;
        if (becomes === way) continue;
        this.#change(stretch, entryOf(dayWithin((stretches[stretch] as Stretch).from, next), municipality, way, becomes));
        this.#count(stretch, way, -1, people);
        this.#count(stretch, becomes, 1, people);
        way = becomes;
      }
    }
  }

  #count(stretch: number, way: number, sign: number, people: number): void {
    const at = stretch * WAYS + way;
    this.#counts[at] = (this.#counts[at] as number) + sign;
    this.#people[at] = (this.#people[at] as number) + sign * people;
  }

  #change(stretch: number, entry: number): void {
    const at = this.#changes;
    if (at === this.#entries.length) {
      this.#entries = copied(this.#entries, new Uint32Array(2 * at));
      this.#stretchOf = copied(this.#stretchOf, new Uint16Array(2 * at));
    }
    this.#entries[at] = entry;
    this.#stretchOf[at] = stretch;
    this.#changes = at + 1;
  }

  /** Entries by stretch. */
  #sortEntries(): void {
    const begins = this.#begins.fill(0);
    const changes = this.#changes;
    for (let at = 0; at < changes; at += 1)
      begins[(this.#stretchOf[at] as number) + 1] = (begins[(this.#stretchOf[at] as number) + 1] as number) + 1;
    for (let at = 1; at < begins.length; at += 1) begins[at] = (begins[at] as number) + (begins[at - 1] as number);
    if (this.#sorted.length < changes) this.#sorted = new Uint32Array(this.#entries.length);
    const next = begins.slice();
    for (let at = 0; at < changes; at += 1) {
      const stretch = this.#stretchOf[at] as number;
      this.#sorted[next[stretch] as number] = this.#entries[at] as number;
      next[stretch] = (next[stretch] as number) + 1;
    }
  }

  /** The figures at the end of a stretch: those at the end of the one before, unless an epoch begins, and what came since. */
  #sumUp(slot: number, at: number, { from, last, epoch }: Stretch): void {
    const [counts, people] = [this.#counts, this.#people];
    const kept = this.stretches[at] as StretchFigures;
    const [here, figures, inhabitants] = [at * WAYS, slot * COUNTS_KEPT, slot * PEOPLE_KEPT];
    kept.counts.fill(0, figures, figures + COUNTS_KEPT);
    kept.people.fill(0, inhabitants, inhabitants + PEOPLE_KEPT);
    const goesOn = this.grid.firstOf[epoch] !== at;
    for (let way = 0; way < CONTRIBUTIONS.length; way += 1) {
      if (goesOn) {
        counts[here + way] = (counts[here + way] as number) + (counts[here - WAYS + way] as number);
        people[here + way] = (people[here + way] as number) + (people[here - WAYS + way] as number);
      }
      const many = counts[here + way] as number;
      if (many === 0) continue;
      for (let set = CONTRIBUTIONS[way] as number; set !== 0; set &= set - 1) {
        const count = 31 - Math.clz32(set & -set);
        kept.counts[figures + count] = (kept.counts[figures + count] as number) + many;
        kept.people[inhabitants + count] = (kept.people[inhabitants + count] as number) + (people[here + way] as number);
      }
    }
    const { members } = this.terms[slot] as Terms;
    kept.people[inhabitants + BASIS] = this.#basisNumber(this.ground.basisOf(valueOn(members, last), epoch));
    kept.setRetargeted(slot, members.from.some((day) => from < day && day <= last)); // prettier-ignore
  }

  #basisNumber(basis: Basis): number {
    let number = this.#numberOf.get(basis);
    if (number === undefined) {
      number = this.bases.push(basis) - 1;
      this.#numberOf.set(basis, number);
    }
    return number;
  }
}
