import type { DatabaseSync } from 'node:sqlite';
import { position } from '../../domain/position.ts';
import { recordOf } from '../adoption-records.ts';
import { isStoreError } from '../errors.ts';
import { decodable } from './decodable.ts';
import { keptRecords } from './kept-records.ts';
import { REBUILD } from './record-names.ts';
import type { FileFinding, Verification } from './verify-file.ts';

/**
 * Holds every record against the event that it is derived from; an event that does not decode is told of elsewhere.
 * @param until up to which position events have them
 */
export function verifyRecords(database: DatabaseSync, until: number): Verification {
  const records = keptRecords(database);
  /** 0 for a name that has no number, or not the one that was written. */
  const numberOf = (name: string): number => {
    try {
      return records.names.known(name) ?? 0;
    } catch (error) {
      if (isStoreError(error, 'corrupt')) return 0;
      throw error;
    }
  };
  const finding = (place: number, message: string): FileFinding => ({
    code: 'wrong-record',
    position: position(place),
    message: `${message}; ${REBUILD}`,
  });

  return {
    *of(row) {
      const event = row.position <= until ? decodable(row) : undefined;
      if (event === undefined) return;
      const due = recordOf(event, numberOf);
      const kept = records.at(row.position);
      if (due === undefined ? kept !== undefined : kept === undefined || !Buffer.from(kept).equals(due))
        yield finding(row.position, `event ${row.id} at position ${row.position}: what is kept of it in short is not what it says`);
    },
    *end() {
      const surplus = database.prepare('SELECT position FROM adoption_records WHERE position NOT IN (SELECT position FROM events)').all();
      for (const row of surplus as { position: number }[])
        yield finding(row.position, `position ${row.position}: something is kept in short of an event that is not there`);
    },
  };
}
