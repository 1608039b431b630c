import { LRUCache } from 'lru-cache';
import { fullCode } from '../../domain/adoption/contribution.ts';
import { ownCode, type StandingCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { type DayNumber, monthsBeforeDay } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { dayIn, type LatestReports, numberIn, type ReportColumns } from '../report-columns.ts';
import { type Cells, CellSums } from './cell-sums.ts';
import type { Epoch, Ground } from './ground.ts';
import { Holders } from './holders.ts';
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
/** What is added to a code, so that a loop needs no branch and no function of another module. */
const STALE = fullCode(UNKNOWN, true, false);
const MEMBER = fullCode(UNKNOWN, false, true);

/** How municipalities count for one solution on one day, in one pass over its reports: for what is asked once, as of an earlier position. */
export class DayStandings {
  readonly ground: Ground;
  /** By the first of their lineages. */
  readonly #holders: Holders;
  readonly #inheritances: Inheritances;
  /** By the first of a lineage. */
  readonly #latest: LatestReports;
  /** Of the solutions asked for last. */
  readonly #firsts = new LRUCache<ReportColumns, Int16Array>({ max: ASKED_AGAIN });
  /** By place in the epoch. */
  #ways = new Uint8Array();
  #sums: CellSums | null = null;

  constructor(ground: Ground) {
    this.ground = ground;
    const { length } = ground.municipalities;
    this.#holders = new Holders(ground, ground.lineages.firstOf);
    this.#inheritances = new Inheritances(ground, ground.lineages.predecessors);
    this.#latest = { dated: new Uint32Array(length), ranks: new Uint8Array(length), confirmed: new Int32Array(length) };
  }

  /** @returns by place in the epoch of the day, the contribution of each municipality; it stands until the next is asked for */
  waysOn(
    columns: ReportColumns,
    { members, confirmationMonths }: DayTerms,
    { day, knownAt }: { readonly day: DayNumber; readonly knownAt: Position },
    { there, lineages, heirs }: Epoch,
    contributions: Uint8Array,
  ): Uint8Array {
    const { ranks, confirmed } = this.#latest;
    columns.findLatest(this.#firstsOf(columns), day, knownAt, this.#latest);
    if (this.#ways.length < there.length) this.#ways = new Uint8Array(there.length);
    const ways = this.#ways;
    const freshFrom = confirmationMonths === 0 ? 0 : monthsBeforeDay(day, confirmationMonths);
    // Who reported nothing is unknown here; the few who may have inherited are looked at again.
    for (let place = 0; place < there.length; place += 1) {
      const lineage = lineages[place] as number;
      const stale = ((confirmed[lineage] as number) - freshFrom) >>> 31;
      const code = (OWN_CODES[ranks[lineage] as number] as number) + stale * STALE + (members[there[place] as number] as number) * MEMBER;
      ways[place] = contributions[code] as number;
    }
    for (let at = 0; at < heirs.length; at += 1) {
      const place = heirs[at] as number;
      const lineage = lineages[place] as number;
      if (ranks[lineage] !== 0) continue;
      const standing = this.#tell(lineage, day);
      const isStale = (confirmed[lineage] as number) < freshFrom;
      ways[place] = contributions[fullCode(standing, isStale, members[there[place] as number] === 1)] as number;
    }
    return ways;
  }

  /** Sums of zero, whatever a question left that failed half-way; made anew only for other groups. */
  sumsOf(cells: Cells): CellSums {
    if (this.#sums?.cells !== cells) this.#sums = new CellSums(cells);
    this.#sums.clear();
    return this.#sums;
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

  /**
   * How a lineage stood that had begun by the day, by its own report or by what those had that it came from; and with that, the
   * oldest confirmation that it rests on.
   */
  #tell(lineage: number, day: DayNumber): StandingCode {
    const { ranks, confirmed } = this.#latest;
    const rank = ranks[lineage] as number;
    if (rank !== 0) return (this.#inheritances.ending[lineage] = OWN_CODES[rank] as number);
    const predecessors = this.ground.lineages.predecessors[lineage] as Uint16Array;
    let oldest = day;
    for (let at = 0; at < predecessors.length; at += 1) {
      const one = predecessors[at] as number;
      if (this.#tell(one, day) !== UNKNOWN) oldest = Math.min(oldest, confirmed[one] as number);
    }
    confirmed[lineage] = oldest;
    return this.#inheritances.inherit(lineage);
  }
}
