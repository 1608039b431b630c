import { closeSync, fsyncSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * Makes a folder, and those that it lies in, where they are not there. Node's own way (`recursive`) never comes back from a parent that is
 * there and takes nothing in: a link that leads nowhere, as to a disk that is not mounted.
 * @throws Error of the system, which names the path
 */
export function makeFolder(path: string): void {
  if (isFolder(path)) return;
  const parent = dirname(path);
  if (parent !== path) makeFolder(parent);
  try {
    mkdirSync(path);
  } catch (error) {
    if (!isFolder(path)) throw error; // else another process was quicker
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Brings the names in a folder to the disk: a file that was renamed is otherwise there only until the power fails. */
export function flushFolder(path: string): void {
  if (process.platform === 'win32') return; // it gives no handle of a folder
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
