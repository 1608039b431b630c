import { LRUCache } from 'lru-cache';
import { fullCode } from '../../domain/adoption/contribution.ts';
import { ownCode, type StandingCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { type DayNumber, monthsBeforeDay, NO_DAY } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { confirmedIn, dayIn, numberIn, rankIn, type ReportColumns } from '../report-columns.ts';
import { type Cells, CellSums } from './cell-sums.ts';
import type { Epoch, Ground } from './ground.ts';
import { Holders } from './holders.ts';
import { Inheritances } from './inheritances.ts';
import { Landmarks } from './landmarks.ts';

/** What a solution says of itself on a day. */
export interface DayTerms {
  readonly members: Uint8Array;
  /** 0 for ever. */
  readonly confirmationMonths: number;
}

/** Who asks of the past of a solution asks again: of so many their landmarks are kept, 230 kB for 1,450 reports, and 6 MB at the most for such. */
const ASKED_AGAIN = 24;

/** By the rank of a stage, 0 for none. */
const OWN_CODES = Uint8Array.from({ length: 8 }, (_, rank) => (rank === 0 ? UNKNOWN : ownCode(rank)));
/** What is added to a code, so that a loop needs no branch and no function of another module. */
const STALE = fullCode(UNKNOWN, true, false);
const MEMBER = fullCode(UNKNOWN, false, true);

/** How municipalities count for one solution on one day, as known at an earlier position. */
export class DayStandings {
  readonly ground: Ground;
  /** By their lineages. */
  readonly #holders: Holders;
  readonly #inheritances: Inheritances;
  /** By lineage two numbers, as in a landmark. */
  readonly #latest: Uint32Array;
  /** By lineage that inherited, the oldest confirmation that this rests on. */
  readonly #oldest: Int32Array;
  readonly #landmarks = new LRUCache<ReportColumns, Landmarks>({ max: ASKED_AGAIN });
  /** By place in the epoch. */
  #ways = new Uint8Array();
  #sums: CellSums | null = null;

  constructor(ground: Ground) {
    this.ground = ground;
    const { lineages } = ground;
    this.#holders = new Holders(ground, lineages.of);
    this.#inheritances = new Inheritances(lineages);
    this.#latest = new Uint32Array(2 * lineages.predecessors.length);
    this.#oldest = new Int32Array(lineages.predecessors.length);
  }

  /** Adds the municipalities of an epoch, each by the way in which it counts on a day of it. */
  add(
    columns: ReportColumns,
    { members, confirmationMonths }: DayTerms,
    { day, knownAt }: { readonly day: DayNumber; readonly knownAt: Position },
    { there, lineages, heirs }: Epoch,
    contributions: Uint8Array,
    sums: CellSums,
  ): void {
    const latest = this.#latest;
    this.#landmarksOf(columns, knownAt).find(day, knownAt, latest);
    if (this.#ways.length < there.length) this.#ways = new Uint8Array(there.length);
    const ways = this.#ways;
    const freshFrom = confirmationMonths === 0 ? 0 : monthsBeforeDay(day, confirmationMonths);
    // Who reported nothing is unknown here; the few who may have inherited are looked at again.
    for (let place = 0; place < there.length; place += 1) {
      const lineage = lineages[place] as number;
      const says = latest[2 * lineage + 1] as number;
      const on = confirmedIn(says);
      // A confirmation after the day does not count yet. Without a branch: half of them would be guessed wrong.
      const confirmed = on + ((dayIn(latest[2 * lineage] as number) - on) & ((day - on) >> 31));
      const stale = (confirmed - freshFrom) >>> 31;
      const code = (OWN_CODES[rankIn(says)] as number) + stale * STALE + (members[there[place] as number] as number) * MEMBER;
      ways[place] = contributions[code] as number;
    }
    for (let at = 0; at < heirs.length; at += 1) {
      const place = heirs[at] as number;
      const lineage = lineages[place] as number;
      if (latest[2 * lineage] !== 0) continue;
      const standing = this.#inherited(lineage, day);
      if (standing === UNKNOWN) continue;
      const isStale = (this.#oldest[lineage] as number) < freshFrom;
      ways[place] = contributions[fullCode(standing, isStale, members[there[place] as number] === 1)] as number;
    }
    sums.add(ways, 0);
  }

  /** Sums of zero, whatever a question left that failed half-way; made anew only for other groups. */
  sumsOf(cells: Cells): CellSums {
    if (this.#sums?.cells !== cells) this.#sums = new CellSums(cells);
    this.#sums.clear();
    return this.#sums;
  }

  #landmarksOf(columns: ReportColumns, knownAt: Position): Landmarks {
    const kept = this.#landmarks.get(columns);
    if (kept?.reaches(knownAt) === true) return kept;
    const made = new Landmarks(columns, this.#lineagesIn(columns), this.#oldest.length);
    this.#landmarks.set(columns, made);
    return made;
  }

  /** By row, the lineage that it is about, or NOBODY. */
  #lineagesIn({ length, dated }: ReportColumns): Int16Array {
    const lineages = new Int16Array(length);
    for (let row = 0; row < length; row += 1) {
      const when = dated[row] as number;
      lineages[row] = this.#holders.on(numberIn(when), dayIn(when));
    }
    return lineages;
  }

  /** How a lineage stood that had reported nothing by the day, by what those had that it came from; and with that, its oldest confirmation. */
  #inherited(lineage: number, day: DayNumber): StandingCode {
    const latest = this.#latest;
    const predecessors = this.ground.lineages.predecessors[lineage] as Uint16Array;
    let oldest = NO_DAY;
    for (let at = 0; at < predecessors.length; at += 1) {
      const one = predecessors[at] as number;
      const says = latest[2 * one + 1] as number;
      if (says !== 0) {
        this.#inheritances.ending[one] = OWN_CODES[rankIn(says)] as number;
        const confirmed = confirmedIn(says);
        oldest = Math.min(oldest, confirmed > day ? dayIn(latest[2 * one] as number) : confirmed);
      } else if (this.#inherited(one, day) !== UNKNOWN) oldest = Math.min(oldest, this.#oldest[one] as number);
    }
    if (oldest === NO_DAY) return (this.#inheritances.ending[lineage] = UNKNOWN);
    this.#oldest[lineage] = oldest;
    return this.#inheritances.inherit(lineage);
  }
}
