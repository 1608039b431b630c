import { isStoreError, StoreError } from '../errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
export const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;

/** SQLite's primary result code; undefined for an error of something else. */
export function resultCode(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('errcode' in error) || typeof error.errcode !== 'number') return undefined;
  return error.errcode & 0xff;
}

/** An error of the system, of a file that is read beside SQLite. */
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

/** What an error of SQLite or of the disk means to a caller of the port; anything else (a fault of ours) stays what it is. */
export function faultOf(error: unknown): unknown {
  const code = resultCode(error);
  if (code === undefined && !isOfSystem(error)) return error;
  const reason = (error as Error).message;
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return new StoreError('corrupt', { reason }, { cause: error });
  if (code === SQLITE_FULL) return new StoreError('storage-full', { reason }, { cause: error });
  return new StoreError('unavailable', { reason }, { cause: error });
}

/** Whether SQLite has found the file itself out of order, and not one event in it: nothing more may be read from it, nor written. */
export const isMalformed = (error: unknown): error is StoreError<'corrupt'> =>
  isStoreError(error, 'corrupt') && error.details.eventId === undefined;

/** Runs something on SQLite. @throws StoreError in place of SQLite's own errors */
export function onSqlite<Result>(work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(error);
  }
}
