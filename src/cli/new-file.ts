import { closeSync, lstatSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { flushFolder } from '../eventstore/folder.ts';
import { UsageError } from './exit.ts';

/** How somebody ends a command: what it had begun is not to stand in the way of the next. */
const ENDINGS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Writes a file that is not there yet: it appears when it is whole, and nothing is ever written over.
 * @param write writes it under the name that it is given, and to the disk; what SQLite puts beside that is taken away with it
 * @throws UsageError where the file is there, or another process writes it; Error of the system, with the file
 */
export async function writeNew<Result>(file: string, write: (partial: string) => Promise<Result>): Promise<Result> {
  requireNew(file);
  const partial = `${file}.partial`;
  reserve(partial);
  const giveUp = (ending: NodeJS.Signals): void => {
    remove(partial);
    process.kill(process.pid, ending); // as without us, now that nobody listens for it any more
  };
  for (const ending of ENDINGS) process.once(ending, giveUp);
  try {
    const result = await write(partial);
    requireNew(file);
    renameSync(partial, file);
    flushFolder(dirname(file));
    return result;
  } catch (error) {
    throw withFile(error, file);
  } finally {
    for (const ending of ENDINGS) process.off(ending, giveUp);
    remove(partial);
  }
}

function remove(partial: string): void {
  for (const end of ['', '-journal', '-wal', '-shm']) rmSync(`${partial}${end}`, { force: true });
}

/** A write that fails does not say to which file it was. */
function withFile(error: unknown, file: string): unknown {
  if (!(error instanceof Error) || !('syscall' in error) || 'path' in error) return error;
  return Object.assign(new Error(`${file}: ${error.message}`, { cause: error }), { syscall: error.syscall });
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
