import type { Coverage, Figure } from '../../domain/adoption/coverage.ts';
import type { Dimension } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { civilDateOf, type DayNumber } from '../../domain/day-number.ts';
import { share } from '../../domain/shares.ts';

/** The counts of a figure (see `Figure` in the domain), a row each. */
export type FigureColumns<Column> = Readonly<Record<Exclude<keyof Figure, 'share'>, Column>>;

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
  /** Municipalities, once for each solution of the row. */
  readonly municipalities: FigureColumns<Uint32Array>;
  /** Their inhabitants, as often. */
  readonly population: FigureColumns<Float64Array>;
  /** The last day of a count that the row rests on; NOT_COUNTED without any. */
  readonly populationCountedOn: Int32Array;
  readonly populationDerivedFor: Uint32Array;
  readonly populationUnknownFor: Uint32Array;
}

/** Before every day. */
export const NOT_COUNTED: DayNumber = -1;

const figureColumns = <Column>(column: () => Column): FigureColumns<Column> => ({
  numerator: column(),
  denominator: column(),
  unknown: column(),
  inherited: column(),
  partial: column(),
  stale: column(),
  outsideTargetGroup: column(),
});

/** A table of zeros. */
export function emptyTable(dates: readonly CivilDate[], dateOf: Uint16Array, keys: readonly KeyColumn[]): CoverageTable {
  const { length } = dateOf;
  return {
    length,
    dates,
    dateOf,
    keys,
    municipalities: figureColumns(() => new Uint32Array(length)),
    population: figureColumns(() => new Float64Array(length)),
    populationCountedOn: new Int32Array(length).fill(NOT_COUNTED),
    populationDerivedFor: new Uint32Array(length),
    populationUnknownFor: new Uint32Array(length),
  };
}

/** One row of a table, its shares worked out. */
export function coverageAt(table: CoverageTable, row: number): Coverage {
  const countedOn = at(table.populationCountedOn, row);
  return {
    municipalities: figureAt(table.municipalities, row),
    population: figureAt(table.population, row),
    populationCountedOn: countedOn === NOT_COUNTED ? null : civilDateOf(countedOn),
    populationDerivedFor: at(table.populationDerivedFor, row),
    populationUnknownFor: at(table.populationUnknownFor, row),
  };
}

function figureAt(columns: FigureColumns<Uint32Array | Float64Array>, row: number): Figure {
  const [numerator, denominator] = [at(columns.numerator, row), at(columns.denominator, row)];
  return {
    numerator,
    denominator,
    share: share(numerator, denominator),
    unknown: at(columns.unknown, row),
    inherited: at(columns.inherited, row),
    partial: at(columns.partial, row),
    stale: at(columns.stale, row),
    outsideTargetGroup: at(columns.outsideTargetGroup, row),
  };
}

/** @throws RangeError for a row that the table does not have */
function at(column: Uint32Array | Float64Array | Int32Array, row: number): number {
  const value = column[row];
  if (value === undefined) throw new RangeError(`the table has no row ${row}`);
  return value;
}
