import type { DayNumber } from '../../domain/day-number.ts';
import type { Grid } from './grid.ts';
import type { Epoch, Ground } from './ground.ts';

/** The blocks that each municipality lived through, one after the other in columns: what is walked for every solution. */
export interface LivedBlocks {
  /** By municipality, where its blocks begin; one more at the end. */
  readonly start: Uint32Array;
  readonly blocks: Uint16Array;
  readonly lastDays: Int32Array;
  /** The first stretch and day of the epoch where the block is its first; -1 where it is not. */
  readonly opens: Int32Array;
  readonly firstDays: Int32Array;
  /** How many municipalities the epoch has, and the place among them. */
  readonly sizes: Uint16Array;
  readonly places: Uint16Array;
  readonly inhabitants: Uint32Array;
}

export function livedBlocksOn({ municipalities, epochs, beginsEpoch, validTo }: Ground, grid: Grid): LivedBlocks {
  const start = [0];
  const lived: { block: number; lastDay: DayNumber; opens: number; firstDay: DayNumber; size: number; place: number; living: number }[] =
    [];
  for (const municipality of municipalities.keys()) {
    for (let at = beginsEpoch[municipality] as number; at < epochs.length; at += 1) {
      const { from, there, placeOf, inhabitants } = epochs[at] as Epoch;
      if (from >= (validTo[municipality] as number)) break;
      const [first, end] = [grid.firstBlockOf[at] as number, grid.firstBlockOf[at + 1] as number];
      for (let block = first; block < end; block += 1)
        lived.push({
          block,
          lastDay: grid.last[grid.lastStretchOf[block] as number] as number,
          opens: block === first ? (grid.firstStretchOf[at] as number) : -1,
          firstDay: from,
          size: there.length,
          place: placeOf[municipality] as number,
          living: inhabitants[municipality] as number,
        });
    }
    start.push(lived.length);
  }
  return {
    start: Uint32Array.from(start),
    blocks: Uint16Array.from(lived, ({ block }) => block),
    lastDays: Int32Array.from(lived, ({ lastDay }) => lastDay),
    opens: Int32Array.from(lived, ({ opens }) => opens),
    firstDays: Int32Array.from(lived, ({ firstDay }) => firstDay),
    sizes: Uint16Array.from(lived, ({ size }) => size),
    places: Uint16Array.from(lived, ({ place }) => place),
    inhabitants: Uint32Array.from(lived, ({ living }) => living),
  };
}
