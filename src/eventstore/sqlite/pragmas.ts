import type { DatabaseSync, SQLOutputValue } from 'node:sqlite';
import { StoreError } from '../errors.ts';

/**
 * What the promises of the log rest on; `set` is what is said, `is` what must be read back. FULL: a commit has reached the
 * disk when it returns (in WAL mode the default of some builds is NORMAL, which may lose the last ones).
 */
const REQUIRED = [
  { name: 'journal_mode', set: 'WAL', is: 'wal' },
  { name: 'synchronous', set: 'FULL', is: 2 },
  { name: 'recursive_triggers', set: 'ON', is: 1 },
] as const;

/** The first value that a pragma answers with. */
export function pragma(database: DatabaseSync, name: string): SQLOutputValue | undefined {
  const row = database.prepare(`PRAGMA ${name}`).get();
  return row && Object.values(row)[0];
}

/** @throws StoreError `unavailable` when SQLite does not do as it is told (WAL on a network file system, for one) */
export function requirePragmas(database: DatabaseSync): void {
  for (const { name, set, is } of REQUIRED) {
    database.exec(`PRAGMA ${name} = ${set}`);
    const found = pragma(database, name);
    if (found !== is) throw new StoreError('unavailable', { reason: `SQLite has ${name} ${String(found)}, not ${String(is)}` });
  }
}
