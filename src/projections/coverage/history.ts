import { fullCode } from '../../domain/adoption/contribution.ts';
import { ownCode, type StandingCode, UNKNOWN } from '../../domain/adoption/standing-code.ts';
import { type DayNumber, monthsAfterDay, NO_DAY } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { confirmedIn, dayIn, isEnded, numberIn, rankIn, ReportColumns } from '../report-columns.ts';
import { Foundations, NOTHING, SEVERAL } from './foundations.ts';
import type { Ground } from './ground.ts';
import { Holders, NOBODY } from './holders.ts';
import { Inheritances } from './inheritances.ts';
import { copied } from './stretch-figures.ts';
import { NO_TERMS, type Steps, type Terms, valueOn } from './terms.ts';

/**
 * How municipalities stood to one solution (and capability) over time: a full code (contribution.ts) from each day on which it
 * changed. Worked out anew each time, in the same arrays.
 */
export interface History {
  /** Whom it tells of, predecessors before their successors. */
  readonly of: Uint16Array;
  /** By municipality, where its changes begin and end; the first is on the day it began. */
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly days: Int32Array;
  readonly codes: Uint16Array;
}

const NO_ROWS: readonly number[] = [];

/** Works out histories, as `reachedOn`, `hasLapsed` and `targetGroupMembers` say for each day. */
export class Historian {
  readonly ground: Ground;
  readonly #holders: Holders;
  readonly #everybody: Uint16Array;
  readonly #start: Int32Array;
  readonly #end: Int32Array;
  #days = new Int32Array(4096);
  #codes = new Uint16Array(4096);
  #length = 0;
  /** By municipality, the row of its latest report; by row, that of the one before it, on an earlier day. -1 for none. */
  readonly #latest: Int32Array;
  #before = new Int32Array(4096);
  readonly #inheritances: Inheritances;
  readonly #foundations: Foundations;
  #own = new Int32Array(64);
  readonly #single = [0];
  /** Of the solution at hand. */
  #columns = new ReportColumns();
  #terms = NO_TERMS;

  constructor(ground: Ground) {
    this.ground = ground;
    const count = ground.municipalities.length;
    this.#everybody = Uint16Array.from(ground.municipalities.keys());
    this.#holders = new Holders(ground, this.#everybody);
    this.#start = new Int32Array(count);
    this.#end = new Int32Array(count);
    this.#latest = new Int32Array(count);
    this.#inheritances = new Inheritances(ground);
    this.#foundations = new Foundations(count);
  }

