import { closeSync, fsyncSync, openSync } from 'node:fs';

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
