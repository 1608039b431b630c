import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { type Ask, asking } from './asking.ts';
import { StoreError } from '../errors.ts';
import type { Row } from './rows.ts';

/** Rows a page: a millisecond of work between two turns of the event loop, and forgotten by the collector while it is young (1,000 cost an eighth more). */
export const PAGE = 250;

/** The questions that the engine asks of its file. Each is answered at once, so that none sees half a transaction. */
export interface Queries {
  /** The next rows of the log after a position, at most PAGE. */
  after(position: number): readonly Row[];
  /** The rows after a position and before another, at most PAGE. */
  between(after: number, before: number): readonly Row[];
  /** @throws StoreError `corrupt` where there is none */
  at(position: number): Row;
  /** The rows at positions, in the order asked for. @throws StoreError `corrupt` where one is not there */
  atEach(positions: readonly number[]): readonly Row[];
  last(): Row | undefined;
  logId(): string;
}

type Columns = readonly [
  position: number,
  stream: string,
  revision: number,
  id: string,
  type: string,
  version: number,
  data: string,
  metadata: string,
  checksum: number,
];

const rowOf = ([position, stream, revision, id, type, version, data, metadata, checksum]: Columns): Row => ({
  position, stream, revision, id, type, version, data, metadata, checksum,
}); // prettier-ignore

/** The columns of an event, of the table under a name. */
export const EVENT = (table: string): string =>
  ['position', 'stream', 'revision', 'id', 'type', 'version', 'data', 'metadata', 'checksum'].map((column) => `${table}.${column}`).join();

export function queries(database: DatabaseSync, ask: Ask = asking()): Queries {
  const prepare = (rest: string): StatementSync => database.prepare(`SELECT ${EVENT('events')} FROM events ${rest}`);
  const after = prepare(`WHERE position > ? ORDER BY position LIMIT ${PAGE}`);
  after.setReturnArrays(true); // the whole log is read so: an object a row would take half as long again
  const between = prepare(`WHERE position > ? AND position < ? ORDER BY position LIMIT ${PAGE}`);
  const at = prepare('WHERE position = ?');
  // One statement for all: each alone locks the write-ahead log, asks how large the file is and unlocks it again, and ten take twice as long.
  const atEach = database.prepare(`SELECT ${EVENT('events')} FROM json_each(?) AS place CROSS JOIN events ON position = place.value`);
  atEach.setReturnArrays(true);
  const last = prepare('ORDER BY position DESC LIMIT 1');
  const logId = database.prepare('SELECT id FROM log');

  // The table is STRICT: SQLite vouches for the shape of its rows.
  const rows = (statement: StatementSync, ...given: SQLInputValue[]) => ask(() => statement.all(...given) as unknown) as readonly Row[];
  const row = (statement: StatementSync, ...given: SQLInputValue[]) => ask(() => statement.get(...given)) as Row | undefined;

  return {
    after: (position) => (ask(() => after.all(position) as unknown) as Columns[]).map(rowOf),
    between: (position, before) => rows(between, position, before),
    at: (position) => row(at, position) ?? noneAt(position),
    atEach: (positions) => whole(positions, (ask(() => atEach.all(JSON.stringify(positions)) as unknown) as Columns[]).map(rowOf)),
    last: () => row(last),
    logId: () => (ask(() => logId.get()) as { id: string }).id,
  };
}

/** @param rows those that are there, in the order of the positions */
function whole(positions: readonly number[], rows: readonly Row[]): readonly Row[] {
  for (const [index, position] of positions.entries()) if (rows[index]?.position !== position) noneAt(position);
  return rows;
}

function noneAt(position: number): never {
  throw new StoreError('corrupt', { reason: `there is no event at position ${position}`, position });
}
