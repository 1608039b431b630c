import { existsSync, lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type DatabaseSyncOptions } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { requireAcknowledged } from './acknowledged.ts';
import { onSqlite } from './fault.ts';
import { migrate } from './migrate.ts';
import { requireOwnSchema } from './own-schema.ts';
import { pragma, requirePragmas } from './pragmas.ts';
import { APPLICATION_ID, STORE_VERSION } from './schema.ts';
import { isUntouched, unmark } from './untouched.ts';
import { hasWriteAheadLog, isCutOff, requireOwnWriteAheadLog } from './write-ahead-log.ts';

/** How long a statement waits for another process that holds the file for a moment (a reader that mends it after a crash). */
const BUSY_MILLISECONDS = 2000;

/** Of a log of millions a row is read in less time than with SQLite's default of 2 MB, and with more of it in none less. */
const CACHE_KIBIBYTES = 16 * 1024;

export const databaseFile = (directory: string): string => join(directory, 'registry.db');

/** @throws StoreError `unavailable` where there is no such file, or it may not be looked at, which is another thing to mend */
export function requireThere(file: string): void {
  const found = onSqlite(() => statSync(file, { throwIfNoEntry: false }));
  if (found === undefined) throw new StoreError('unavailable', { reason: `there is no ${file}` });
}

/**
 * Looks at what lies in a folder under the name of the log, before SQLite does: of a file without a page it throws away the write-ahead log,
 * in which everything may be.
 * @throws StoreError `corrupt` where the file is gone or empty and its write-ahead log is there, `unavailable` where it is a link
 */
function requireOwnFile(file: string): void {
  const found = onSqlite(() => lstatSync(file, { throwIfNoEntry: false }));
  if (found?.isSymbolicLink() === true)
    throw new StoreError('unavailable', {
      reason: `${file} is a link, beside whose target nobody would see that it is open: link its folder instead`,
    });
  if ((found?.size ?? 0) > 0) return;
  if (!hasWriteAheadLog(file)) {
    requireAcknowledged(file);
    return;
  }
  const state = found === undefined ? 'is gone' : 'is empty';
  throw new StoreError('corrupt', {
    reason: `${file} ${state}, and ${file}-wal, which is a part of it, is there: put the file back, or move both away`,
  });
}

/** Versions of the store: that which was found, and that of this release. */
export interface Migrating {
  readonly from: number;
  readonly to: number;
}

export interface Opening {
  /** Told before an older store is led to the newest version, which takes minutes of a large log. */
  readonly onMigration?: ((versions: Migrating) => void) | undefined;
  /** Whether what is derived of the events is about to be made anew: then it may be anything. */
  readonly rebuilds?: boolean;
}

/** The file of the log, for the one writer: made where there is none, led to the newest version where it is older. */
export function openForWriting(file: string, { onMigration, rebuilds = false }: Opening = {}): DatabaseSync {
  requireOwnFile(file);
  const isSound = lookedAt(file, !rebuilds);
  return opened(file, { timeout: BUSY_MILLISECONDS }, (database) => {
    if (!isSound) {
      const version = requireRegistry(database, file, !rebuilds);
      requireWhole(database, file);
      requireAcknowledged(file, version > 0 ? database : undefined);
    }
    unmark(file);
    requirePragmas(database);
    database.exec(`PRAGMA cache_size = -${CACHE_KIBIBYTES}`);
    const from = pragma(database, 'user_version') as number;
    if (from > 0 && from < STORE_VERSION) onMigration?.({ from, to: STORE_VERSION });
    migrate(database);
    requireWritable(database);
  });
}

/** The file of the log beside a writer, or without one. It is never changed. */
export function openForReading(file: string): DatabaseSync {
  requireOwnFile(file);
  return opened(file, { timeout: BUSY_MILLISECONDS, readOnly: true }, (database) => {
    const version = requireRegistry(database, file, true);
    requireWhole(database, file);
    if (version === STORE_VERSION) return;
    throw new StoreError('unavailable', { reason: `${file} has store version ${version}; start the service once, which migrates it` });
  });
}

/**
 * Looks at a file before anybody may write to it, on a connection that cannot: SQLite brings a write-ahead log into the file when one that
 * can is closed, whatever is in it. What is refused is left as it was.
 * @returns false where there is nothing yet, or only what was begun: a journal beside it is taken back by who may write
 */
function lookedAt(file: string, derivedToo: boolean): boolean {
  if (!existsSync(file) || (statSync(`${file}-journal`, { throwIfNoEntry: false })?.size ?? 0) > 0) return false;
  const untouched = isUntouched(file);
  opened(file, { timeout: BUSY_MILLISECONDS, readOnly: true }, (database) => {
    const version = requireRegistry(database, file, derivedToo);
    if (!untouched) requireWhole(database, file);
    requireOwnWriteAheadLog(database, file);
    requireAcknowledged(file, version > 0 ? database : undefined);
  }).close();
  return true;
}

function opened(file: string, options: DatabaseSyncOptions, prepare: (database: DatabaseSync) => void): DatabaseSync {
  requireSqlite(process.versions['sqlite']);
  const database = onSqlite(() => new DatabaseSync(file, options), file);
  try {
    onSqlite(() => { prepare(database); }, file); // prettier-ignore
    return database;
  } catch (error) {
    database.close();
    throw error;
  }
}

/**
 * An older SQLite takes `wal_checkpoint(NOOP)` for another one, and a store for a broken disk as soon as it was not closed in order.
 * @param version that of Node, x.y.z
 * @throws StoreError `unavailable`
 */
export function requireSqlite(version = ''): void {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (major > 3 || (major === 3 && minor >= 51)) return;
  throw new StoreError('unavailable', {
    reason: `Node ${process.version} has SQLite ${version}, and 3.51 is needed: Node 24.14 or newer has it`,
  });
}

/** @returns the store's version; 0 for an empty file */
function requireRegistry(database: DatabaseSync, file: string, derivedToo: boolean): number {
  const application = pragma(database, 'application_id');
  const isEmpty = database.prepare('SELECT 1 FROM sqlite_schema').get() === undefined;
  if (application !== APPLICATION_ID && !isEmpty) throw new StoreError('corrupt', { reason: `${file} is not a registry's store` });
  const version = pragma(database, 'user_version') as number;
  if (version > STORE_VERSION) throw new StoreError('newer-version', { path: file, found: version, supported: STORE_VERSION });
  requireOwnSchema(database, file, version, derivedToo);
  if (version > 0 && database.prepare('SELECT 1 FROM log').get() === undefined)
    throw new StoreError('corrupt', { reason: `${file}: the id of the log is not there; restore a backup` });
  return version;
}

/** Reads every page of the file. */
function requireWhole(database: DatabaseSync, file: string): void {
  const found = pragma(database, 'quick_check(1)');
  if (found !== 'ok') throw new StoreError('corrupt', { reason: `${file}: ${String(found)}` });
  if (isCutOff(database, file)) throw new StoreError('corrupt', { reason: `${file}: its last page was cut off` });
}

/** SQLite opens a file that may not be written for reading, and says so at the first event only. */
function requireWritable(database: DatabaseSync): void {
  database.exec(`BEGIN IMMEDIATE; PRAGMA user_version = ${STORE_VERSION}; ROLLBACK`);
}
