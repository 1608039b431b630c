import type { DatabaseSync } from 'node:sqlite';
import type { EventStore } from '../port.ts';
import { databaseFile, openForReading, requireThere } from './open.ts';
import { broadcast } from './broadcast.ts';
import { readInShort } from './in-short.ts';
import { segments } from './index/segments.ts';
import { queries } from './queries.ts';
import { promised } from './promised.ts';
import { headOf, readAt, readStored } from './read.ts';
import { recordNames } from './record-names.ts';
import { subscribe } from './subscribe.ts';
import { type FileFinding, missingFrom, verifyFile } from './verify-file.ts';

/** The log beside its writer, for export, verification and snapshots: it takes no lock and changes nothing. A subscription has what is there, and nothing live. */
export interface SqliteReader extends Pick<EventStore, 'engine' | 'settling' | 'logId' | 'head' | 'readAt' | 'readStored' | 'subscribe'> {
  /** What was answered for and is not in it: what is there is read all the same. */
  missing(): readonly FileFinding[];
  /** What is wrong with the file itself, that too. */
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
    readAt: (positions) => readAt(log, positions),
    readStored: (after) => readStored(log, after),
    subscribe: (after, signal, inShort) =>
      subscribe(
        log,
        broadcast(),
        after,
        signal,
        inShort && readInShort(log, { segments: segments(database), names: recordNames(database) }, inShort),
      ),
    missing: () => missingFrom(file, database),
    async *verifyFile() {
      yield* missingFrom(file, database);
      yield* verifyFile(database, log);
    },
    close() {
      database.close();
    },
  };
}

/** @throws StoreError as `openSqliteReader` */
export function openExisting(file: string): DatabaseSync {
  requireThere(file);
  return openForReading(file);
}
