import type { Column } from '../contract.ts';

export type Scalar = string | number | boolean | null;

/** An observation: a value for every column of the report. */
export type Row = Readonly<Record<string, Scalar>>;

/** A report ready to be written. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: Iterable<Row>;
}

/** Characters a chunk: few enough that a slow reader costs little, many enough that a fast one waits for nothing. */
export const CHUNK = 65_536;
