import type { DatabaseSync } from 'node:sqlite';
import { addChecksums } from './checksum.ts';
import { deriveRecords } from './derive-records.ts';

/** Marks the file as a registry's ("NSRG"); `file` and SQLite's own tools show it. */
export const APPLICATION_ID = 0x4e535247;

/** A step from one version to the next, in SQL or, where it must read what is stored, in code. It runs in the one transaction of all steps. */
export type Migration = string | ((database: DatabaseSync) => void);

/**
 * What leads a store of version n to n + 1; the first makes it. Never edited after a release: a change is a new one at the end.
 *
 * AUTOINCREMENT: a position is never given out twice. Events are neither changed nor deleted, by whoever opens the file:
 * INSERT OR REPLACE would pass the trigger on DELETE on a connection without recursive_triggers, so one on INSERT refuses
 * it as well.
 */
export const MIGRATIONS: readonly Migration[] = [
  `
  CREATE TABLE log (only INTEGER PRIMARY KEY CHECK (only = 1), id TEXT NOT NULL) STRICT;

  CREATE TABLE events (
    position INTEGER PRIMARY KEY AUTOINCREMENT,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL UNIQUE,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    UNIQUE (stream, revision)
  ) STRICT;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

  CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events
  WHEN EXISTS (
    SELECT 1 FROM events
    WHERE position = NEW.position OR id = NEW.id OR (stream = NEW.stream AND revision = NEW.revision)
  )
  BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END;
  `,
  addChecksums,
  deriveRecords,
];

/** The version of the store that this release writes. */
export const STORE_VERSION = MIGRATIONS.length;
