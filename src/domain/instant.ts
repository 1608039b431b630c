/**
 * A point in time: microseconds since 1970-01-01T00:00:00Z, a safe integer until the year 2255. Finer than the clock's
 * milliseconds, so that every event of the log can have an instant of its own, and an instant names one state of the log.
 */
export type Instant = number & { readonly __brand: 'Instant' };

const PER_MILLISECOND = 1_000;

/** @param milliseconds since 1970-01-01T00:00:00Z, as clocks count */
export const instantOf = (milliseconds: number): Instant => Math.floor(milliseconds * PER_MILLISECOND) as Instant;

export const millisecondsOf = (instant: Instant): number => Math.floor(instant / PER_MILLISECOND);

/** RFC 3339 in UTC with six decimals. */
export function printInstant(instant: Instant): string {
  const rest = String(instant - millisecondsOf(instant) * PER_MILLISECOND).padStart(3, '0');
  return new Date(millisecondsOf(instant)).toISOString().replace('Z', `${rest}Z`);
}

const rfc3339 = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2})(?:\.(\d+))?(Z|[+-]\d{2}:\d{2})$/i;

let lastDay = '';
let lastMidnight = NaN;

/** As Date.parse. The stamps of a log are many a day, so only the first of a day needs a calendar. @param text YYYY-MM-DDThh:mm:ss */
function inUtc(text: string): number {
  const day = text.slice(0, 10);
  if (day !== lastDay) [lastDay, lastMidnight] = [day, Date.parse(`${day}T00:00:00Z`)];
  const [hours, minutes, seconds] = [Number(text.slice(11, 13)), Number(text.slice(14, 16)), Number(text.slice(17, 19))];
  if (hours > 23 || minutes > 59 || seconds > 59) return Date.parse(`${text.toUpperCase()}Z`);
  return lastMidnight + ((hours * 60 + minutes) * 60 + seconds) * 1000;
}

/**
 * An RFC 3339 instant with a zone; what is finer than a microsecond is cut off. Undefined where the text is none (nor in a leap second),
 * or so far from 1970 that microseconds are not exact (before 1684, after 2255).
 */
export function parseInstant(text: string): Instant | undefined {
  const [, seconds, fraction = '', zone] = rfc3339.exec(text) ?? [];
  if (seconds === undefined || zone === undefined) return undefined;
  const milliseconds = zone === 'Z' ? inUtc(seconds) : Date.parse(`${seconds.toUpperCase()}${zone.toUpperCase()}`);
  if (Number.isNaN(milliseconds)) return undefined;
  const instant = milliseconds * PER_MILLISECOND + Number(fraction.slice(0, 6).padEnd(6, '0'));
  return Number.isSafeInteger(instant) ? (instant as Instant) : undefined;
}
