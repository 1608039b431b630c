import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { databaseFile } from './open.ts';
import { onSqlite, resultCode, SQLITE_BUSY } from './fault.ts';

/**
 * Takes the right to write to the store in a folder, for this process alone. It is an exclusive transaction on an empty
 * database beside the log: the operating system's lock ends with the process, also when it is killed, and readers of
 * the log are not held up by it.
 * @returns what gives the right back
 * @throws StoreError `locked`, `unavailable`
 */
export function lockForWriting(directory: string): () => void {
  const file = join(directory, 'writer.lock');
  const lock = onSqlite(() => new DatabaseSync(file), file);
  try {
    // In memory: nothing is ever written here, so no journal should lie beside it.
    // The write shows that the file may be written: SQLite opens one that may not be for reading, and then locks nothing.
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE; PRAGMA user_version = 1');
  } catch (error) {
    lock.close();
    if (resultCode(error) === SQLITE_BUSY) throw new StoreError('locked', { path: databaseFile(directory) }, { cause: error });
    // Whatever it is: the log is not damaged by what is wrong with its lock.
    throw new StoreError('unavailable', { reason: `${file} cannot be locked: ${(error as Error).message}` }, { cause: error });
  }
  return () => {
    lock.close();
  };
}
