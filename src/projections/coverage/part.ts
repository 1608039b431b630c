import type { DayNumber } from '../../domain/day-number.ts';
import type { DateRows } from './layout.ts';
import type { CoverageTable } from './table.ts';

/** Some of the solutions asked for, from where they can be answered for. */
export interface Part {
  /** Their places among all that were asked for, ascending. */
  readonly places: Uint32Array;
  /** The programme of the n-th of them on a day. */
  programmeOn(at: number, day: DayNumber): string | null;
  /** Adds them to the rows of a date. */
  addTo(rows: DateRows, table: CoverageTable): void;
}

/** The row of each solution, the first of its rows where municipalities are grouped. */
export function rowsOf(places: Uint32Array, { first, solutions, perSolution }: DateRows): Uint32Array {
  const rows = new Uint32Array(places.length);
  for (let at = 0; at < rows.length; at += 1) rows[at] = first + (solutions.of[places[at] as number] as number) * perSolution;
  return rows;
}

/** The solutions in the order of their rows, so that those of one row come one after the other. */
export const inOrderOf = (rows: Uint32Array): Uint32Array =>
  rows.map((_, at) => at).sort((one, other) => (rows[one] as number) - (rows[other] as number) || one - other);
