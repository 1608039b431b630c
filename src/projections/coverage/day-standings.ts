import { LRUCache } from 'lru-cache';
import { fullCodeOf } from '../../domain/adoption/contribution.ts';
import { ownCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { type DayNumber, monthsBeforeDay } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { confirmedIn, dayIn, isEnded, numberIn, rankIn, type ReportColumns } from '../report-columns.ts';
import type { Epoch, Ground } from './ground.ts';
import { Holders, NOBODY } from './holders.ts';
import { Inheritances } from './inheritances.ts';

/** What a solution says of itself on a day. */
export interface DayTerms {
  readonly members: Uint8Array;
  /** 0 for ever. */
  readonly confirmationMonths: number;
}

/** Who asks of the past of a solution asks again: of so many it is remembered whom their reports are about, 2 bytes each. */
const ASKED_AGAIN = 64;

/** By the rank of a stage, 0 for none. */
const OWN_CODES = Uint8Array.from({ length: 8 }, (_, rank) => (rank === 0 ? UNKNOWN : ownCode(rank)));

/** How municipalities count for one solution on one day, in one pass over its reports: for what is asked once, as of an earlier position. */
export class DayStandings {
  readonly ground: Ground;
  /** By the first of their lineages. */
  readonly #holders: Holders;
  readonly #inheritances: Inheritances;
  /** By the first of a lineage, its latest report by the day: from when, -1 for none, and what it says. */
  readonly #from: Int32Array;
  readonly #said: Uint32Array;
  /** Of the solutions asked for last. */
  readonly #firsts = new LRUCache<ReportColumns, Int16Array>({ max: ASKED_AGAIN });
  /** By place in the epoch. */
  #ways = new Uint8Array(0);

  constructor(ground: Ground) {
    this.ground = ground;
    const { length } = ground.municipalities;
    this.#holders = new Holders(ground, ground.lineages.firstOf);
    this.#inheritances = new Inheritances(ground, ground.lineages.predecessors);
    this.#from = new Int32Array(length);
    this.#said = new Uint32Array(length);
  }

  /** @returns by place in the epoch of the day, the contribution of each municipality; it stands until the next is asked for */
  waysOn(
    columns: ReportColumns,
    { members, confirmationMonths }: DayTerms,
    { day, knownAt }: { readonly day: DayNumber; readonly knownAt: Position },
    { there }: Epoch,
    contributions: Uint8Array,
  ): Uint8Array {
    this.#findLatest(columns, day, knownAt);
    this.#inherit(day);
    if (this.#ways.length < there.length) this.#ways = new Uint8Array(there.length);
    const { firstOf } = this.ground.lineages;
    const { ending } = this.#inheritances;
    const [from, said, ways] = [this.#from, this.#said, this.#ways];
    const freshFrom = confirmationMonths === 0 ? 0 : monthsBeforeDay(day, confirmationMonths);
    for (let place = 0; place < there.length; place += 1) {
      const municipality = there[place] as number;
      const first = firstOf[municipality] as number;
      const says = said[first] as number;
      // Without a branch, which would be guessed wrong too often: it has one of the two codes, or both and they are the same.
      const standing = (OWN_CODES[rankIn(says)] as number) | (ending[first] as number);
      const stale = (confirmation(says, from[first] as number, day) - freshFrom) >>> 31;
      ways[place] = contributions[fullCodeOf(standing, stale, members[municipality] as number)] as number;
    }
    return ways;
  }

  #findLatest(columns: ReportColumns, day: DayNumber, knownAt: Position): void {
    const { dated, said } = columns;
    const firsts = this.#firstsOf(columns);
    const latest = this.#from.fill(-1);
    const says = this.#said.fill(0);
    const end = columns.countUntil(knownAt);
    for (let row = 0; row < end; row += 1) {
      const effective = dayIn(dated[row] as number);
      if (effective > day) continue;
      const one = said[row] as number;
      if (isEnded(one) && !columns.isKnown(row, knownAt)) continue;
      const first = firsts[row] as number;
      if (first === NOBODY) continue;
      // Of two reports of one day the later in the log stands.
      if (effective < (latest[first] as number)) continue;
      latest[first] = effective;
      says[first] = one;
    }
  }

  /** By row, the first of the lineage that it is about, or NOBODY: what a row says stays, so only new ones are looked at. */
  #firstsOf(columns: ReportColumns): Int16Array {
    const known = this.#firsts.get(columns);
    const { length, dated } = columns;
    if (known?.length === length) return known;
    const firsts = new Int16Array(length);
    firsts.set(known ?? []);
    for (let row = known?.length ?? 0; row < length; row += 1) {
      const when = dated[row] as number;
      firsts[row] = this.#holders.on(numberIn(when), dayIn(when));
    }
    this.#firsts.set(columns, firsts);
    return firsts;
  }

  /** Tells of everybody who had begun by the day and inherits or leaves anything, predecessors first. */
  #inherit(day: DayNumber): void {
    const { lineages, validFrom } = this.ground;
    const { inheriting, predecessors } = lineages;
    const { ending } = this.#inheritances;
    const [from, said] = [this.#from, this.#said];
    for (let at = 0; at < inheriting.length; at += 1) {
      const first = inheriting[at] as number;
      if ((validFrom[first] as number) > day) return;
      if ((from[first] as number) >= 0) ending[first] = OWN_CODES[rankIn(said[first] as number)] as number;
      else if (this.#inheritances.inherit(first) !== UNKNOWN) said[first] = this.#oldest(predecessors[first] as Uint16Array, day);
    }
  }

  /** The oldest confirmation of some of whom at least one is known: what is said without a stage. */
  #oldest(some: Uint16Array, day: DayNumber): number {
    let oldest = day;
    for (let at = 0; at < some.length; at += 1) {
      const one = some[at] as number;
      if (this.#inheritances.ending[one] !== UNKNOWN)
        oldest = Math.min(oldest, confirmation(this.#said[one] as number, this.#from[one] as number, day));
    }
    return oldest;
  }
}

/**
 * The day on which a report was confirmed, as of a day: a confirmation after that day does not count yet. Half of them are guessed
 * wrong where this branches.
 */
function confirmation(said: number, effective: DayNumber, asOf: DayNumber): DayNumber {
  const confirmed = confirmedIn(said);
  const isLater = (asOf - confirmed) >> 31;
  return confirmed + ((effective - confirmed) & isLater);
}
