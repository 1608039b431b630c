import type { DatabaseSync } from 'node:sqlite';
import { AdoptionRecords } from '../adoption-records.ts';
import { StoreError } from '../errors.ts';
import { onSqlite } from './fault.ts';
import { REBUILD, recordNames, type RecordNames } from './record-names.ts';

/** Records a page: some milliseconds of work between two turns of the event loop. */
export const RECORDS = 2_000;

/** The events of adoption in short, beside the events that say it all. They are derived: from an event, and from nothing else. */
export interface KeptRecords {
  readonly names: RecordNames;
  /** Keeps the record of the event at a position, in the open transaction. */
  keep(position: number, record: Uint8Array): void;
  /** The next records after a position, at most RECORDS. @throws StoreError `corrupt` where one is not as it was written */
  after(position: number): AdoptionRecords;
  at(position: number): Uint8Array | undefined;
}

export function keptRecords(database: DatabaseSync): KeptRecords {
  const names = recordNames(database);
  const insert = database.prepare('INSERT INTO adoption_records (position, record) VALUES (?, ?)');
  const at = database.prepare('SELECT record FROM adoption_records WHERE position = ?');
  // One value for all of them: to hand over a row each takes SQLite and Node five times as long.
  const after = database.prepare(`
    SELECT CAST(group_concat(record, '') AS BLOB) AS records
    FROM (SELECT record FROM adoption_records WHERE position > ? ORDER BY position LIMIT ${RECORDS})
  `);
  const bytesAfter = (position: number) => (after.get(position) as { records: Uint8Array | null }).records ?? new Uint8Array();
  return {
    names,
    keep(position, record) {
      insert.run(position, record);
    },
    after: (position) => onSqlite(() => sound(new AdoptionRecords(bytesAfter(position)))),
    at: (position) => onSqlite(() => (at.get(position) as { record: Uint8Array } | undefined)?.record),
  };
}

function sound(records: AdoptionRecords): AdoptionRecords {
  for (let row = 0; row < records.count; row += 1)
    if (!records.isSound(row))
      throw new StoreError('corrupt', {
        reason: `the record at position ${records.position(row)} is not as it was written; ${REBUILD}`,
      });
  return records;
}
