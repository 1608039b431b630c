import { ownTurn } from '../../../projections/own-turn.ts';
import type { Column } from '../contract.ts';

export type Scalar = string | number | boolean | null;

/** An observation: a value for every column of the report. */
export type Row = Readonly<Record<string, Scalar>>;

/** Rows as they come: all made as they are taken, or in portions that must be waited for (from the log, or between the turns of others). */
export type Rows = Iterable<Row> | AsyncIterable<Iterable<Row>>;

/** Rows a portion: a millisecond or two of work. */
const PORTION = 500;

/** Rows that are made one by one, in portions: others have their turn behind each. */
export async function* inTurns(rows: Iterable<Row>): AsyncGenerator<Row[]> {
  let portion: Row[] = [];
  for (const row of rows) {
    portion.push(row);
    if (portion.length < PORTION) continue;
    yield portion;
    portion = [];
    await ownTurn();
  }
  yield portion;
  await ownTurn();
}

/** A report ready to be written. */
export interface Table {
  readonly columns: readonly Column[];
  readonly rows: Rows;
}

/** Rows in portions, whether they must be waited for or not: only between portions anything is awaited. */
export const portionsOf = (rows: Rows): Iterable<Iterable<Row>> | AsyncIterable<Iterable<Row>> =>
  Symbol.asyncIterator in rows ? rows : [rows];

/** Characters a chunk: few enough that a slow reader costs little, many enough that a fast one waits for nothing. */
export const CHUNK = 65_536;
