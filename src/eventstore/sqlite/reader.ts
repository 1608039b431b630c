import { existsSync } from 'node:fs';
import { StoreError } from '../errors.ts';
import type { EventStore } from '../port.ts';
import { databaseFile, openForReading } from './open.ts';
import { queries } from './queries.ts';
import { promised } from './promised.ts';
import { headOf, readStored } from './read.ts';

/** The log beside its writer, for export and verification: it takes no lock and changes nothing. */
export interface SqliteReader extends Pick<EventStore, 'logId' | 'head' | 'readStored'> {
  close(): void;
}

/**
 * Opens the log in a folder for reading, whether or not a service writes to it meanwhile.
 * @param options.path the folder of the store
 * @throws StoreError `unavailable` (there is none, or an older release wrote it), `newer-version`, `corrupt`
 */
export function openSqliteReader({ path }: { readonly path: string }): SqliteReader {
  const file = databaseFile(path);
  if (!existsSync(file)) throw new StoreError('unavailable', { reason: `there is no ${file}` });
  const database = openForReading(file);
  const log = queries(database);
  return {
    logId: log.logId(),
    head: () => promised(() => headOf(log)),
    readStored: (after) => readStored(log, after),
    close() {
      database.close();
    },
  };
}
