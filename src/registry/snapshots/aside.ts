import { lstatSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/** What the name of every file begins with that is to take the place of another one; the releases before had no more of a name. */
const beginningOf = (path: string): string => `${basename(path)}.partial`;

/** A name beside a file, for one writer alone: the service and `registry snapshot` may write at the same time. */
export const asideOf = (path: string): string => join(dirname(path), `${beginningOf(path)}-${crypto.randomUUID()}`);

/** A writer that has written nothing for so long was killed, in milliseconds: it writes a slice in some. */
const SILENT = 10 * 60_000;

/**
 * Removes what killed writers have left beside a file, which would stay for ever. They are told by their silence: by the number of its process
 * a writer is not known, since in a container each has the same, and another container may use the folder. Were one alive after all, it would
 * find its file gone and fail, and leave the one before in its place.
 */
export async function removeLeftBeside(path: string): Promise<void> {
  const beginning = beginningOf(path);
  const names = (await readdir(dirname(path))).filter((name) => name.startsWith(beginning));
  for (const file of names.map((name) => join(dirname(path), name))) if (isLeft(file)) await rm(file, { force: true });
}

/** A link or a folder is nothing of ours; one that is gone, another writer has removed or put in its place. */
function isLeft(file: string): boolean {
  const found = lstatSync(file, { throwIfNoEntry: false });
  return found?.isFile() === true && Date.now() - found.mtimeMs > SILENT;
}
