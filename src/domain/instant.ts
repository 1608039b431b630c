import { fourDigitsAt, twoDigitsAt } from './digits.ts';

/**
 * A point in time: microseconds since 1970-01-01T00:00:00Z, a safe integer until the year 2255. Finer than the clock's
 * milliseconds, so that every event of the log can have an instant of its own, and an instant names one state of the log.
 */
export type Instant = number & { readonly __brand: 'Instant' };

const PER_MILLISECOND = 1_000;

/** @param milliseconds since 1970-01-01T00:00:00Z, as clocks count */
export const instantOf = (milliseconds: number): Instant => Math.floor(milliseconds * PER_MILLISECOND) as Instant;

export const millisecondsOf = (instant: Instant): number => Math.floor(instant / PER_MILLISECOND);

const PER_SECOND = 1_000_000;

let lastSecond = NaN;
let lastText = '';

/** RFC 3339 in UTC with six decimals. Instants are many a second, so only the first of one needs a calendar. */
export function printInstant(instant: Instant): string {
  const second = Math.floor(instant / PER_SECOND);
  if (second !== lastSecond) {
    lastText = new Date(second * 1_000).toISOString().slice(0, -'000Z'.length);
    lastSecond = second;
  }
  return `${lastText}${String(instant - second * PER_SECOND).padStart(6, '0')}Z`;
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2})(T(?:[01]\d|2[0-3]):\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/i;

/** The first millisecond of a day in UTC; NaN for one that does not exist, as 30 February, which JavaScript takes for one in March. */
function midnightOf(day: string): number {
  const milliseconds = Date.parse(`${day}T00:00:00Z`);
  return Number.isNaN(milliseconds) || new Date(milliseconds).toISOString().slice(0, day.length) !== day ? NaN : milliseconds;
}

/** As printInstant writes them, and so the log its stamps. */
const STAMP = '0000-00-00T00:00:00.000000Z';
const ZERO = '0'.charCodeAt(0);

let lastDay = 'none';
let lastMidnight = NaN;

/**
 * A stamp of the log, without a pattern and the copies that one makes: every event of the log passes here when it is read. Stamps
 * are many a day, so only the first of a day needs a calendar. Undefined where the text may still be another instant.
 */
function parseStamp(text: string): Instant | undefined {
  if (text.length !== STAMP.length) return undefined;
  for (let at = 0; at < STAMP.length; at += 1) {
    const digit = text.charCodeAt(at) - ZERO;
    const form = STAMP.charCodeAt(at) - ZERO;
    if (form === 0 ? digit < 0 || digit > 9 : digit !== form) return undefined;
  }
  const [hours, minutes, seconds] = [twoDigitsAt(text, 11), twoDigitsAt(text, 14), twoDigitsAt(text, 17)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  if (!text.startsWith(lastDay)) {
    lastDay = text.slice(0, 10);
    lastMidnight = midnightOf(lastDay);
  }
  if (Number.isNaN(lastMidnight)) return undefined;
  const milliseconds = lastMidnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
  return exact(milliseconds * PER_MILLISECOND + fourDigitsAt(text, 20) * 100 + twoDigitsAt(text, 24));
}

/** Beyond what a number holds exactly, an instant would not be read as it was written. */
const exact = (microseconds: number): Instant | undefined => (Number.isSafeInteger(microseconds) ? (microseconds as Instant) : undefined);

/**
 * An RFC 3339 instant with a zone; what is finer than a microsecond is cut off. Undefined where the text is none (nor in a leap second),
 * or so far from 1970 that microseconds are not exact (before 1684, after 2255).
 */
export function parseInstant(text: string): Instant | undefined {
  const stamp = parseStamp(text);
  if (stamp !== undefined) return stamp;
  const [, day, time, fraction = '', zone] = rfc3339.exec(text) ?? [];
  if (day === undefined || time === undefined || zone === undefined) return undefined;
  const milliseconds = Date.parse(`${day}${time}${zone}`.toUpperCase());
  if (Number.isNaN(milliseconds) || Number.isNaN(midnightOf(day))) return undefined;
  return exact(milliseconds * PER_MILLISECOND + Number(fraction.slice(0, 6).padEnd(6, '0')));
}
