import { randomUUID } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { makeFolder } from '../folder.ts';
import { flushFolder } from './flush.ts';
import { onSqlite } from './fault.ts';
import { lockForWriting } from './lock.ts';
import { databaseFile, openForWriting } from './open.ts';
import { pragma } from './pragmas.ts';
import { APPLICATION_ID } from './schema.ts';
import { transact } from './transaction.ts';

/** Where a store is made ready; it takes its place when it is whole, so that a restore cut short leaves nothing. */
const ASIDE = 'restore';

/**
 * Makes the store of a folder from a backup. Events, ids and times are those of the backup; the log id is a new one, because
 * what was recorded after the backup had positions that this log will give to other events.
 * @param check looks at the log, in the folder that it is given, before it takes its place; false, and nothing is restored
 * @returns whether it was restored
 * @throws StoreError `locked`, `unavailable` where the folder has a store, `newer-version`, `corrupt` for what is no sound backup
 */
export async function restoreBackup(file: string, path: string, check: (folder: string) => Promise<boolean>): Promise<boolean> {
  makeFolder(path);
  const unlock = lockForWriting(path);
  const aside = join(path, ASIDE);
  try {
    requireNone(path);
    rmSync(aside, { recursive: true, force: true }); // of a restore that was cut short
    mkdirSync(aside);
    copyFileSync(file, databaseFile(aside));
    makeReady(databaseFile(aside), file);
    if (!(await check(aside))) return false;
    renameSync(databaseFile(aside), databaseFile(path));
    flushFolder(path);
    return true;
  } finally {
    rmSync(aside, { recursive: true, force: true });
    unlock();
  }
}

/** A write-ahead log that is left over counts as a store: SQLite would take what is in it for a part of the restored one. */
function requireNone(path: string): void {
  const [found] = ['', '-wal', '-shm', '-journal'].map((end) => `${databaseFile(path)}${end}`).filter((file) => existsSync(file));
  if (found === undefined) return;
  throw new StoreError('unavailable', {
    reason: `a backup is restored where there is no store, and ${found} is there; move it away first`,
  });
}

function makeReady(copy: string, file: string): void {
  onSqlite(() => {
    requireBackup(copy, file);
  });
  const database = openForWriting(copy); // leads an older one to the newest version
  try {
    transact(database, () => database.prepare('UPDATE log SET id = ?').run(randomUUID()));
  } finally {
    database.close();
  }
}

/** An empty file would otherwise become an empty store, and the file of a running store one without its last events. */
function requireBackup(copy: string, file: string): void {
  if (existsSync(`${file}-wal`)) throw new StoreError('corrupt', { reason: `${file} is no backup: a part of it is in ${file}-wal` });
  const database = new DatabaseSync(copy);
  try {
    if (pragma(database, 'application_id') !== APPLICATION_ID)
      throw new StoreError('corrupt', { reason: `${file} is no backup of a registry` });
  } finally {
    database.close();
  }
}
