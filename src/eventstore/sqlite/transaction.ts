import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { faultOf, onSqlite, resultCode, SQLITE_FULL } from './fault.ts';

/** Runs work in transactions of one connection, as `transact` does. */
export type Transact = <Result>(work: () => Result) => Result;

/** For the one who writes again and again: its statements are prepared once. */
export function transactions(database: DatabaseSync): Transact {
  const [begin, commit] = [database.prepare('BEGIN IMMEDIATE'), database.prepare('COMMIT')];
  return (work) => {
    onSqlite(() => begin.run());
    const result = orTakenBack(database, work);
    committed(database, commit);
    return result;
  };
}

/**
 * Runs `work` in one transaction: all or nothing, durable when it returns.
 * @throws StoreError `outcome-unknown` when the commit (or taking back what was begun) failed: the connection can no
 * longer be trusted. After an fsync error the next fsync may claim success, so the only honest answer is to stop.
 * @throws StoreError `storage-full` when the disk has no room, with nothing recorded: the connection goes on
 * @throws what `work` throws, with nothing recorded; an error of SQLite as StoreError `unavailable` or `corrupt`
 */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  return transactions(database)(work);
}

function committed(database: DatabaseSync, commit: StatementSync): void {
  try {
    commit.run();
  } catch (error) {
    // Only a write finds no room, never the sync behind the last one; and without its last frame nothing of a commit counts, neither
    // now nor when the write-ahead log is read again (sqlite.org/walformat.html).
    if (resultCode(error) !== SQLITE_FULL) throw inDoubt(error);
    takeBack(database);
    throw faultOf(error);
  }
}

function orTakenBack<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    takeBack(database);
    throw faultOf(error);
  }
}

/** A full disk or an I/O error may have ended the transaction already (sqlite.org/lang_transaction.html, 2.2). */
function takeBack(database: DatabaseSync): void {
  if (!database.isTransaction) return;
  try {
    database.exec('ROLLBACK');
  } catch (error) {
    throw inDoubt(error);
  }
}

const inDoubt = (error: unknown): StoreError => new StoreError('outcome-unknown', { reason: (error as Error).message }, { cause: error });
