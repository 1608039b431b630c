import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import type { Instant } from '../../domain/instant.ts';
import { type Position, START } from '../../domain/position.ts';
import type { Numbering } from '../adoption-records.ts';
import { prepare } from '../batch.ts';
import { StoreError } from '../errors.ts';
import { acknowledged, type Acknowledged } from './acknowledged.ts';
import { makeFolder } from '../folder.ts';
import type { Appended, Commit, EventStore, Message, NewEvent, Recorded, Stored } from '../port.ts';
import { asking } from './asking.ts';
import { broadcast } from './broadcast.ts';
import { eventIndex, type EventIndex } from './index/event-index.ts';
import { segments } from './index/segments.ts';
import { type Kept, readInShort } from './in-short.ts';
import { lockForWriting } from './lock.ts';
import { databaseFile, type Migrating, openForWriting } from './open.ts';
import { promised } from './promised.ts';
import { queries, type Queries } from './queries.ts';
import { headOf, readAt, readStored, readStream } from './read.ts';
import { recordNames } from './record-names.ts';
import { isSound, metadataOf } from './rows.ts';
import { stamps, type Stamps } from '../stamps.ts';
import { subscribe } from './subscribe.ts';
import { markClosed } from './untouched.ts';
import { writer, type Writer } from './writer.ts';

export interface SqliteOptions {
  /** The folder of the store, made where there is none; the log is its `registry.db`. */
  readonly path: string;
  /** The clock, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: () => number;
  /** Told once when the disk or the file has failed: the store takes and gives nothing more, and the process should end. */
  readonly onFailure?: (error: StoreError) => void;
  /** Told of every commit of appends. */
  readonly onCommit?: (commit: Commit) => void;
  /** Told before a store of an older release is led to the version of this one, after which no older release opens it. */
  readonly onMigration?: (versions: Migrating) => void;
}

/**
 * Opens the log in a folder, for the one process that writes to it.
 * @throws StoreError `locked`, `newer-version`, `corrupt`, `unavailable`
 */
export function openSqliteStore(options: SqliteOptions): SqliteStore {
  try {
    makeFolder(options.path);
  } catch (cause) {
    throw new StoreError('unavailable', { reason: `the folder ${options.path} cannot be made: ${(cause as Error).message}` }, { cause });
  }
  const unlock = lockForWriting(options.path);
  let database: DatabaseSync | undefined;
  try {
    database = openForWriting(databaseFile(options.path), { onMigration: options.onMigration });
    return new SqliteStore(database, unlock, options);
  } catch (error) {
    database?.close();
    unlock();
    throw error;
  }
}

/** The log in a file of SQLite: one process writes, and what it answers for is on the disk. */
export class SqliteStore implements EventStore {
  readonly engine = 'sqlite';
  readonly settling = 0;
  readonly logId: string;
  readonly #database: DatabaseSync;
  readonly #path: string;
  readonly #unlock: () => void;
  readonly #log: Queries;
  readonly #kept: Kept;
  readonly #index: EventIndex;
  readonly #stamps: Stamps;
  readonly #writer: Writer;
  readonly #acknowledged: Acknowledged;
  readonly #live = broadcast();
  /** Aborted when the store is closed or has failed; the reason is what a later call is told. */
  readonly #end = new AbortController();

  constructor(database: DatabaseSync, unlock: () => void, { path, now = Date.now, onFailure, onCommit }: SqliteOptions) {
    const requireOpen = () => {
      this.#end.signal.throwIfAborted();
    };
    const failed = (error: StoreError) => {
      if (this.#end.signal.aborted) return;
      this.#end.abort(new StoreError('unavailable', { reason: 'it has failed, restart the service' }, { cause: error }));
      onFailure?.(error);
    };
    this.#database = database;
    this.#path = path;
    this.#unlock = unlock;
    const ask = asking({ requireOpen, malformed: failed });
    this.#log = queries(database, ask);
    this.#kept = { segments: segments(database), names: recordNames(database) };
    this.#index = eventIndex({ ask, log: this.#log, ...this.#kept });
    this.#stamps = stamps(now);
    this.logId = this.#log.logId();
    // Of a damaged event the place and the instant may be any, and what comes would be behind it.
    let last = this.#log.last();
    while (last !== undefined && !isSound(last)) last = this.#log.lastBefore(last.position);
    this.#acknowledged = acknowledged(databaseFile(path), this.logId, last?.position ?? START);
    if (last !== undefined) this.#stamps.follow(metadataOf(last).recordedAt);
    this.#writer = writer({
      database,
      log: this.#log,
      index: this.#index,
      stamps: this.#stamps,
      requireOpen,
      publish: this.#live.publish,
      failed,
      onCommit,
      acknowledged: this.#acknowledged,
    });
    this.#writer.catchUp();
  }

  async append(stream: string, events: readonly NewEvent[], expected: number): Promise<Appended> {
    return this.#writer.append({ stream, events: prepare(events), expected });
  }

  readStream(stream: string, from = 0): AsyncIterable<Recorded> {
    return readStream(this.#index, stream, from);
  }

  subscribe(after: Position, signal: AbortSignal, inShort?: Numbering): AsyncIterable<Message> {
    const read = inShort && readInShort(this.#log, this.#kept, inShort);
    return subscribe(this.#log, this.#live, after, AbortSignal.any([signal, this.#end.signal]), read);
  }

  readAt(positions: readonly Position[]): AsyncIterable<Recorded> {
    return readAt(this.#log, positions);
  }

  head(): Promise<Position> {
    return promised(() => headOf(this.#log));
  }

  readStored(after: Position): AsyncIterable<Stored> {
    return readStored(this.#log, after);
  }

  restore(events: readonly Stored[]): Promise<void> {
    return promised(() => {
      this.#writer.restore(events);
    });
  }

  /** Of the file and its write-ahead log. */
  size(): number {
    const files = ['', '-wal'].map((end) => `${databaseFile(this.#path)}${end}`);
    return files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
  }

  settle(instant: Instant): void {
    this.#stamps.settle(instant);
  }

  /**
   * Finishes the appends that were accepted and gives the file back; what still reads or subscribes is told `unavailable`.
   * A second time does nothing.
   * @throws StoreError `unavailable` when the disk has failed the last checkpoint: what was answered stands all the same
   */
  close(): Promise<void> {
    return promised(() => {
      if (!this.#database.isOpen) return;
      let isSound = false;
      try {
        this.#writer.flush();
        if (!this.#end.signal.aborted) this.#writer.close();
        isSound = !this.#end.signal.aborted;
      } finally {
        this.#end.abort(new StoreError('unavailable', { reason: 'the store is closed' }));
        this.#database.close();
        this.#acknowledged.close();
        if (isSound) markClosed(databaseFile(this.#path));
        this.#unlock();
      }
    });
  }
}
