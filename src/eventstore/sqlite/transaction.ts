import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { faultOf, onSqlite } from './fault.ts';

/**
 * Runs `work` in one transaction: all or nothing, durable when it returns.
 * @throws StoreError `outcome-unknown` when the commit (or taking back what was begun) failed: the connection can no
 * longer be trusted. After an fsync error the next fsync may claim success, so the only honest answer is to stop.
 * @throws what `work` throws, with nothing recorded; an error of SQLite as StoreError `unavailable` or `corrupt`
 */
export function transact<Result>(database: DatabaseSync, work: () => Result): Result {
  onSqlite(() => {
    database.exec('BEGIN IMMEDIATE');
  });
  const result = orTakenBack(database, work);
  decisive(() => {
    database.exec('COMMIT');
  });
  return result;
}

function orTakenBack<Result>(database: DatabaseSync, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    // A full disk or an I/O error may have ended the transaction already (sqlite.org/lang_transaction.html, 2.2).
    if (database.isTransaction) {
      decisive(() => {
        database.exec('ROLLBACK');
      });
    }
    throw faultOf(error);
  }
}

function decisive(step: () => void): void {
  try {
    step();
  } catch (error) {
    throw new StoreError('outcome-unknown', { reason: (error as Error).message }, { cause: error });
  }
}
