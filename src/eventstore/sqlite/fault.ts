import { isStoreError, StoreError } from '../errors.ts';

/** Primary result codes of SQLite (sqlite.org/rescode.html). */
export const SQLITE_BUSY = 5;
const SQLITE_CORRUPT = 11;
export const SQLITE_FULL = 13;
const SQLITE_NOTADB = 26;
/** An extended one: the memory that the write-ahead log is read by cannot grow, since the disk has no room for its file. */
const SQLITE_IOERR_SHMSIZE = 4874;

const errcode = (error: unknown): number | undefined =>
  typeof error === 'object' && error !== null && 'errcode' in error && typeof error.errcode === 'number' ? error.errcode : undefined;

/** SQLite's primary result code; undefined for an error of something else. */
export function resultCode(error: unknown): number | undefined {
  const code = errcode(error);
  return code === undefined ? undefined : code & 0xff;
}

/** A number that we never write, and that Node does not hand over. */
const isOutOfRange = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === 'ERR_OUT_OF_RANGE';

/** An error of the system, of a file that is read beside SQLite. */
const isOfSystem = (error: unknown): error is NodeJS.ErrnoException => error instanceof Error && 'syscall' in error;

/**
 * What an error of SQLite or of the disk means to a caller of the port; anything else (a fault of ours) stays what it is.
 * @param file told with it: SQLite does not say which it means, the system does
 */
export function faultOf(error: unknown, file?: string): unknown {
  const code = resultCode(error);
  if (isOutOfRange(error)) return new StoreError('corrupt', { reason: (error as Error).message }, { cause: error });
  if (code === undefined && !isOfSystem(error)) return error;
  const { message } = error as Error;
  const reason = code === undefined || file === undefined ? message : `${file}: ${message}`;
  if (code === SQLITE_CORRUPT || code === SQLITE_NOTADB) return new StoreError('corrupt', { reason }, { cause: error });
  if (code === SQLITE_FULL || errcode(error) === SQLITE_IOERR_SHMSIZE) return new StoreError('storage-full', { reason }, { cause: error });
  return new StoreError('unavailable', { reason }, { cause: error });
}

/** Whether SQLite has found the file itself out of order, and not one event in it: nothing more may be read from it, nor written. */
export const isMalformed = (error: unknown): error is StoreError<'corrupt'> =>
  isStoreError(error, 'corrupt') && error.details.eventId === undefined;

/** Runs something on SQLite. @throws StoreError in place of SQLite's own errors, with the file where one is given */
export function onSqlite<Result>(work: () => Result, file?: string): Result {
  try {
    return work();
  } catch (error) {
    throw faultOf(error, file);
  }
}
