import { randomUUID } from 'node:crypto';
import { chmodSync, copyFileSync, realpathSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { isStoreError, StoreError } from '../errors.ts';
import { onSqlite } from './fault.ts';
import { makeStore } from './make-store.ts';
import { databaseFile, openForWriting } from './open.ts';
import { pragma } from './pragmas.ts';
import { APPLICATION_ID } from './schema.ts';
import { transact } from './transaction.ts';
import { hasWriteAheadLog, isWrittenAhead } from './write-ahead-log.ts';

const OWNER_WRITES = 0o200;

export interface RestoreOptions {
  /** Takes the copy of a store's file for a backup, too: what lay in the write-ahead log beside it is not in it. */
  readonly acceptCopy: boolean;
  /** Looks at the log, in the folder that it is given, before it takes its place; false, and nothing is restored. */
  readonly check: (folder: string) => Promise<boolean>;
}

/**
 * Makes the store of a folder from a backup. Events, ids and times are those of the backup; the log id is a new one, because
 * what was recorded after the backup had positions that this log will give to other events.
 * @returns whether it was restored
 * @throws StoreError `locked`, `unavailable` where the folder has a store, `newer-version`, `broken-backup`
 */
export const restoreBackup = (file: string, path: string, { acceptCopy, check }: RestoreOptions): Promise<boolean> =>
  makeStore(path, (aside) => {
    const copy = databaseFile(aside);
    copyFileSync(file, copy);
    chmodSync(copy, statSync(copy).mode | OWNER_WRITES); // a backup is kept write-protected, perhaps
    makeReady(copy, file, acceptCopy);
    return check(aside);
  });

function makeReady(copy: string, file: string, acceptCopy: boolean): void {
  try {
    onSqlite(() => {
      requireBackup(copy, file);
      if (!acceptCopy) requireSealed(copy, file);
    });
    const database = openForWriting(copy); // leads an older one to the newest version
    try {
      transact(database, () => database.prepare('UPDATE log SET id = ?').run(randomUUID()));
    } finally {
      database.close();
    }
  } catch (error) {
    // It is the backup that is meant, not its copy, which is gone by then.
    if (isStoreError(error, 'newer-version')) throw new StoreError('newer-version', { ...error.details, path: file }, { cause: error });
    if (!isStoreError(error, 'corrupt')) throw error;
    throw new StoreError('broken-backup', { file, reason: error.details.reason.replace(`${copy}: `, '') }, { cause: error });
  }
}

/** An empty file would otherwise become an empty store, and the file of a running store one without its last events. */
function requireBackup(copy: string, file: string): void {
  if (hasWriteAheadLog(realpathSync(file)))
    throw new StoreError('broken-backup', {
      file,
      reason: `a part of it is in ${file}-wal; backup, with its folder as DATA_DIR, copies both`,
    });
  const database = new DatabaseSync(copy);
  try {
    if (pragma(database, 'application_id') !== APPLICATION_ID)
      throw new StoreError('broken-backup', { file, reason: 'it is empty, or a database of something else' });
  } finally {
    database.close();
  }
}

/** A backup needs nothing beside it, and says so; a running store has its last facts beside its file, and a copy of that file alone looks whole. */
function requireSealed(copy: string, file: string): void {
  if (!isWrittenAhead(copy)) return;
  const reason =
    "it is a copy of a store's own file, in which what a running store recorded last is missing; where that store was stopped, or nothing better is left, --accept-copy takes it";
  throw new StoreError('broken-backup', { file, reason });
}
