import { lockForWriting } from './lock.ts';
import { databaseFile, openForWriting, requireThere } from './open.ts';
import { NOTHING_DERIVED } from './schema.ts';
import { openSqliteStore } from './store.ts';
import { transact } from './transaction.ts';

/**
 * Makes what the store in a folder has derived of its events anew; nobody may have it open for writing. Where it is cut short, whoever opens
 * the store next goes on.
 * @throws StoreError `locked`, `newer-version`, `corrupt`, `unavailable`
 */
export async function rebuildDerived({ path }: { readonly path: string }): Promise<void> {
  requireThere(databaseFile(path));
  const unlock = lockForWriting(path);
  try {
    const database = openForWriting(databaseFile(path));
    try {
      transact(database, () => {
        database.exec(NOTHING_DERIVED);
      });
    } finally {
      database.close();
    }
  } finally {
    unlock();
  }
  await openSqliteStore({ path }).close();
}
