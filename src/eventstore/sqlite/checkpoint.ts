import type { DatabaseSync } from 'node:sqlite';
import { resultCode, SQLITE_FULL } from './fault.ts';
import { StoreError } from '../errors.ts';

/**
 * Pages in the write-ahead log at which a checkpoint is due, 4 MB, as with SQLite's automatic one. With two or four times as many no append
 * was shorter.
 */
const DUE = 1_000;

/** They are counted once in so many events: an event alone writes some ten of them. */
const LOOK = 100;

/** Brings what was committed from the write-ahead log into the file. */
export interface Checkpoints {
  /**
   * Puts the id of the log into the write-ahead log, in the open transaction, where it is the first since a checkpoint: SQLite begins the
   * write-ahead log anew then, and by nothing else could it be told from that of another store.
   */
  sign(): void;
  /** The transaction was taken back, and what was signed with it. */
  forget(): void;
  /** Does so where it is due. @param events committed since the last call @throws StoreError `unavailable` when the disk has failed it */
  whenDue(events: number): void;
  /** Does so. @throws StoreError `unavailable` when the disk has failed it */
  now(): void;
}

/**
 * In place of SQLite's automatic checkpoint, which keeps it to itself when the disk fails. Nothing would be lost by that, since the
 * write-ahead log stays until the file has it all; but a disk that fails one sync is not to be trusted with the next.
 */
export function checkpoints(database: DatabaseSync): Checkpoints {
  database.exec('PRAGMA wal_autocheckpoint = 0');
  // There and back: SQLite does not write a page for what changes nothing.
  const identify = ["UPDATE log SET id = id || ' '", 'UPDATE log SET id = trim(id)'].map((sql) => database.prepare(sql));
  const size = database.prepare('PRAGMA wal_checkpoint(NOOP)');
  const checkpoint = database.prepare('PRAGMA wal_checkpoint(PASSIVE)');
  let isSigned = false;
  const now = (): void => {
    isSigned = false;
    try {
      checkpoint.get();
    } catch (error) {
      if (resultCode(error) === SQLITE_FULL) return; // the next one does it, when there is room
      throw new StoreError('unavailable', { reason: `a checkpoint has failed: ${(error as Error).message}` }, { cause: error });
    }
  };
  let since = 0;
  return {
    sign() {
      if (!isSigned) for (const step of identify) step.run();
      isSigned = true;
    },
    forget() {
      isSigned = false;
    },
    now,
    whenDue(events) {
      since += events;
      if (since < LOOK) return;
      since = 0;
      const { log, checkpointed } = size.get() as { log: number; checkpointed: number };
      if (log - checkpointed >= DUE) now();
    },
  };
}
