import { LATEST } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber, lastDayOf, monthOf } from '../../domain/day-number.ts';
import type { Epoch } from './ground.ts';

/**
 * How time is cut up: stretches of days, at whose end figures are kept, and blocks of stretches, at whose end it is kept how every
 * municipality counts. None reaches from one epoch into the next, where municipalities are others.
 */
export interface Grid {
  readonly horizon: DayNumber;
  /** By stretch, its first and last day, and where it lies. */
  readonly from: Int32Array;
  readonly last: Int32Array;
  readonly epochOf: Int32Array;
  readonly blockOf: Int32Array;
  /** By block, its last stretch. */
  readonly lastStretchOf: Int32Array;
  /** By epoch, its first stretch and block, and the number of all at the end; an epoch that begins after all dates has none. */
  readonly firstStretchOf: Int32Array;
  readonly firstBlockOf: Int32Array;
  /** The stretch of a day; -1 before the first. What comes after every date lies in the last. */
  readonly stretchOn: (day: DayNumber) => number;
}

const MONTHS_A_YEAR = 12;
const MONTHS_A_DECADE = 120;
const END = dayNumber(LATEST);

/**
 * Months (or years) until a horizon and decades behind it, so that a fact dated to 2099 makes nothing larger. A block is a year, or
 * what lies behind the horizon.
 * @param months how many a stretch has before the horizon, 1 or 12
 */
export function gridOf(epochs: readonly Epoch[], horizon: DayNumber, months: 1 | 12): Grid {
  const [from, last, epochOf, blockOf, lastStretchOf]: [number[], number[], number[], number[], number[]] = [[], [], [], [], []];
  const [firstStretchOf, firstBlockOf]: [number[], number[]] = [[], []];
  for (const [epoch, { from: begins, until }] of epochs.entries()) {
    firstStretchOf.push(from.length);
    firstBlockOf.push(lastStretchOf.length);
    const end = Math.min(until - 1, END);
    let year = NaN;
    for (let day = begins; day <= end; ) {
      const isBehind = day > horizon;
      const step = isBehind ? MONTHS_A_DECADE : months;
      const month = monthOf(day);
      const yearOf = isBehind ? Infinity : Math.floor(month / MONTHS_A_YEAR);
      if (yearOf !== year) lastStretchOf.push(0);
      year = yearOf;
      lastStretchOf[lastStretchOf.length - 1] = from.push(day) - 1;
      last.push(Math.min(lastDayOf(month - (month % step) + step - 1), end));
      epochOf.push(epoch);
      blockOf.push(lastStretchOf.length - 1);
      day = (last.at(-1) as number) + 1;
    }
  }
  const first = from[0] ?? END + 1;
  const stretchOf = new Uint16Array(END + 1 - first);
  for (const [stretch, day] of from.entries()) stretchOf.fill(stretch, day - first, (last[stretch] as number) + 1 - first);
  return {
    horizon,
    from: Int32Array.from(from),
    last: Int32Array.from(last),
    epochOf: Int32Array.from(epochOf),
    blockOf: Int32Array.from(blockOf),
    lastStretchOf: Int32Array.from(lastStretchOf),
    firstStretchOf: Int32Array.from([...firstStretchOf, from.length]),
    firstBlockOf: Int32Array.from([...firstBlockOf, lastStretchOf.length]),
    stretchOn: (day) => (day < first ? -1 : (stretchOf[Math.min(day, END) - first] as number)),
  };
}
