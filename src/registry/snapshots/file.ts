import { createHash } from 'node:crypto';
import { type FileHandle, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { deserialize, serialize } from 'node:v8';
import { makeFolder } from '../../eventstore/folder.ts';

/** What a file says of its content before the content: short, and equal to itself when written again. */
export type Heading = Readonly<Record<string, string | number | readonly string[]>>;

const NEWLINE = '\n'.charCodeAt(0);
const digestOf = (...parts: readonly (string | Uint8Array)[]): string =>
  parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest('hex');

/**
 * Writes a file that is there whole or not at all: under a name of its own, onto the disk, and then in the place of the one before.
 * It begins with a line of the SHA-256 of all that follows, and a line of JSON.
 */
export async function writeWhole(path: string, heading: Heading, content: unknown): Promise<void> {
  const line = `${JSON.stringify(heading)}\n`;
  const bytes = serialize(content);
  const aside = `${path}.partial`; // what a process left that was killed here is written over
  makeFolder(dirname(path));
  const file = await open(aside, 'w');
  try {
    await file.write(`${digestOf(line, bytes)}\n${line}`);
    await writeAll(file, bytes);
    await file.sync();
    await rename(aside, path);
  } catch (error) {
    await rm(aside, { force: true });
    throw error;
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
}

async function writeAll(file: FileHandle, bytes: Buffer): Promise<void> {
  for (let at = 0; at < bytes.length; ) at += (await file.write(bytes, at)).bytesWritten;
}

/** Or else the new name may be lost with the power. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** A file that was written whole: what it says of its content, and a way to the content. */
export interface Whole {
  readonly heading: Heading;
  readonly content: () => unknown;
}

/** @returns undefined where there is none, 'damaged' for one with any byte changed or missing */
export async function readWhole(path: string): Promise<Whole | 'damaged' | undefined> {
  const bytes = await readFile(path).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  });
  if (bytes === undefined) return undefined;
  const digestEnds = bytes.indexOf(NEWLINE);
  const headingEnds = bytes.indexOf(NEWLINE, digestEnds + 1);
  if (headingEnds < 0 || digestOf(bytes.subarray(digestEnds + 1)) !== bytes.toString('latin1', 0, digestEnds)) return 'damaged';
  return {
    heading: JSON.parse(bytes.toString('utf8', digestEnds + 1, headingEnds)) as Heading,
    content: (): unknown => deserialize(bytes.subarray(headingEnds + 1)),
  };
}
