import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';
import { pragma } from './pragmas.ts';

/** Bytes before the first frame, and before the page of each (sqlite.org/fileformat2.html, 4.1). */
const WAL_HEADER = 32;
const FRAME_HEADER = 24;

/** In the header of the file: 1 where all is written to the file itself, 2 where it is written beside it first (1.3.3). */
const WRITE_VERSION = { at: 18, ahead: 2 };

/** Whether what is recorded is written beside the file first: that of a store is, a backup is not. */
export const isWrittenAhead = (file: string): boolean =>
  reading(file, (into) => into(Buffer.alloc(1), WRITE_VERSION.at)[0] === WRITE_VERSION.ahead);

/** Whether a part of the file is in what lies beside it. A process that was killed leaves that; an empty one, whoever read the file meanwhile. */
export const hasWriteAheadLog = (file: string): boolean => (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0) > 0;

/**
 * Looks whether the write-ahead log that SQLite has taken in belongs to its file, and whether all of it was taken in: it takes one of another
 * store without a word, and where a bit is flipped it stops before it, as if nothing more had been written.
 * @throws StoreError `corrupt`
 */
export function requireOwnWriteAheadLog(database: DatabaseSync, file: string): void {
  const damaged = (reason: string): StoreError => new StoreError('corrupt', { reason: `${file}: ${reason}` });
  const pageSize = pragma(database, 'page_size') as number;
  // The log only grows: a file is never cut, so it is not that which is read when that is shorter.
  if ((pragma(database, 'page_count') as number) * pageSize < statSync(file).size)
    throw damaged('the write-ahead log beside it is an older one, or of another file');
  if (!hasItsId(database, file, pageSize)) throw damaged('the write-ahead log beside it is of another log');
  const lost = existsSync(`${file}-wal`) ? commitsBehind(`${file}-wal`, framesTaken(database), pageSize) : 0;
  // One may be there: that which was being written when the power failed, and for which nobody was answered.
  if (lost > 1)
    throw damaged(`the write-ahead log beside it is damaged: ${lost} commits stand behind the damage, and none of them would count`);
}

/**
 * Whether the last page of a file is not wholly there, whose rest SQLite reads as zeros without a word; of a whole page it tells. While a
 * write-ahead log has frames, such a page may be one that was on its way home when the process was killed.
 */
export function isCutOff(database: DatabaseSync, file: string): boolean {
  const pages = pragma(database, 'page_count') as number;
  return framesTaken(database) <= 0 && statSync(file).size < pages * (pragma(database, 'page_size') as number);
}

/** -1 where there is no write-ahead log. */
const framesTaken = (database: DatabaseSync): number => (database.prepare('PRAGMA wal_checkpoint(NOOP)').get() as { log: number }).log;

/** Whether the file itself, without its write-ahead log, has the id of the log; a new one that was never brought home has none yet. */
function hasItsId(database: DatabaseSync, file: string, pageSize: number): boolean {
  const table = database.prepare("SELECT rootpage FROM sqlite_schema WHERE name = 'log'").get() as { rootpage: number } | undefined;
  if (table === undefined || statSync(file).size < table.rootpage * pageSize) return true;
  const { id } = database.prepare('SELECT id FROM log').get() as { id: string };
  return reading(file, (into) => into(Buffer.alloc(pageSize), (table.rootpage - 1) * pageSize).includes(id));
}

/**
 * How many commits of this write-ahead log stand behind the frames that were taken in: what an older one left there has other salts. It is not
 * read whole: beside a long backup it grows to gigabytes.
 */
function commitsBehind(file: string, taken: number, pageSize: number): number {
  const { size } = statSync(file);
  if (size < WAL_HEADER) return 0;
  return reading(file, (into) => {
    const header = into(Buffer.alloc(WAL_HEADER), 0);
    const salts = [header.readUInt32BE(16), header.readUInt32BE(20)];
    const frame = Buffer.alloc(FRAME_HEADER);
    const step = FRAME_HEADER + pageSize;
    let commits = 0;
    for (let place = WAL_HEADER + taken * step; place + step <= size; place += step) {
      into(frame, place);
      const isOfThisLog = frame.readUInt32BE(8) === salts[0] || frame.readUInt32BE(12) === salts[1]; // one bit may be the damage itself
      const isCommit = frame.readUInt32BE(4) !== 0;
      if (isOfThisLog && isCommit) commits += 1;
    }
    return commits;
  });
}

/** Reads a file here and there: a buffer full of it, from a place on. */
function reading<Answer>(file: string, work: (into: (buffer: Buffer, place: number) => Buffer) => Answer): Answer {
  const opened = openSync(file, 'r');
  try {
    return work((buffer, place) => {
      readSync(opened, buffer, 0, buffer.length, place);
      return buffer;
    });
  } finally {
    closeSync(opened);
  }
}
