import { compareCodes, type Dimension } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import type { DayNumber } from '../../domain/day-number.ts';
import type { Cells } from './cell-sums.ts';
import type { GroupKey, Groups } from './groups.ts';
import { type CoverageTable, emptyTable, type KeyColumn } from './table.ts';

/** Which rows of a table one date has: every group of solutions with every group of municipalities. */
export interface DateRows {
  readonly day: DayNumber;
  readonly solutions: Groups;
  /** Null where no dimension is about them: then the solutions are summed up whole. */
  readonly municipalities: Cells | null;
  readonly first: number;
  /** How many rows stand between two groups of solutions, and between two of municipalities. */
  readonly perSolution: number;
  readonly perMunicipality: number;
  readonly length: number;
}

/** The rows of a date, from `first` on. @param exists whether there is a solution and, on the date, a municipality; without them there is no group */
export function dateRows(
  day: DayNumber,
  solutions: Groups,
  municipalities: Cells | null,
  { first, exists, isSolutionFirst }: { first: number; exists: boolean; isSolutionFirst: boolean },
): DateRows {
  const others = municipalities?.groups.count ?? 1;
  const isGrouped = municipalities !== null || solutions.keys.length > 0;
  return {
    day,
    solutions,
    municipalities,
    first,
    perSolution: isSolutionFirst ? others : 1,
    perMunicipality: isSolutionFirst ? 1 : solutions.count,
    length: isGrouped && !exists ? 0 : solutions.count * others,
  };
}

/** The table of zeros that the rows of all dates make. */
export function tableOf(dates: readonly CivilDate[], rows: readonly DateRows[], dimensions: readonly Dimension[]): CoverageTable {
  const length = rows.reduce((sum, one) => sum + one.length, 0);
  const dateOf = new Uint16Array(length);
  for (const [date, one] of rows.entries()) dateOf.fill(date, one.first, one.first + one.length);
  return emptyTable(dates, dateOf, dimensions.map((dimension) => keyColumn(dimension, rows, length))); // prettier-ignore
}

function keyColumn(dimension: Dimension, rows: readonly DateRows[], length: number): KeyColumn {
  const there = rows.filter((one) => one.length > 0);
  const keys = there.map(({ solutions, municipalities }) => keyOf(dimension, solutions) ?? keyOf(dimension, municipalities?.groups));
  const distinct = [...new Set(keys.map((key) => key?.codes ?? []))];
  const codes = distinct.length === 1 ? (distinct[0] ?? []) : [...new Set(distinct.flat())].sort((a, b) => compareCodes(dimension, a, b));
  const placeOf = distinct.length === 1 ? null : new Map(codes.map((code, place) => [code, place]));
  const codeOf = new Uint32Array(length);
  for (const [at, { first, length: many, solutions, perSolution, perMunicipality }] of there.entries()) {
    const key = keys[at] as GroupKey;
    const places = placeOf === null ? key.codeOf : key.codeOf.map((place) => placeOf.get(key.codes[place] as string | null) as number);
    const ofSolutions = keyOf(dimension, solutions) !== undefined;
    const [step, groups] = ofSolutions ? [perSolution, solutions.count] : [perMunicipality, many / solutions.count];
    for (let row = first; row < first + many; )
      for (let group = 0; group < groups; group += 1)
        for (const next = row + step; row < next; row += 1) codeOf[row] = places[group] as number;
  }
  return { dimension, codes, codeOf };
}

const keyOf = (dimension: Dimension, groups: Groups | undefined): GroupKey | undefined =>
  groups?.keys.find((key) => key.dimension === dimension);
