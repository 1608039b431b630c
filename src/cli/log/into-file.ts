import { makeStore } from '../../eventstore/sqlite/make-store.ts';
import { openSqliteStore } from '../../eventstore/sqlite/store.ts';
import { EXIT, type ExitCode } from '../exit.ts';
import { progress } from '../progress.ts';
import { batches, check } from './exported.ts';

/** Makes the store of a folder that has none. @throws StoreError */
export async function importIntoFile(file: string, path: string): Promise<ExitCode> {
  const imported = await makeStore(path, async (aside) => {
    if ((await check(file)) > 0) return false;
    await restoreInto(aside, file);
    return true;
  });
  return imported ? EXIT.done : EXIT.findings;
}

async function restoreInto(path: string, file: string): Promise<void> {
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
