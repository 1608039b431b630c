import { COUNTS } from '../../domain/adoption/contribution.ts';
import type { Coverage, Figure } from '../../domain/adoption/coverage.ts';
import type { Dimension } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { civilDateOf, type DayNumber } from '../../domain/day-number.ts';
import { share } from '../../domain/shares.ts';

/** The counts of a figure (see `Figure` in the domain), a row each: one column behind the other, in the order of COUNTS. */
export class FigureColumns<Column extends Uint32Array | Float64Array> {
  readonly all: Column;
  readonly #length: number;
  readonly #columns: Column[] = [];

  constructor(all: Column) {
    this.all = all;
    this.#length = all.length / COUNTS.length;
  }

  get numerator(): Column {
    return this.#column(0);
  }
  get denominator(): Column {
    return this.#column(1);
  }
  get unknown(): Column {
    return this.#column(2);
  }
  get inherited(): Column {
    return this.#column(3);
  }
  get partial(): Column {
    return this.#column(4);
  }
  get stale(): Column {
    return this.#column(5);
  }
  get outsideTargetGroup(): Column {
    return this.#column(6);
  }

  /** Made when it is first read: who asks for one row makes none. */
  #column(at: number): Column {
    return (this.#columns[at] ??= this.all.subarray(at * this.#length, (at + 1) * this.#length) as Column);
  }

  /** One row, its share worked out. */
  at(row: number): Figure {
    const [all, length] = [this.all, this.#length];
    const numerator = all[row] as number;
    const denominator = all[length + row] as number;
    return {
      numerator,
      denominator,
      share: share(numerator, denominator),
      unknown: all[2 * length + row] as number,
      inherited: all[3 * length + row] as number,
      partial: all[4 * length + row] as number,
      stale: all[5 * length + row] as number,
      outsideTargetGroup: all[6 * length + row] as number,
    };
  }
}

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

/** A table of zeros. */
export function emptyTable(dates: readonly CivilDate[], dateOf: Uint16Array, keys: readonly KeyColumn[]): CoverageTable {
  const { length } = dateOf;
  return {
    length,
    dates,
    dateOf,
    keys,
    municipalities: new FigureColumns(new Uint32Array(COUNTS.length * length)),
    population: new FigureColumns(new Float64Array(COUNTS.length * length)),
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
  municipalities.all.fill(0);
  population.all.fill(0);
  populationCountedOn.fill(NOT_COUNTED);
  populationDerivedFor.fill(0);
  populationUnknownFor.fill(0);
}

/** One row of a table, its shares worked out. @throws RangeError for a row that the table does not have */
export function coverageAt(table: CoverageTable, row: number): Coverage {
  const countedOn = table.populationCountedOn[row];
  if (countedOn === undefined) throw new RangeError(`the table has no row ${row}`);
  return {
    municipalities: table.municipalities.at(row),
    population: table.population.at(row),
    populationCountedOn: countedOn === NOT_COUNTED ? null : civilDateOf(countedOn),
    populationDerivedFor: table.populationDerivedFor[row] as number,
    populationUnknownFor: table.populationUnknownFor[row] as number,
  };
}
