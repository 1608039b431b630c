import { closeSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder } from '../eventstore/folder.ts';
import { UsageError } from './exit.ts';

/**
 * Writes a file that is not there yet: it appears when it is whole, and nothing is ever written over.
 * @param write writes it under the name that it is given, and to the disk
 * @throws UsageError where the file is there, or another process writes it; Error of the system
 */
export async function writeNew<Result>(file: string, write: (partial: string) => Promise<Result>): Promise<Result> {
  requireNew(file);
  const partial = `${file}.partial`;
  reserve(partial);
  try {
    const result = await write(partial);
    requireNew(file);
    renameSync(partial, file);
    flushFolder(dirname(file));
    return result;
  } finally {
    rmSync(partial, { force: true });
  }
}

function requireNew(file: string): void {
  // A link is there, too, wherever it leads: it would be replaced.
  if (lstatSync(file, { throwIfNoEntry: false }) !== undefined) throw new UsageError(`${file} is there already, and is never written over`);
}

/** The file that is written to, for this process alone: another one that is to write the same file is refused. */
function reserve(partial: string): void {
  try {
    closeSync(openSync(partial, 'wx'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    throw new UsageError(`${partial} is there: another process writes it, or was cut short; then remove it first`);
  }
}
