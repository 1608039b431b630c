import { readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { hasWriteAheadLog } from './write-ahead-log.ts';

/** Beside the file, what it looked like when it was last closed in order. */
const markOf = (file: string): string => `${file}.closed`;

const looksOf = (file: string): string => {
  const { size, mtimeNs, ino } = statSync(file, { bigint: true });
  return `${size} ${mtimeNs} ${ino}\n`;
};

/**
 * Marks a file that was closed in order. Its time of change is put two seconds back: clocks of file systems tick in milliseconds, and
 * a change right after this must show.
 */
export function markClosed(file: string): void {
  const then = Math.floor(Date.now() / 1000) - 2;
  try {
    utimesSync(file, then, then);
    writeFileSync(markOf(file), looksOf(file));
  } catch {
    unmark(file); // the log is whole without it: whoever opens the file next reads all of its pages
  }
}

/**
 * Whether nobody has touched a file since it was closed in order: then its pages need not be checked again, which takes a second for a
 * million events. A disk that rots leaves no trace here; `verify` reads everything.
 */
export const isUntouched = (file: string): boolean => !hasWriteAheadLog(file) && read(markOf(file)) === looksOf(file);

/** Undefined for a mark that is not there or cannot be read: then the pages are read. */
function read(mark: string): string | undefined {
  try {
    return readFileSync(mark, 'utf8');
  } catch {
    return undefined;
  }
}

/** From here on it is only closed in order when it is marked anew. */
export function unmark(file: string): void {
  rmSync(markOf(file), { force: true });
}
