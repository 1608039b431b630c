import type { DatabaseSync } from 'node:sqlite';
import { isStoreError } from '../errors.ts';
import type { Recorded } from '../port.ts';
import { keptRecords } from './kept-records.ts';
import { queries } from './queries.ts';
import { recordedOf, type Row } from './rows.ts';

/**
 * Makes the records of all events of adoption anew, from the events, in the open transaction. An event that does not decode gets none: it is
 * then read whole, and whoever reads it is told.
 */
export function deriveRecords(database: DatabaseSync): void {
  database.exec(`
    DROP TABLE IF EXISTS adoption_records;
    DROP TABLE IF EXISTS record_names;
    CREATE TABLE record_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL) STRICT;
    CREATE TABLE adoption_records (position INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
  `);
  const [log, records] = [queries(database), keptRecords(database)];
  for (let rows = log.after(0); rows.length > 0; rows = log.after(rows.at(-1)?.position ?? NaN))
    for (const row of rows) {
      const event = decodable(row);
      if (event !== undefined) records.keep(event);
    }
}

/** Undefined for what does not decode. */
export function decodable(row: Row): Recorded | undefined {
  try {
    return recordedOf(row);
  } catch (error) {
    if (isStoreError(error, 'corrupt')) return undefined;
    throw error;
  }
}
