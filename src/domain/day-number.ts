import type { CivilDate } from './civil-date.ts';
import { fourDigitsAt, twoDigitsAt } from './digits.ts';

/**
 * A civil date as days since 1900-01-01, for columns of millions of dates: 0 to 73,413 (2100-12-31), and a century more for
 * the days on which a confirmation runs out.
 */
export type DayNumber = number;

/** A day after every date. */
export const NO_DAY: DayNumber = 0x3fffffff;

/** The year that days and months are counted from. */
export const FIRST_YEAR = 1900;
const MILLISECONDS = 86_400_000;

/** The first day of every month from January 1900 to January 2202. */
const FIRST_DAYS = Int32Array.from(
  { length: 302 * 12 + 1 },
  (_, month) => (Date.UTC(FIRST_YEAR, month, 1) - Date.UTC(FIRST_YEAR, 0, 1)) / MILLISECONDS,
);

const firstDay = (month: number): DayNumber => FIRST_DAYS[month] ?? NO_DAY;

export const dayNumber = (date: CivilDate): DayNumber =>
  firstDay((fourDigitsAt(date, 0) - FIRST_YEAR) * 12 + twoDigitsAt(date, 5) - 1) + twoDigitsAt(date, 8) - 1;

const two = (value: number): string => String(value).padStart(2, '0');
/** How every month is written, and every day of one: a date is two of them. */
const MONTHS = Array.from(FIRST_DAYS, (_, month) => `${FIRST_YEAR + Math.floor(month / 12)}-${two((month % 12) + 1)}-`);
const DAYS = Array.from({ length: 31 }, (_, day) => two(day + 1));

export function civilDateOf(day: DayNumber): CivilDate {
  const month = monthOf(day);
  return ((MONTHS[month] as string) + (DAYS[day - firstDay(month)] as string)) as CivilDate;
}

/** The month of a day, counted from January 1900. */
export function monthOf(day: DayNumber): number {
  const near = Math.floor(day / 30.4369);
  if (day < firstDay(near)) return near - 1;
  return day < firstDay(near + 1) ? near : near + 1;
}

/** The last day of a month that is counted from January 1900. */
export const lastDayOf = (month: number): DayNumber => firstDay(month + 1) - 1;

/** The same day of the month, `months` later; the month's last day where it has no such day. As `monthsAfter` for dates. */
export function monthsAfterDay(day: DayNumber, months: number): DayNumber {
  const month = monthOf(day);
  return Math.min(firstDay(month + months) + day - firstDay(month), lastDayOf(month + months));
}

/** The first of the days that, so many months later, have come to a day or are beyond it: what is confirmed from then on is fresh. */
export function monthsBeforeDay(day: DayNumber, months: number): DayNumber {
  const month = monthOf(day);
  if (month < months) return 0;
  return Math.min(firstDay(month - months) + day - firstDay(month), firstDay(month - months + 1));
}
