import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { Row } from './rows.ts';

/**
 * The CRC-32 of a row as it was written. SQLite has no checksums of its own: a bit that a disk flips in a payload is read as if it
 * had been written so. The hash chain would tell, but only `verify` walks it; this is looked at whenever an event is read.
 */
export const checksumOf = ({ position, stream, revision, id, type, version, data, metadata }: Omit<Row, 'checksum'>): number =>
  crc32([position, stream, revision, id, type, version, data, metadata].join(' '));

/** Gives the events of an older store their checksums. What was damaged before is not told by them, but by its hash chain. */
export function addChecksums(database: DatabaseSync): void {
  database.function('checksum_of', { deterministic: true }, (position, stream, revision, id, type, version, data, metadata) =>
    checksumOf({ position, stream, revision, id, type, version, data, metadata } as Omit<Row, 'checksum'>),
  );
  database.exec(`
    DROP TRIGGER events_are_never_changed;
    ALTER TABLE events ADD COLUMN checksum INTEGER NOT NULL DEFAULT 0;
    UPDATE events SET checksum = checksum_of(position, stream, revision, id, type, version, data, metadata);
    CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
    BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;
  `);
}
