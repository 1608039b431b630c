import { CONTRIBUTIONS, WAYS } from '../../domain/adoption/contribution.ts';
import { NO_DAY } from '../../domain/day-number.ts';
import { Changes } from './changes.ts';
import type { Grid } from './grid.ts';
import type { Basis, Calendar, Epoch, Ground } from './ground.ts';
import type { History } from './history.ts';
import type { LivedBlocks } from './lived-blocks.ts';
import { BASIS, copied, entryOf, KEPT, StretchFigures } from './stretch-figures.ts';
import { type Terms, valueOn } from './terms.ts';

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
  readonly #lives: LivedBlocks;
  readonly #contributions: Uint8Array;
  /** What there is to be, and what was and is to be no more. */
  readonly #come: Changes;
  readonly #gone: Changes;
  /** By stretch and way, how many municipalities (and inhabitants) come to contribute so; in the end, how many do. */
  readonly #counts: Int32Array;
  readonly #people: Float64Array;

  /** @param contributions by full code, see contributionsFor */
  constructor(ground: Ground, { grid, lives }: Calendar, contributions: Uint8Array) {
    const { length } = grid.from;
    this.#lives = lives;
    this.ground = ground;
    this.grid = grid;
    this.stretches = Array.from({ length }, () => new StretchFigures());
    this.standings = Array.from(grid.lastStretchOf, () => new Uint8Array(0));
    this.#contributions = contributions;
    this.#come = new Changes(length);
    this.#gone = new Changes(length);
    this.#counts = new Int32Array(length * WAYS);
    this.#people = new Float64Array(length * WAYS);
  }

  /** Makes room for so many slots. */
  reserve(slots: number): void {
    for (const stretch of this.stretches) stretch.reserve(slots);
    for (const [block, standings] of this.standings.entries()) {
      const epoch = this.grid.epochOf[this.grid.lastStretchOf[block] as number] as number;
      const needed = slots * (this.ground.epochs[epoch] as Epoch).there.length;
      if (standings.length < needed) this.standings[block] = copied(standings, new Uint8Array(needed));
    }
  }

  /** Puts a solution in a slot that there is room for. */
  put(slot: number, history: History, terms: Terms): void {
    for (const stretch of this.stretches) stretch.clear(slot);
    this.#begin();
    this.#tell(slot, history, 1);
    this.#end(slot);
    this.#setTerms(slot, terms);
  }

  /**
   * Amends what some municipalities of a solution did; its terms are the same.
   * @param before their history as the slot has it
   * @param after asked for when the one before has been read
   */
  amend(slot: number, before: History, after: () => History): void {
    this.#begin();
    this.#tell(slot, before, -1);
    this.#tell(slot, after(), 1);
    this.#end(slot);
  }

  get bytes(): number {
    const standings = this.standings.reduce((sum, { byteLength }) => sum + byteLength, 0);
    return this.stretches.reduce((sum, { bytes }) => sum + bytes, standings);
  }

  #begin(): void {
    this.#counts.fill(0);
    this.#people.fill(0);
    this.#come.clear();
    this.#gone.clear();
  }

  /** @param sign 1 for what is to be there, -1 for what no longer is */
  #tell(slot: number, history: History, sign: 1 | -1): void {
    for (let at = 0; at < history.of.length; at += 1) this.#walk(slot, history.of[at] as number, history, sign);
  }

  #end(slot: number): void {
    const [come, gone] = [this.#come.byStretch(), this.#gone.byStretch()];
    for (let stretch = 0; stretch < this.stretches.length; stretch += 1) {
      this.#sumUp(slot, stretch);
      (this.stretches[stretch] as StretchFigures).replaceEntries(slot, gone, come, stretch);
    }
  }

  /** One municipality through its life, block by block: its changes as entries, and how it counts at the end of each. */
  #walk(slot: number, municipality: number, { start, end: ends, days, codes }: History, sign: 1 | -1): void {
    const { start: lifeOf, blocks, lastDays, opens, firstDays, sizes, places, inhabitants } = this.#lives;
    const { from, stretchOn } = this.grid;
    const contributions = this.#contributions;
    const changes = sign === 1 ? this.#come : this.#gone;
    const end = ends[municipality] as number;
    let next = start[municipality] as number;
    let way = contributions[codes[next] as number] as number;
    next += 1;
    let turn = next < end ? (days[next] as number) : NO_DAY;
    const died = lifeOf[municipality + 1] as number;
    for (let at = lifeOf[municipality] as number; at < died; at += 1) {
      const living = sign * (inhabitants[at] as number);
      if ((opens[at] as number) >= 0) {
        for (; turn <= (firstDays[at] as number); turn = next < end ? (days[next] as number) : NO_DAY)
          way = contributions[codes[next++] as number] as number;
        this.#count((opens[at] as number) * WAYS + way, sign, living);
      }
      for (; turn <= (lastDays[at] as number); turn = next < end ? (days[next] as number) : NO_DAY) {
        const becomes = contributions[codes[next++] as number] as number;
        if (becomes === way) continue;
        const stretch = stretchOn(turn);
        changes.add(stretch, entryOf(turn - (from[stretch] as number), municipality, way, becomes));
        this.#count(stretch * WAYS + way, -sign, -living);
        this.#count(stretch * WAYS + becomes, sign, living);
        way = becomes;
      }
      if (sign === 1) (this.standings[blocks[at] as number] as Uint8Array)[slot * (sizes[at] as number) + (places[at] as number)] = way;
    }
  }

  #count(at: number, many: number, living: number): void {
    this.#counts[at] = (this.#counts[at] as number) + many;
    this.#people[at] = (this.#people[at] as number) + living;
  }

  /** Adds to the figures at the end of a stretch: what is added at the end of the one before, unless an epoch begins, and what came since. */
  #sumUp(slot: number, stretch: number): void {
    const counts = this.#counts;
    const people = this.#people;
    const here = stretch * WAYS;
    const { counts: kept, people: living } = this.stretches[stretch] as StretchFigures;
    const goesOn = stretch > 0 && this.grid.epochOf[stretch - 1] === this.grid.epochOf[stretch];
    for (let way = 0; way < CONTRIBUTIONS.length; way += 1) {
      const at = here + way;
      if (goesOn) {
        counts[at] = (counts[at] as number) + (counts[at - WAYS] as number);
        people[at] = (people[at] as number) + (people[at - WAYS] as number);
      }
      const many = counts[at] as number;
      if (many === 0 && people[at] === 0) continue;
      for (let set = CONTRIBUTIONS[way] as number; set !== 0; set &= set - 1) {
        const place = slot * KEPT + 31 - Math.clz32(set & -set);
        kept[place] = (kept[place] as number) + many;
        living[place] = (living[place] as number) + (people[at] as number);
      }
    }
  }

  /** What the inhabitants rest on at the end of each stretch, and in which the target group changes. */
  #setTerms(slot: number, terms: Terms): void {
    const { last, epochOf } = this.grid;
    if ((this.terms[slot]?.members.from.length ?? 1) > 1) for (const { retargeted } of this.stretches) retargeted.delete(slot);
    this.terms[slot] = terms;
    const { members } = terms;
    for (const day of members.from) {
      const stretch = this.grid.stretchOn(day);
      if (stretch >= 0) (this.stretches[stretch] as StretchFigures).retargeted.add(slot);
    }
    let [number, group, inEpoch]: [number, Uint8Array | null, number] = [0, null, -1];
    for (let stretch = 0; stretch < this.stretches.length; stretch += 1) {
      const [now, epoch] = [valueOn(members, last[stretch] as number), epochOf[stretch] as number];
      if (now !== group || epoch !== inEpoch) number = this.#numberOfBasis(this.ground.basisOf(now, epoch));
      [group, inEpoch] = [now, epoch];
      (this.stretches[stretch] as StretchFigures).people[slot * KEPT + BASIS] = number;
    }
  }

  #numberOfBasis(basis: Basis): number {
    let number = this.#numberOf.get(basis);
    if (number === undefined) {
      number = this.bases.push(basis) - 1;
      this.#numberOf.set(basis, number);
    }
    return number;
  }
}
