import { createHash } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { flushFolder, makeFolder } from '../../eventstore/folder.ts';
import { asideOf, removeLeftBeside } from './aside.ts';

/** What a file says of its content before the content: short, and equal to itself when written again. */
export type Heading = Readonly<Record<string, string | number | readonly string[]>>;

const NEWLINE = '\n'.charCodeAt(0);
const digestOf = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/**
 * So many bytes are brought to the disk at once, and so many given back to it. The log syncs its own file meanwhile, and waits until the
 * disk and the file system have done with ours: 40 to 70 ms for a hundred megabytes, 1 to 4 for a slice.
 */
const SLICE = 1024 * 1024;

/**
 * Writes a file that is there whole or not at all, whoever else writes it meanwhile: under a name of its own, onto the disk, and then in the
 * place of the one before.
 * It begins with a line of the SHA-256 of all that follows, and a line of JSON.
 */
export async function writeWhole(path: string, heading: Heading, content: unknown): Promise<void> {
  const line = `${JSON.stringify(heading)}\n`;
  const bytes = serialize(content);
  const aside = asideOf(path);
  makeFolder(dirname(path));
  await removeLeftBeside(path);
  const file = await open(aside, 'wx'); // a new one, and never through a link that somebody else has put there
  try {
    await file.write(`${digestOf(line, bytes)}\n${line}`);
    await writeAll(file, bytes);
    await file.sync();
    await replace(path, aside);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) {
    at += (await file.write(bytes, at, Math.min(SLICE, bytes.length - at))).bytesWritten;
    await file.datasync();
  }
}

/** Puts a file in the place of the one before, for good; that is then given back to the disk bit by bit. */
async function replace(path: string, by: string): Promise<void> {
  const before = await openWhereOurs(path);
  try {
    await rename(by, path);
    flushFolder(dirname(path));
    if (before !== undefined) await giveBack(before);
  } finally {
    await before?.close();
  }
}

/** @returns undefined where there is none, or one of another user (of who ran `registry snapshot`), which may be replaced but not opened */
async function openWhereOurs(path: string): Promise<FileHandle | undefined> {
  return open(path, 'r+').catch((error: unknown) => {
    if (['ENOENT', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  });
}

async function giveBack(file: FileHandle): Promise<void> {
  const { size, nlink } = await file.stat();
  if (nlink > 0) return; // somebody has kept it under another name
  for (let left = size; left > 0; ) {
    left = Math.max(0, left - SLICE);
    await file.truncate(left);
  }
}

/** A file that was written whole: what it says of its content, and a way to the content. */
export interface Whole {
  readonly heading: Heading;
  readonly content: () => unknown;
}

/** @returns undefined where there is none; a clause that says why for one that cannot be read, or has any byte changed or missing */
export async function readWhole(path: string): Promise<Whole | string | undefined> {
  return wholeIn(path).catch((error: unknown) => {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    return code === 'ENOENT' ? undefined : `it cannot be read: ${message}`;
  });
}

/** One that is replaced while it is read is given back to the disk meanwhile; then the one in its place is read. */
async function wholeIn(path: string): Promise<Whole | string> {
  const file = await open(path);
  try {
    const whole = wholeOf(await file.readFile());
    return typeof whole === 'string' && (await file.stat()).nlink === 0 ? await wholeIn(path) : whole;
  } finally {
    await file.close();
  }
}

function wholeOf(bytes: Buffer): Whole | string {
  const digestEnds = bytes.indexOf(NEWLINE);
  const headingEnds = bytes.indexOf(NEWLINE, digestEnds + 1);
  if (headingEnds < 0 || digestOf(bytes.subarray(digestEnds + 1)) !== bytes.toString('latin1', 0, digestEnds)) return 'it is damaged';
  return {
    heading: JSON.parse(bytes.toString('utf8', digestEnds + 1, headingEnds)) as Heading,
    content: (): unknown => deserialize(bytes.subarray(headingEnds + 1)),
  };
}
