import { StoreError } from '../errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
export const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
const SQLITE_NOTADB = 26;

/** SQLite's primary result code; undefined for an error of something else. */
export function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** What an error of SQLite means to a caller of the port; anything else (a fault of ours) stays what it is. */
export function faultOf(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined) return error;
  const reason = (error as Error).message;
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return new StoreError('corrupt', { reason }, { cause: error });
  return new StoreError('unavailable', { reason }, { cause: error });
}

/** Runs something on SQLite. @throws StoreError in place of SQLite's own errors */
export function onSqlite<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(error);
  }
}
