import { existsSync } from 'node:fs';
import { StoreError } from '../errors.ts';
import { deriveRecords } from './derive-records.ts';
import { lockForWriting } from './lock.ts';
import { databaseFile, openForWriting } from './open.ts';
import { transact } from './transaction.ts';

/**
 * Makes what the store in a folder keeps in short anew from the events, all or nothing; nobody may have it open for writing.
 * @throws StoreError `locked`, `newer-version`, `corrupt`, `unavailable`
 */
export function rebuildRecords({ path }: { readonly path: string }): void {
  if (!existsSync(databaseFile(path))) throw new StoreError('unavailable', { reason: `there is no ${databaseFile(path)}` });
  const unlock = lockForWriting(path);
  try {
    const database = openForWriting(databaseFile(path));
    try {
      transact(database, () => {
        deriveRecords(database);
      });
    } finally {
      database.close();
    }
  } finally {
    unlock();
  }
}
