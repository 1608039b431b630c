import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as turn } from 'node:timers/promises';
import { position, type Position, START } from '../../domain/position.ts';
import { checksumOf } from './checksum.ts';
import { PAGE, type Queries } from './queries.ts';
import { verifyRecords } from './verify-records.ts';

/** Something in the file of the log, beneath what the log says. */
export interface FileFinding {
  readonly code:
    | 'damaged-file' // a page or an index is not as SQLite left it
    | 'wrong-checksum' // a row is not as it was written, or its checksum is not
    | 'wrong-record'; // what is kept of an event in short is not what it says
  readonly position: Position;
  readonly message: string;
}

/** How many faults of pages and indexes are told: one bad page may have hundreds. */
const TOLD = 20;

/** What is wrong with the file: its pages, its indexes against the events, every event against its checksum, and every record against its event. */
export async function* verifyFile(database: DatabaseSync, log: Queries): AsyncGenerator<FileFinding> {
  const told = database.prepare(`PRAGMA integrity_check(${TOLD})`).all() as { integrity_check: string }[];
  for (const { integrity_check: message } of told) if (message !== 'ok') yield { code: 'damaged-file', position: START, message };
  for (let last: number = START; ; ) {
    const rows = log.after(last);
    for (const row of rows) {
      last = row.position;
      const message = `event ${row.id} at position ${row.position}: it is not as it was written`;
      if (checksumOf(row) !== row.checksum) yield { code: 'wrong-checksum', position: position(row.position), message };
    }
    if (rows.length < PAGE) break;
    await turn();
  }
  yield* verifyRecords(database, log);
}
