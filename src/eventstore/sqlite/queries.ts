import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import { position } from '../../domain/position.ts';
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
  /** The rows at positions, in the order asked for. @throws StoreError `corrupt` where one is not there, behind those before it */
  atEach(positions: readonly number[]): Iterable<Row>;
  last(): Row | undefined;
  /** The last row before a position. */
  lastBefore(position: number): Row | undefined;
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

const NAMES = ['position', 'stream', 'revision', 'id', 'type', 'version', 'data', 'metadata', 'checksum'];
const SELECT = `SELECT ${NAMES.map((name) => `events.${name}`).join()} FROM`;

export function queries(database: DatabaseSync, ask: Ask = asking()): Queries {
  const prepare = (from: string): StatementSync => {
    const statement = database.prepare(`${SELECT} ${from}`);
    statement.setReturnArrays(true); // an object a row would take half as long again
    return statement;
  };
  const after = prepare(`events WHERE position > ? ORDER BY position LIMIT ${PAGE}`);
  const between = prepare(`events WHERE position > ? AND position < ? ORDER BY position LIMIT ${PAGE}`);
  const at = prepare('events WHERE position = ?');
  // One statement for all: each alone locks the write-ahead log, asks how large the file is and unlocks it again, and ten take twice as long.
  const atEach = prepare('json_each(?) AS place CROSS JOIN events ON position = place.value');
  const last = prepare('events ORDER BY position DESC LIMIT 1');
  const lastBefore = prepare('events WHERE position < ? ORDER BY position DESC LIMIT 1');
  const logId = database.prepare('SELECT id FROM log');

  // The table is STRICT: SQLite vouches for the shape of its rows.
  const rows = (statement: StatementSync, ...given: SQLInputValue[]): readonly Row[] =>
    (ask(() => statement.all(...given) as unknown) as Columns[]).map(rowOf);

  return {
    after: (position) => rows(after, position),
    between: (position, before) => rows(between, position, before),
    at: (position) => rows(at, position)[0] ?? noneAt(position),
    atEach: (positions) => whole(positions, rows(atEach, JSON.stringify(positions))),
    last: () => rows(last)[0],
    lastBefore: (position) => rows(lastBefore, position)[0],
    logId: () => (ask(() => logId.get()) as { id: string }).id,
  };
}

/** @param rows those that are there, in the order of the positions */
function* whole(positions: readonly number[], rows: readonly Row[]): Generator<Row> {
  for (const [index, position] of positions.entries()) {
    const row = rows[index];
    yield row?.position === position ? row : noneAt(position);
  }
}

function noneAt(place: number): never {
  throw new StoreError('corrupt', { reason: `there is no event at position ${place}`, position: position(place) });
}
