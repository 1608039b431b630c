import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { position, type Position, START } from '../../domain/position.ts';
import { asking } from './asking.ts';
import { checksumOf } from './checksum.ts';
import { isStoreError } from '../errors.ts';
import { type Entries, entries } from './index/entries.ts';
import { verifyIndex } from './index/verify-index.ts';
import type { Queries } from './queries.ts';
import type { Row } from './rows.ts';
import { verifyRecords } from './verify-records.ts';

/** Something in the file of the log, beneath what the log says. */
export interface FileFinding {
  readonly code:
    | 'damaged-file' // a page or an index is not as SQLite left it, or the end of the log is gone
    | 'wrong-checksum' // a row is not as it was written, or its checksum is not
    | 'wrong-index' // an event is not found by its stream or its id
    | 'wrong-record'; // what is kept of an event in short is not what it says
  readonly position: Position;
  readonly message: string;
}

/** Looks at something of every event, and at the end at what is there of none. */
export interface Verification {
  of(row: Row): Iterable<FileFinding>;
  end(): Iterable<FileFinding>;
}

/** How many faults of pages and indexes are told: one bad page may have hundreds. */
const TOLD = 20;

/** What is wrong with the file: its pages, its indexes against the events, every event against its checksum, and every record against its event. */
export async function* verifyFile(database: DatabaseSync, log: Queries): AsyncGenerator<FileFinding> {
  const told = database.prepare(`PRAGMA integrity_check(${TOLD})`).all() as { integrity_check: string }[];
  for (const { integrity_check: message } of told) if (message !== 'ok') yield { code: 'damaged-file', position: START, message };
  const indexed = entries(database, asking());
  const until = yield* indexedUntil(indexed);
  const verifications = [verifyChecksums, verifyIndex(indexed, until), verifyRecords(database, until)];
  for (let rows = log.after(START); rows.length > 0; rows = log.after(rows.at(-1)?.position ?? NaN)) {
    for (const row of rows) for (const verification of verifications) yield* verification.of(row);
    await turn();
  }
  for (const verification of verifications) yield* verification.end();
}

/** START where it is damaged, which is a finding. */
function* indexedUntil(indexed: Entries): Generator<FileFinding, number> {
  try {
    return indexed.until();
  } catch (error) {
    if (!isStoreError(error, 'corrupt')) throw error;
    yield { code: 'wrong-index', position: START, message: error.details.reason };
    return START;
  }
}

const verifyChecksums: Verification = {
  *of(row) {
    const message = `event ${row.id} at position ${row.position}: it is not as it was written`;
    if (checksumOf(row) !== row.checksum) yield { code: 'wrong-checksum', position: position(row.position), message };
  },
  end: () => [],
};
