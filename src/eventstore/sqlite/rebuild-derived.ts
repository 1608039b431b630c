import type { DatabaseSync } from 'node:sqlite';
import { START } from '../../domain/position.ts';
import { lockForWriting } from './lock.ts';
import { databaseFile, type Opening, openForWriting, requireThere } from './open.ts';
import { queries } from './queries.ts';
import { recordedOf } from './rows.ts';
import { NOTHING_DERIVED } from './schema.ts';
import { openSqliteStore } from './store.ts';
import { transact } from './transaction.ts';

export interface RebuildOptions extends Pick<Opening, 'onMigration'> {
  /** The folder of the store. */
  readonly path: string;
  /** Ids of events that need not be readable. */
  readonly knownBad?: ReadonlySet<string>;
}

/**
 * Makes what the store in a folder has derived of its events anew; nobody may have it open for writing. Where it is cut short, whoever opens
 * the store next goes on.
 * @throws StoreError `locked`, `newer-version`, `corrupt`, `unavailable`; with nothing changed where an event cannot be read
 */
export async function rebuildDerived({ path, knownBad = new Set(), onMigration }: RebuildOptions): Promise<void> {
  requireThere(databaseFile(path));
  const unlock = lockForWriting(path);
  try {
    const database = openForWriting(databaseFile(path), { rebuilds: true, onMigration });
    try {
      requireReadable(database, knownBad);
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

/** What was derived of an event while it could be read serves in its place; of one that cannot be read, nothing is made. @throws StoreError `corrupt` */
function requireReadable(database: DatabaseSync, knownBad: ReadonlySet<string>): void {
  const log = queries(database);
  for (let rows = log.after(START); rows.length > 0; rows = log.after(rows.at(-1)?.position ?? START))
    for (const row of rows) if (!knownBad.has(row.id)) recordedOf(row);
}
