import type { DatabaseSync } from 'node:sqlite';
import { addChecksums } from './checksum.ts';

/** Marks the file as a registry's ("NSRG"); `file` and SQLite's own tools show it. */
export const APPLICATION_ID = 0x4e535247;

/** A step from one version to the next, in SQL or, where it must read what is stored, in code. It runs in the one transaction of all steps. */
export type Migration = string | ((database: DatabaseSync) => void);

/**
 * The tables of all that is derived of the events, empty: whoever opens the store to write fills them. `index_segments` is told of in
 * index/segments.ts; what is read at every start stands before what is not, since SQLite reads a row from its beginning.
 */
export const DERIVED: readonly string[] = ['index_segments', 'record_names'];
export const NOTHING_DERIVED = `
  DROP TABLE IF EXISTS index_segments;
  DROP TABLE IF EXISTS record_names;
  CREATE TABLE index_segments (until INTEGER PRIMARY KEY, checksum INTEGER NOT NULL, keys BLOB NOT NULL, records BLOB NOT NULL) STRICT;
  CREATE TABLE record_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL) STRICT;
`;

/**
 * What leads a store of version n to n + 1; the first makes it. Never edited after a release: a change is a new one at the end.
 *
 * Events are neither changed nor deleted, by whoever opens the file:
 * INSERT OR REPLACE would pass the trigger on DELETE on a connection without recursive_triggers, so one on INSERT refuses
 * it as well. The table of events has no index but its positions: streams and ids are looked up in memory.
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
  `
  CREATE TABLE record_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL) STRICT;
  CREATE TABLE adoption_records (position INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
  `,
  `
  DROP TRIGGER events_are_never_changed;
  DROP TRIGGER events_are_never_deleted;
  DROP TRIGGER events_are_never_replaced;
  ALTER TABLE events RENAME TO events_with_their_indexes;
  CREATE TABLE events (
    position INTEGER PRIMARY KEY,
    stream TEXT NOT NULL,
    revision INTEGER NOT NULL,
    id TEXT NOT NULL,
    type TEXT NOT NULL,
    version INTEGER NOT NULL,
    data TEXT NOT NULL,
    metadata TEXT NOT NULL,
    checksum INTEGER NOT NULL
  ) STRICT;
  INSERT INTO events SELECT position, stream, revision, id, type, version, data, metadata, checksum FROM events_with_their_indexes;
  DROP TABLE events_with_their_indexes;

  CREATE TRIGGER events_are_never_changed BEFORE UPDATE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never changed'); END;

  CREATE TRIGGER events_are_never_deleted BEFORE DELETE ON events
  BEGIN SELECT RAISE(ABORT, 'events are never deleted'); END;

  CREATE TRIGGER events_are_never_replaced BEFORE INSERT ON events WHEN EXISTS (SELECT 1 FROM events WHERE position = NEW.position)
  BEGIN SELECT RAISE(ABORT, 'events are never replaced'); END;

  DROP TABLE IF EXISTS stream_index;
  DROP TABLE IF EXISTS id_index;
  DROP TABLE IF EXISTS indexed;
  DROP TABLE IF EXISTS adoption_records;
  DROP TABLE IF EXISTS record_names;
  CREATE TABLE stream_index (
    key INTEGER NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (key, revision, position)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE id_index (key INTEGER NOT NULL, position INTEGER NOT NULL, PRIMARY KEY (key, position)) STRICT, WITHOUT ROWID;
  CREATE TABLE indexed (only INTEGER PRIMARY KEY CHECK (only = 1), position INTEGER NOT NULL, checksum INTEGER NOT NULL) STRICT;
  CREATE TABLE record_names (number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, checksum INTEGER NOT NULL) STRICT;
  CREATE TABLE adoption_records (position INTEGER PRIMARY KEY, record BLOB NOT NULL) STRICT;
  `,
  `
  DROP TABLE stream_index;
  DROP TABLE id_index;
  DROP TABLE indexed;
  DROP TABLE adoption_records;
  ${NOTHING_DERIVED}
  `,
];

/** The version of the store that this release writes. */
export const STORE_VERSION = MIGRATIONS.length;
