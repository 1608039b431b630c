import { COUNTS } from '../../domain/adoption/contribution.ts';
import type { Coverage, Figure } from '../../domain/adoption/coverage.ts';
import type { Dimension } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { civilDateOf, type DayNumber } from '../../domain/day-number.ts';
import { share } from '../../domain/shares.ts';

/** The groups of a dimension: every code that occurs, in order, and which one a row has. */
export interface KeyColumn {
  readonly dimension: Dimension;
  /** Null: in no group of this dimension (a solution without a programme). */
  readonly codes: readonly (string | null)[];
  readonly codeOf: Uint32Array;
}

/**
 * Coverage by date and group, in columns: 192,000 rows are asked for at once. Rows stand by date, then by the codes of the
 * first dimension, then of the second.
 */
export interface CoverageTable {
  readonly length: number;
  readonly dates: readonly CivilDate[];
  /** By row, the index of its date. */
  readonly dateOf: Uint16Array;
  readonly keys: readonly KeyColumn[];
  /** The counts of municipalities, one column behind the other, in the order of COUNTS; a municipality once for each solution of the row. */
  readonly municipalities: Uint32Array;
  /** Those of their inhabitants, as often. */
  readonly population: Float64Array;
  /** The last day of a count that the row rests on; NOT_COUNTED without any. */
  readonly populationCountedOn: Int32Array;
  readonly populationDerivedFor: Uint32Array;
  readonly populationUnknownFor: Uint32Array;
}

/** Before every day. */
export const NOT_COUNTED: DayNumber = -1;

/** A table of zeros. */
export function emptyTable(dates: readonly CivilDate[], dateOf: Uint16Array, keys: readonly KeyColumn[]): CoverageTable {
  const { length } = dateOf;
  return {
    length,
    dates,
    dateOf,
    keys,
    municipalities: new Uint32Array(COUNTS.length * length),
    population: new Float64Array(COUNTS.length * length),
    populationCountedOn: new Int32Array(length).fill(NOT_COUNTED),
    populationDerivedFor: new Uint32Array(length),
    populationUnknownFor: new Uint32Array(length),
  };
}

/** A table of zeros again. */
export function clearTable({
  municipalities,
  population,
  populationCountedOn,
  populationDerivedFor,
  populationUnknownFor,
}: CoverageTable): void {
  municipalities.fill(0);
  population.fill(0);
  populationCountedOn.fill(NOT_COUNTED);
  populationDerivedFor.fill(0);
  populationUnknownFor.fill(0);
}

/** One row of a table, its shares worked out. @throws RangeError for a row that the table does not have */
export function coverageAt(table: CoverageTable, row: number): Coverage {
  const countedOn = table.populationCountedOn[row];
  if (countedOn === undefined) throw new RangeError(`the table has no row ${row}`);
  return {
    municipalities: figureAt(table.municipalities, row, table.length),
    population: figureAt(table.population, row, table.length),
    populationCountedOn: countedOn === NOT_COUNTED ? null : civilDateOf(countedOn),
    populationDerivedFor: table.populationDerivedFor[row] as number,
    populationUnknownFor: table.populationUnknownFor[row] as number,
  };
}

function figureAt(counts: Uint32Array | Float64Array, row: number, length: number): Figure {
  const numerator = counts[row] as number;
  const denominator = counts[length + row] as number;
  return {
    numerator,
    denominator,
    share: share(numerator, denominator),
    unknown: counts[2 * length + row] as number,
    inherited: counts[3 * length + row] as number,
    partial: counts[4 * length + row] as number,
    stale: counts[5 * length + row] as number,
    outsideTargetGroup: counts[6 * length + row] as number,
  };
}
