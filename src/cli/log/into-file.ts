import { rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { START } from '../../domain/position.ts';
import { StoreError } from '../../eventstore/errors.ts';
import { databaseFile } from '../../eventstore/sqlite/open.ts';
import { openSqliteStore } from '../../eventstore/sqlite/store.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { progress } from '../progress.ts';
import { batches, check } from './exported.ts';

/** Where a log is restored: it takes the empty store's place when it is whole, so that one cut short leaves nothing. */
const ASIDE = 'import';

/** Imports into the empty store of a folder. @throws StoreError */
export async function importIntoFile(file: string, path: string): Promise<ExitCode> {
  const store = openSqliteStore({ path });
  try {
    if ((await store.head()) !== START)
      throw new StoreError('unavailable', { reason: 'a log is imported into an empty store only, and this one has events' });
    if ((await check(file)) > 0) return EXIT.findings;
    await restoreAside(file, join(path, ASIDE));
  } finally {
    await store.close();
  }
  await rename(databaseFile(join(path, ASIDE)), databaseFile(path));
  await rm(join(path, ASIDE), { recursive: true });
  return EXIT.done;
}

async function restoreAside(file: string, path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }); // of an import that was cut short
  const store = openSqliteStore({ path });
  const told = progress('imported events', null);
  try {
    for await (const batch of batches(file)) {
      await store.restore(batch);
      told.advance(batch.length);
    }
  } finally {
    await store.close();
  }
  told.end();
}
