import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { StoreError } from '../errors.ts';
import { flushFolder, makeFolder } from '../folder.ts';
import { lockForWriting } from './lock.ts';
import { databaseFile } from './open.ts';

/** Where a store is made ready. */
const ASIDE = 'unfinished';

/**
 * Makes the store of a folder that has none: aside, and it takes its place when it is whole, so that one that is cut short or refused
 * leaves none.
 * @param make makes it in the folder that it is given, and closes it; false, and nothing takes its place
 * @returns whether it was made
 * @throws StoreError `locked`, `unavailable` where the folder has a store
 */
export async function makeStore(path: string, make: (aside: string) => Promise<boolean>): Promise<boolean> {
  makeFolder(path);
  const unlock = lockForWriting(path);
  const aside = join(path, ASIDE);
  try {
    requireNone(path);
    rmSync(aside, { recursive: true, force: true }); // of one that was cut short
    mkdirSync(aside);
    if (!(await make(aside))) return false;
    renameSync(databaseFile(aside), databaseFile(path));
    flushFolder(path);
    return true;
  } finally {
    rmSync(aside, { recursive: true, force: true });
    unlock();
  }
}

/** A write-ahead log that is left over counts as a store: SQLite would take what is in it for a part of the new one. */
function requireNone(path: string): void {
  const [found] = ['', '-wal', '-shm', '-journal'].map((end) => `${databaseFile(path)}${end}`).filter((file) => existsSync(file));
  if (found === undefined) return;
  throw new StoreError('unavailable', { reason: `a store is made where there is none, and ${found} is there; move it away first` });
}
