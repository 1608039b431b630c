import { LATEST } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber, lastDayOf, monthOf } from '../../domain/day-number.ts';
import type { Epoch } from './ground.ts';

/** Some days in one epoch, at whose end figures are kept. */
export interface Stretch {
  readonly from: DayNumber;
  readonly last: DayNumber;
  readonly epoch: number;
  /** The block that it lies in: some stretches of one epoch, at whose end it is kept how every municipality stands. */
  readonly block: number;
}

/** How time is cut up. No stretch and no block reaches from one epoch into the next, where municipalities are others. */
export interface Grid {
  readonly horizon: DayNumber;
  readonly stretches: readonly Stretch[];
  /** By block, its last stretch. */
  readonly blockEnds: readonly number[];
  /** The stretch of a day; -1 before the first. */
  stretchOn(day: DayNumber): number;
  /** By epoch, its first stretch. */
  readonly firstOf: readonly number[];
}

const MONTHS_A_YEAR = 12;
const MONTHS_A_DECADE = 120;
const END = dayNumber(LATEST);

/**
 * Months (or years) until a horizon and decades behind it, so that a fact dated to 2099 makes nothing larger. A block is a year, and
 * what lies behind the horizon.
 * @param months how many a stretch has before the horizon, 1 or 12
 */
export function gridOf(epochs: readonly Epoch[], horizon: DayNumber, months: 1 | 12): Grid {
  const stretches: Stretch[] = [];
  let block = -1;
  for (const [epoch, { from: begins, until }] of epochs.entries()) {
    const last = Math.min(until - 1, END);
    let year = NaN;
    for (let from = begins; from <= last; ) {
      const step = from > horizon ? MONTHS_A_DECADE : months;
      const month = monthOf(from);
      const of = from > horizon ? Infinity : Math.floor(month / MONTHS_A_YEAR);
      if (of !== year) [year, block] = [of, block + 1];
      const ends = Math.min(lastDayOf(month - (month % step) + step - 1), last);
      stretches.push({ from, last: ends, epoch, block });
      from = ends + 1;
    }
  }
  const first = stretches[0]?.from ?? END + 1;
  const stretchOf = new Uint16Array(Math.max(END + 1 - first, 0));
  for (const [at, { from, last }] of stretches.entries()) stretchOf.fill(at, from - first, last + 1 - first);
  return {
    horizon,
    stretches,
    blockEnds: Array.from({ length: block + 1 }, (_, one) => stretches.findLastIndex((stretch) => stretch.block === one)),
    firstOf: epochs.map((_, epoch) => stretches.findIndex((stretch) => stretch.epoch === epoch)),
    stretchOn: (day) => (day < first ? -1 : (stretchOf[Math.min(day, END) - first] as number)),
  };
}
