import type { DayNumber } from '../../domain/day-number.ts';
import { type Cells, CellSums } from './cell-sums.ts';
import type { Epoch } from './ground.ts';
import { contributionAfter, contributionBefore, dayOfEntry, municipalityOf, type StretchFigures } from './stretch-figures.ts';
import type { Addends } from './sum-solutions.ts';
import type { CoverageTable } from './table.ts';

/**
 * Adds solutions on a day by groups of municipalities: how each municipality counts at the end of the block, without what came after
 * the day.
 * @param addends a solution's row is that of the first group of municipalities; they stand in the order of their rows
 * @param rowsBetween how many rows further the next group of municipalities stands
 */
export function addMunicipalities(
  { figures, slots, rows }: Addends,
  day: DayNumber,
  cells: Cells,
  rowsBetween: number,
  table: CoverageTable,
): void {
  const { grid, ground, standings, stretches } = figures;
  const at = grid.stretchOn(day);
  if (at < 0) return;
  const block = grid.blockOf[at] as number;
  const epoch = ground.epochs[grid.epochOf[at] as number] as Epoch;
  const ways = standings[block] as Uint8Array;
  const sums = new CellSums(cells);
  const later = stretches.slice(at, (grid.lastStretchOf[block] as number) + 1);
  const dayOfStretch = day - (grid.from[at] as number);

  for (let one = 0; one < slots.length; one += 1) {
    const slot = slots[one] as number;
    sums.add(ways, slot * epoch.there.length);
    for (let stretch = 0; stretch < later.length; stretch += 1)
      takeBack(later[stretch] as StretchFigures, slot, stretch === 0 ? dayOfStretch : -1, epoch.placeOf, sums);
    if (one + 1 < slots.length && rows[one + 1] === rows[one] && !sums.isFull) continue;
    sums.flush(rows[one] as number, rowsBetween, table);
  }
}

/** Undoes what a solution's municipalities did after a day of a stretch; its entries stand by day. */
function takeBack({ entries, starts }: StretchFigures, slot: number, dayOfStretch: number, placeOf: Uint16Array, to: CellSums): void {
  const { firstOf, weights } = to.cells;
  const { sums } = to;
  const first = starts[slot] as number;
  for (let at = (starts[slot + 1] as number) - 1; at >= first; at -= 1) {
    const entry = entries[at] as number;
    if (dayOfEntry(entry) <= dayOfStretch) return;
    const place = placeOf[municipalityOf(entry)] as number;
    const weight = weights[place] as number;
    const before = (firstOf[place] as number) + contributionBefore(entry);
    const after = (firstOf[place] as number) + contributionAfter(entry);
    sums[before] = (sums[before] as number) + weight;
    sums[after] = (sums[after] as number) - weight;
  }
}
