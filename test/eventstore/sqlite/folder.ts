import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach } from '@jest/globals';
import { openSqliteStore, type SqliteOptions, type SqliteStore } from '../../../src/eventstore/sqlite/store.ts';

/** Folders and stores for the tests of one file: closed and removed after each test. */
export interface Folders {
  readonly make: () => string;
  readonly open: (path: string, options?: Omit<SqliteOptions, 'path'>) => SqliteStore;
  /** The file itself, past the engine: as another program would open it. */
  readonly sqlite: (path: string) => DatabaseSync;
}

export function folders(): Folders {
  const made: string[] = [];
  const stores: SqliteStore[] = [];
  const databases: DatabaseSync[] = [];

  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const database of databases.splice(0)) if (database.isOpen) database.close();
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true });
  });

  return {
    make() {
      const folder = mkdtempSync(join(tmpdir(), 'registry-'));
      made.push(folder);
      return folder;
    },
    open(path, options) {
      const store = openSqliteStore({ path, ...options });
      stores.push(store);
      return store;
    },
    sqlite(path) {
      const database = new DatabaseSync(join(path, 'registry.db'), { timeout: 1000 });
      databases.push(database);
      return database;
    },
  };
}
