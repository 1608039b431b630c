import { backup, DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { faultOf, onSqlite, resultCode, SQLITE_FULL } from './fault.ts';
import { databaseFile } from './open.ts';
import { pragma } from './pragmas.ts';
import { openExisting } from './reader.ts';
import { type FileFinding, missingFrom } from './verify-file.ts';

/** Pages of one step: between two of them others have their turn, and progress is told. */
const STEP = 1_000;

export interface BackupOptions {
  /** The folder of the store. */
  readonly path: string;
  /** The file that the copy is written to: empty, or not there. */
  readonly file: string;
  /** Told after each step, the last one too. */
  readonly onProgress?: (pages: { readonly done: number; readonly total: number }) => void;
}

/**
 * Copies the log as it is at this moment, beside the service that writes to it (SQLite's online backup). The copy is one file
 * that needs nothing beside it, and is on the disk when this returns; it is not looked at.
 * @returns what was answered for and is not in the log, nor in the copy
 * @throws StoreError `unavailable` (no store, no room), `newer-version`, `corrupt`
 */
export async function backUp({ path, file, onProgress }: BackupOptions): Promise<readonly FileFinding[]> {
  const source = openExisting(databaseFile(path));
  let missing: readonly FileFinding[];
  try {
    missing = missingFrom(databaseFile(path), source);
    // Holds the moment. Without it SQLite begins anew whenever something is recorded, and beside a busy service it never ends.
    source.exec('BEGIN');
    source.prepare('SELECT id FROM log').get();
    const progress = ({ totalPages, remainingPages }: { totalPages: number; remainingPages: number }) =>
      onProgress?.({ done: totalPages - remainingPages, total: totalPages });
    const total = await backup(source, file, { rate: STEP, progress });
    onProgress?.({ done: total, total }); // Node tells between two steps only
  } catch (error) {
    throw faultOf(error, resultCode(error) === SQLITE_FULL ? file : undefined); // the store is only read
  } finally {
    source.close();
  }
  onSqlite(() => {
    seal(file);
  });
  return missing;
}

/** Out of write-ahead mode, so that nothing belongs beside the file. */
function seal(file: string): void {
  const copy = new DatabaseSync(file);
  try {
    copy.exec('PRAGMA synchronous = FULL');
    const mode = pragma(copy, 'journal_mode = DELETE');
    if (mode !== 'delete') throw new StoreError('unavailable', { reason: `${file} stays in journal mode ${String(mode)}` });
  } finally {
    copy.close();
  }
}
