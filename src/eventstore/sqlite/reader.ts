import { existsSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import type { EventStore } from '../port.ts';
import { databaseFile, openForReading } from './open.ts';
import { queries } from './queries.ts';
import { promised } from './promised.ts';
import { headOf, readStored } from './read.ts';
import { type FileFinding, verifyFile } from './verify-file.ts';

/** The log beside its writer, for export and verification: it takes no lock and changes nothing. */
export interface SqliteReader extends Pick<EventStore, 'engine' | 'settling' | 'logId' | 'head' | 'readStored'> {
  /** What is wrong with the file itself. */
  verifyFile(): AsyncIterable<FileFinding>;
  close(): void;
}

/**
 * Opens the log in a folder for reading, whether or not a service writes to it meanwhile.
 * @param options.path the folder of the store
 * @throws StoreError `unavailable` (there is none, or an older release wrote it), `newer-version`, `corrupt`
 */
export const openSqliteReader = ({ path }: { readonly path: string }): SqliteReader => readerOf(databaseFile(path));

/** The same of one file, a backup for one. */
export function readerOf(file: string): SqliteReader {
  const database = openExisting(file);
  const log = queries(database);
  return {
    engine: 'sqlite',
    settling: 0,
    logId: log.logId(),
    head: () => promised(() => headOf(log)),
    readStored: (after) => readStored(log, after),
    verifyFile: () => verifyFile(database, log),
    close() {
      database.close();
    },
  };
}

/** @throws StoreError as `openSqliteReader` */
export function openExisting(file: string): DatabaseSync {
  if (!existsSync(file)) throw new StoreError('unavailable', { reason: `there is no ${file}` });
  return openForReading(file);
}
