import { fullCode } from '../../domain/adoption/contribution.ts';
import { ownCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { type DayNumber, monthsAfterDay } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { confirmedIn, dayIn, isEnded, numberIn, rankIn, ReportColumns } from '../report-columns.ts';
import type { Epoch, Ground } from './ground.ts';
import { Inheritances, SEVERAL } from './inheritances.ts';

/** What a solution says of itself on a day. */
export interface DayTerms {
  readonly members: Uint8Array;
  /** 0 for ever. */
  readonly confirmationMonths: number;
}

/** How municipalities count for one solution on one day, in one pass over its reports: for what is asked once, as of an earlier position. */
export class DayStandings {
  readonly ground: Ground;
  readonly #inheritances: Inheritances;
  /** By municipality, the row of its latest report by the day; -1 for none. */
  readonly #latest: Int32Array;
  /** Of the solution at hand. */
  #columns = new ReportColumns();

  constructor(ground: Ground) {
    this.ground = ground;
    this.#inheritances = new Inheritances(ground);
    this.#latest = new Int32Array(ground.municipalities.length);
  }

  /** @returns by place in the epoch of the day, the contribution of each municipality */
  waysOn(
    columns: ReportColumns,
    { members, confirmationMonths }: DayTerms,
    { day, knownAt }: { readonly day: DayNumber; readonly knownAt: Position },
    { there }: Epoch,
    contributions: Uint8Array,
  ): Uint8Array {
    this.#columns = columns;
    this.#findLatest(day, knownAt);
    this.#inherit(day);
    const { ending } = this.#inheritances;
    const ways = new Uint8Array(there.length);
    for (let place = 0; place < ways.length; place += 1) {
      const municipality = there[place] as number;
      const standing = ending[municipality] as number;
      const isStale = confirmationMonths > 0 && standing !== UNKNOWN && this.#isStale(municipality, day, confirmationMonths);
      ways[place] = contributions[fullCode(standing, isStale, members[municipality] === 1)] as number;
    }
    return ways;
  }

  #findLatest(day: DayNumber, knownAt: Position): void {
    const { length, positions, dated, said } = this.#columns;
    const { lastOf, earlier, validFrom, validTo } = this.ground;
    const latest = this.#latest.fill(-1);
    for (let row = 0; row < length; row += 1) {
      if ((positions[row] as number) > knownAt) return;
      const when = dated[row] as number;
      const effective = dayIn(when);
      if (effective > day || (isEnded(said[row] as number) && !this.#columns.isKnown(row, knownAt))) continue;
      let municipality = lastOf[numberIn(when)] as number;
      while (municipality >= 0 && (validFrom[municipality] as number) > effective) municipality = earlier[municipality] as number;
      if (municipality < 0 || effective >= (validTo[municipality] as number)) continue;
      const before = latest[municipality] as number;
      // Of two reports of one day the later in the log stands.
      if (before < 0 || dayIn(dated[before] as number) <= effective) latest[municipality] = row;
    }
  }

  /** Tells of everybody who had begun by the day, predecessors first. */
  #inherit(day: DayNumber): void {
    const { validFrom } = this.ground;
    const { said } = this.#columns;
    const latest = this.#latest;
    for (let municipality = 0; municipality < latest.length && (validFrom[municipality] as number) <= day; municipality += 1) {
      const row = latest[municipality] as number;
      if (row < 0) this.#inheritances.inherit(municipality);
      else this.#inheritances.report(municipality, ownCode(rankIn(said[row] as number)), row);
    }
  }

  /** Whether any confirmation that it rests on has run out: the oldest counts. */
  #isStale(municipality: number, day: DayNumber, months: number): boolean {
    const row = this.#inheritances.rowOf[municipality] as number;
    if (row !== SEVERAL) return this.#hasRunOut(row, day, months);
    return (this.#inheritances.several[municipality] as readonly number[]).some((one) => this.#hasRunOut(one, day, months));
  }

  /** A confirmation after the day does not count yet. */
  #hasRunOut(row: number, day: DayNumber, months: number): boolean {
    const confirmed = confirmedIn(this.#columns.said[row] as number);
    return monthsAfterDay(confirmed <= day ? confirmed : dayIn(this.#columns.dated[row] as number), months) < day;
  }
}
