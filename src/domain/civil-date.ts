import { z } from 'zod';
import { fourDigitsAt, twoDigitsAt } from './digits.ts';

/** A day in Europe/Oslo as `YYYY-MM-DD`, 1900-01-01 to 2100-12-31. Text order is date order. */
export type CivilDate = string & { readonly __brand: 'CivilDate' };

export const EARLIEST = '1900-01-01' as CivilDate;
export const LATEST = '2100-12-31' as CivilDate;

const form = /^\d{4}-\d{2}-\d{2}$/;

/** By arithmetic and not by Date: every date of every event passes here when the log is read. */
export function isCivilDate(text: string): text is CivilDate {
  if (!form.test(text) || text < EARLIEST || text > LATEST) return false;
  const [year, month, day] = parts(text);
  return day >= 1 && day <= lastDayOf(year, month);
}

const LAST_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** @param month from 0. @returns the number of its last day; 0 for what is no month */
const lastDayOf = (year: number, month: number): number =>
  month === 1 && year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : (LAST_DAYS[month] ?? 0);

/** The month from 0. */
const parts = (date: string): [year: number, month: number, day: number] => [
  fourDigitsAt(date, 0),
  twoDigitsAt(date, 5) - 1,
  twoDigitsAt(date, 8),
];

/** @throws RangeError for what is no day between 1900-01-01 and 2100-12-31. */
export function parseCivilDate(text: string): CivilDate {
  if (!isCivilDate(text)) throw new RangeError(`${text} is not a date YYYY-MM-DD between ${EARLIEST} and ${LATEST}`);
  return text;
}

/** A stored date. */
export const civilDate = z.custom<CivilDate>((value) => typeof value === 'string' && isCivilDate(value), 'not a civil date');

const oslo = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Oslo', dateStyle: 'short' });

let lastHour = NaN;
let dateInLastHour: CivilDate | undefined;

/** The civil date in Oslo at an instant (milliseconds since 1970-01-01T00:00:00Z). A day begins with an hour, so only the first of an hour needs a calendar. */
export function osloDate(instant: number): CivilDate {
  const hour = Math.floor(instant / HOUR);
  if (dateInLastHour === undefined || hour !== lastHour) {
    dateInLastHour = parseCivilDate(oslo.format(instant));
    lastHour = hour;
  }
  return dateInLastHour;
}

/** The instant at which a day begins in Oslo (milliseconds since 1970-01-01T00:00:00Z), one or two hours before it does in UTC. */
export function osloMidnight(date: CivilDate): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const twoBefore = midnight - 2 * HOUR;
  return oslo.format(twoBefore) === date ? twoBefore : midnight - HOUR;
}

const HOUR = 3_600_000;

export function dayBefore(date: CivilDate): CivilDate {
  const [year, month, day] = parts(date);
  if (day > 1) return `${date.slice(0, 8)}${two(day - 1)}` as CivilDate;
  const [thenYear, thenMonth] = month > 0 ? [year, month - 1] : [year - 1, 11];
  return `${thenYear}-${two(thenMonth + 1)}-${lastDayOf(thenYear, thenMonth)}` as CivilDate;
}

/** The same day of the month, `months` later; the month's last day where it has no such day. */
export function monthsAfter(date: CivilDate, months: number): CivilDate {
  const [year, month, day] = parts(date);
  const then = year * 12 + month + months;
  const [thenYear, thenMonth] = [Math.floor(then / 12), then % 12];
  return `${thenYear}-${two(thenMonth + 1)}-${two(Math.min(day, lastDayOf(thenYear, thenMonth)))}` as CivilDate;
}

const two = (value: number): string => String(value).padStart(2, '0');
