import { CONTRIBUTIONS, COUNTS } from '../../domain/adoption/contribution.ts';
import type { DayNumber } from '../../domain/day-number.ts';
import type { Epoch } from './ground.ts';
import type { MunicipalityGroups } from './groups.ts';
import { contributionAfter, contributionBefore, dayOfEntry, municipalityOf, type StretchFigures } from './stretch-figures.ts';
import type { Addends } from './sum-solutions.ts';
import type { CoverageTable } from './table.ts';

/** Ways to contribute, rounded up to a power of two. */
const WAYS = 16;
const [DENOMINATOR] = [2];

/**
 * Adds solutions on a day by groups of municipalities: how each municipality counts at the end of the block, without what came after
 * the day.
 * @param addends a solution's row is that of the first group of municipalities; they stand in the order of their rows
 * @param rowsBetween how many rows further the next group of municipalities stands
 */
export function addMunicipalities(
  { figures, slots, rows }: Omit<Addends, 'areSole'>,
  day: DayNumber,
  groups: MunicipalityGroups,
  rowsBetween: number,
  table: CoverageTable,
): void {
  const { grid, ground, standings, stretches } = figures;
  const at = grid.stretchOn(day);
  if (at < 0) return;
  const dayOfStretch = day - (grid.from[at] as number);
  const block = grid.blockOf[at] as number;
  const lastStretch = grid.lastStretchOf[block] as number;
  const { there, placeOf, inhabitants } = ground.epochs[grid.epochOf[at] as number] as Epoch;
  const ways = standings[block] as Uint8Array;
  const cellOf = groups.cellOf.map((cell) => cell * WAYS);
  const living = Uint32Array.from(there, (municipality) => inhabitants[municipality] as number);
  const counts = new Int32Array(groups.cells.length * WAYS);
  const people = new Float64Array(groups.cells.length * WAYS);

  for (let one = 0; one < slots.length; one += 1) {
    const slot = slots[one] as number;
    const base = slot * there.length;
    for (let place = 0; place < cellOf.length; place += 1) {
      const way = (cellOf[place] as number) + (ways[base + place] as number);
      counts[way] = (counts[way] as number) + 1;
      people[way] = (people[way] as number) + (living[place] as number);
    }
    for (let stretch = at; stretch <= lastStretch; stretch += 1) {
      const { entries, starts } = stretches[stretch] as StretchFigures;
      const end = starts[slot + 1] as number;
      for (let entry = starts[slot] as number; entry < end; entry += 1) {
        const change = entries[entry] as number;
        if (stretch === at && dayOfEntry(change) <= dayOfStretch) continue;
        const place = placeOf[municipalityOf(change)] as number;
        const before = (cellOf[place] as number) + contributionBefore(change);
        const after = (cellOf[place] as number) + contributionAfter(change);
        counts[before] = (counts[before] as number) + 1;
        counts[after] = (counts[after] as number) - 1;
        people[before] = (people[before] as number) + (living[place] as number);
        people[after] = (people[after] as number) - (living[place] as number);
      }
    }
    if (one + 1 < slots.length && rows[one + 1] === rows[one]) continue;
    addCells(groups, counts, people, rows[one] as number, rowsBetween, table);
    counts.fill(0);
    people.fill(0);
  }
}

function addCells(
  { cells }: MunicipalityGroups,
  counts: Int32Array,
  people: Float64Array,
  firstRow: number,
  rowsBetween: number,
  table: CoverageTable,
): void {
  for (const [at, { group, countedOn, isDerived, isCounted }] of cells.entries()) {
    const row = firstRow + group * rowsBetween;
    let members = 0;
    for (let way = 0; way < CONTRIBUTIONS.length; way += 1) {
      const many = counts[at * WAYS + way] as number;
      if (many === 0) continue;
      const contribution = CONTRIBUTIONS[way] as number;
      if ((contribution & DENOMINATOR) !== 0) members += many;
      for (let set = contribution; set !== 0; set &= set - 1) {
        const count = COUNTS[31 - Math.clz32(set & -set)] as (typeof COUNTS)[number];
        table.municipalities[count][row] = (table.municipalities[count][row] as number) + many;
        table.population[count][row] = (table.population[count][row] as number) + (people[at * WAYS + way] as number);
      }
    }
    if (members === 0) continue;
    if (!isCounted) table.populationUnknownFor[row] = (table.populationUnknownFor[row] as number) + members;
    if (isDerived) table.populationDerivedFor[row] = (table.populationDerivedFor[row] as number) + members;
    table.populationCountedOn[row] = Math.max(table.populationCountedOn[row] as number, countedOn);
  }
}
