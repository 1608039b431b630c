import type { DatabaseSync, SQLInputValue, StatementSync } from 'node:sqlite';
import type { StoreError } from '../errors.ts';
import { isMalformed, onSqlite } from './fault.ts';
import type { Row } from './rows.ts';

/** Rows a page: a millisecond of work between two turns of the event loop, and forgotten by the collector while it is young (1,000 cost an eighth more). */
export const PAGE = 250;

/** The questions that the engine asks of its file. Each is answered at once, so that none sees half a transaction. */
export interface Queries {
  /** The next rows of the log after a position, at most PAGE. */
  after(position: number): readonly Row[];
  /** The rows after a position and before another, at most PAGE. */
  between(after: number, before: number): readonly Row[];
  /** The next rows of one stream, at most `limit`. */
  ofStream(stream: string, from: number, limit: number): readonly Row[];
  lastOfStream(stream: string): Row | undefined;
  at(position: number): Row | undefined;
  byId(id: string): Row | undefined;
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

export interface Watch {
  /** Called before each question; throws when the store is closed or has failed. */
  readonly requireOpen: () => void;
  /** Told when SQLite finds the file out of order. */
  readonly malformed: (error: StoreError) => void;
}

const UNWATCHED: Watch = { requireOpen: () => undefined, malformed: () => undefined };

export function queries(database: DatabaseSync, { requireOpen, malformed }: Watch = UNWATCHED): Queries {
  const prepare = (rest: string): StatementSync =>
    database.prepare(`SELECT position, stream, revision, id, type, version, data, metadata, checksum FROM events ${rest}`);
  const after = prepare(`WHERE position > ? ORDER BY position LIMIT ${PAGE}`);
  after.setReturnArrays(true); // the whole log is read so: an object a row would take half as long again
  const between = prepare(`WHERE position > ? AND position < ? ORDER BY position LIMIT ${PAGE}`);
  const ofStream = prepare('WHERE stream = ? AND revision >= ? ORDER BY revision LIMIT ?');
  const lastOfStream = prepare('WHERE stream = ? ORDER BY revision DESC LIMIT 1');
  const at = prepare('WHERE position = ?');
  const byId = prepare('WHERE id = ?');
  const last = prepare('ORDER BY position DESC LIMIT 1');
  const logId = database.prepare('SELECT id FROM log');

  const ask = (question: () => unknown): unknown => {
    requireOpen();
    try {
      return onSqlite(question);
    } catch (error) {
      if (isMalformed(error)) malformed(error);
      throw error;
    }
  };
  // The table is STRICT: SQLite vouches for the shape of its rows.
  const rows = (statement: StatementSync, ...given: SQLInputValue[]) => ask(() => statement.all(...given)) as readonly Row[];
  const row = (statement: StatementSync, ...given: SQLInputValue[]) => ask(() => statement.get(...given)) as Row | undefined;

  return {
    after: (position) => (ask(() => after.all(position)) as Columns[]).map(rowOf),
    between: (position, before) => rows(between, position, before),
    ofStream: (stream, from, limit) => rows(ofStream, stream, from, limit),
    lastOfStream: (stream) => row(lastOfStream, stream),
    at: (position) => row(at, position),
    byId: (id) => row(byId, id),
    last: () => row(last),
    logId: () => (ask(() => logId.get()) as { id: string }).id,
  };
}