  /**
   * The history of one solution; it stands until the next is asked for.
   * @param family only of its municipalities
   */
  historyOf(columns: ReportColumns, terms: Terms, knownAt: Position, family: number | null = null): History {
    this.#columns = columns;
    this.#terms = terms;
    this.#length = 0;
    this.#sort(knownAt, family);
    const of = family === null ? this.#everybody : (this.ground.families.members[family] as Uint16Array);
    for (let at = 0; at < of.length; at += 1) {
      const municipality = of[at] as number;
      this.#start[municipality] = this.#length;
      this.#tell(municipality);
      this.#end[municipality] = this.#length;
    }
    return { of, start: this.#start, end: this.#end, days: this.#days, codes: this.#codes };
  }

  /** The families that any report was recorded on, corrected or annulled after a position. */
  familiesChangedSince(columns: ReportColumns, position: Position): Set<number> {
    const { of } = this.ground.families;
    const changed = new Set<number>();
    for (const row of columns.rowsChangedSince(position)) {
      const when = columns.dated[row] as number;
      const municipality = this.#holders.on(numberIn(when), dayIn(when));
      if (municipality !== NOBODY) changed.add(of[municipality] as number);
    }
    return changed;
  }

  /** Hangs the reports known to whoever had their number on their day, in the order of their days. Who is of nobody counts nowhere. */
  #sort(knownAt: Position, family: number | null): void {
    const { length, dated, said } = this.#columns;
    const holders = this.#holders;
    const { of } = this.ground.families;
    if (this.#before.length < length) this.#before = new Int32Array(length + (length >>> 1));
    const [latest, before] = [this.#latest.fill(-1), this.#before];
    const end = this.#columns.countUntil(knownAt);
    for (let row = 0; row < end; row += 1) {
      if (isEnded(said[row] as number) && !this.#columns.isKnown(row, knownAt)) continue;
      const when = dated[row] as number;
      const day = dayIn(when);
      const municipality = holders.on(numberIn(when), day);
      if (municipality === NOBODY || (family !== null && of[municipality] !== family)) continue;
      let after = -1;
      let found = latest[municipality] as number;
      while (found >= 0 && dayIn(dated[found] as number) > day) {
        after = found;
        found = before[found] as number;
      }
      // Of two reports of one day the later in the log stands.
      if (found >= 0 && dayIn(dated[found] as number) === day) found = before[found] as number;
      before[row] = found;
      if (after < 0) latest[municipality] = row;
      else before[after] = row;
    }
  }

  /** One municipality from its first day to its last: what it inherited until its own first report, then each report until the next. */
  #tell(municipality: number): void {
    const { dated, said } = this.#columns;
    const ends = this.ground.validTo[municipality] as number;
    let at = this.#stackOwn(municipality);
    const own = this.#own;
    let from = this.ground.validFrom[municipality] as number;
    let next = at === 0 ? ends : dayIn(dated[own[at - 1] as number] as number);
    if (from < next) this.#inherited(municipality, from, next);
    while (at > 0) {
      at -= 1;
      const row = own[at] as number;
      const standing = ownCode(rankIn(said[row] as number));
      from = next;
      next = at === 0 ? ends : dayIn(dated[own[at - 1] as number] as number);
      this.#resting(municipality, from, next, standing, row);
      if (at > 0) continue;
      this.#inheritances.ending[municipality] = standing;
      this.#foundations.report(municipality, row);
    }
  }

  #inherited(municipality: number, from: DayNumber, until: DayNumber): void {
    const standing = this.#inheritances.inherit(municipality);
    const row = this.#foundations.inherit(municipality, this.ground.predecessors[municipality] as Uint16Array);
    if (row === NOTHING) this.#during(municipality, from, until, UNKNOWN, NO_ROWS);
    else if (row === SEVERAL) this.#during(municipality, from, until, standing, this.#foundations.several(municipality));
    else this.#resting(municipality, from, until, standing, row);
  }

  /** Puts the rows of a municipality into `#own`, the latest first. @returns how many */
  #stackOwn(municipality: number): number {
    const before = this.#before;
    let count = 0;
    for (let row = this.#latest[municipality] as number; row >= 0; row = before[row] as number) {
      if (count === this.#own.length) this.#own = copied(this.#own, new Int32Array(2 * count));
      this.#own[count] = row;
      count += 1;
    }
    return count;
  }

  /** A standing that rests on one report, from one day until another. */
  #resting(municipality: number, from: DayNumber, until: DayNumber, standing: StandingCode, row: number): void {
    const { members, confirmationMonths } = this.#terms;
    const months = confirmationMonths.values[0] as number;
    const confirmed = confirmedIn(this.#columns.said[row] as number);
    const isSimple = members.from.length === 1 && confirmationMonths.from.length === 1 && confirmed <= from;
    if (!isSimple) {
      this.#single[0] = row;
      this.#during(municipality, from, until, standing, this.#single);
      return;
    }
    // As below, where terms never change and the confirmation counts from the first day: most reports.
    const isMember = (members.values[0] as Uint8Array)[municipality] === 1;
    const stale = months === 0 ? NO_DAY : monthsAfterDay(confirmed, months) + 1;
    if (stale > from) this.#push(municipality, from, fullCode(standing, false, isMember));
    if (stale < until) this.#push(municipality, Math.max(stale, from), fullCode(standing, true, isMember));
  }

  /** A standing from one day until another, cut where the solution's terms change or a confirmation counts, or runs out. */
  #during(municipality: number, from: DayNumber, until: DayNumber, standing: StandingCode, grounds: readonly number[]): void {
    const { members, confirmationMonths } = this.#terms;
    const { said } = this.#columns;
    for (let day = from; day < until; ) {
      const isMember = valueOn(members, day)[municipality] === 1;
      const months = standing === UNKNOWN ? 0 : valueOn(confirmationMonths, day);
      let next = Math.min(until, changeAfter(members, day), changeAfter(confirmationMonths, day));
      let freshUntil = NO_DAY;
      for (let at = 0; months > 0 && at < grounds.length; at += 1) {
        const row = grounds[at] as number;
        freshUntil = Math.min(freshUntil, this.#runsOut(row, day, months));
        const confirmed = confirmedIn(said[row] as number);
        if (confirmed > day && confirmed < next) next = confirmed;
      }
      // As the oldest confirmation counts, all are fresh or it is stale; what is stale may be confirmed again.
      const lapsed = freshUntil < day;
      if (!lapsed && freshUntil < next) next = freshUntil + 1;
      this.#push(municipality, day, fullCode(standing, lapsed, isMember));
      day = next;
    }
  }

  /** The last day on which a report is fresh, as of a day: a confirmation after that day does not count yet. */
  #runsOut(row: number, asOf: DayNumber, months: number): DayNumber {
    const confirmed = confirmedIn(this.#columns.said[row] as number);
    return monthsAfterDay(confirmed <= asOf ? confirmed : dayIn(this.#columns.dated[row] as number), months);
  }

  #push(municipality: number, day: DayNumber, code: number): void {
    const at = this.#length;
    if (at > (this.#start[municipality] as number) && this.#codes[at - 1] === code) return;
    if (at === this.#days.length) {
      const [days, codes] = [new Int32Array(2 * at), new Uint16Array(2 * at)];
      days.set(this.#days);
      codes.set(this.#codes);
      [this.#days, this.#codes] = [days, codes];
    }
    this.#days[at] = day;
    this.#codes[at] = code;
    this.#length = at + 1;
  }
}

/** The next day after this on which a value is another. */
function changeAfter({ from }: Steps<unknown>, day: DayNumber): DayNumber {
  for (let at = 1; at < from.length; at += 1) if ((from[at] as number) > day) return from[at] as number;
  return NO_DAY;
}
