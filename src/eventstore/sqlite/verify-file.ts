import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { position, type Position, START } from '../../domain/position.ts';
import { missing } from './acknowledged.ts';
import { checksumOf } from './checksum.ts';
import { isStoreError } from '../errors.ts';
import { type Segments, segments } from './index/segments.ts';
import { verifyIndex } from './index/verify-index.ts';
import type { Queries } from './queries.ts';
import { recordNames } from './record-names.ts';
import type { Row } from './rows.ts';

/** Something in the file of the log, beneath what the log says. */
export interface FileFinding {
  readonly code:
    | 'missing-events' // what was answered for is not there
    | 'damaged-file' // a page or an index is not as SQLite left it, or the end of the log is gone
    | 'wrong-checksum' // a row is not as it was written, or its checksum is not
    | 'wrong-index' // an event is not found by its stream or its id
    | 'wrong-record'; // what is kept of an event in short is not what it says
  readonly position: Position;
  readonly message: string;
}

/** Looks at something of every event, and at the end at what is there of none. */
export interface FileCheck {
  of(row: Row): Iterable<FileFinding>;
  end(): Iterable<FileFinding>;
}

/** How many faults of pages and indexes are told: one bad page may have hundreds. */
const TOLD = 20;

/** What was answered for and is not in the file. */
export function missingFrom(file: string, database: DatabaseSync): readonly FileFinding[] {
  const message = missing(file, database);
  return message === undefined ? [] : [{ code: 'missing-events', position: START, message }];
}

/** What is wrong with the file: its pages, every event against its checksum, and what is derived of the events against them. */
export async function* verifyFile(database: DatabaseSync, log: Queries): AsyncGenerator<FileFinding> {
  const told = database.prepare(`PRAGMA integrity_check(${TOLD})`).all() as { integrity_check: string }[];
  for (const { integrity_check: message } of told) if (message !== 'ok') yield { code: 'damaged-file', position: START, message };
  const derived = segments(database);
  const verifications = [verifyChecksums];
  if (yield* areReadable(derived)) verifications.push(verifyIndex(derived, recordNames(database)));
  for (let rows = log.after(START); rows.length > 0; rows = log.after(rows.at(-1)?.position ?? NaN)) {
    for (const row of rows) for (const verification of verifications) yield* verification.of(row);
    await turn();
  }
  for (const verification of verifications) yield* verification.end();
}

/** Where they are not, nothing can be said of what is in them. */
function* areReadable(derived: Segments): Generator<FileFinding, boolean> {
  try {
    for (const _ of derived.keys());
    return true;
  } catch (error) {
    if (!isStoreError(error, 'corrupt')) throw error;
    yield { code: 'wrong-index', position: START, message: error.details.reason };
    return false;
  }
}

const verifyChecksums: FileCheck = {
  *of(row) {
    const message = `event ${row.id} at position ${row.position}: it is not as it was written`;
    if (checksumOf(row) !== row.checksum) yield { code: 'wrong-checksum', position: position(row.position), message };
  },
  end: () => [],
};
