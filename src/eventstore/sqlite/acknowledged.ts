import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { StoreError } from '../errors.ts';

/*
 * Beside the file stands up to which position its log was answered for: a file that is an older copy, or whose write-ahead log is gone, is whole
 * in itself, and only too short. It is written without a sync. So it outlives the process; after a power failure it says less than the log has,
 * never more.
 */
const witnessOf = (file: string): string => `${file}.head`;

interface Witness {
  readonly logId: string;
  readonly position: number;
}

/** Digits of the position: always as many, so that what comes behind the id is written over in its place. */
const WIDTH = 16;

/** What comes behind the id: the position, and the CRC-32 of both. */
function tailOf({ logId, position }: Witness): string {
  const digits = String(position).padStart(WIDTH, '0');
  return `${digits} ${crc32(`${logId} ${digits}`).toString(16).padStart(8, '0')}\n`;
}

/** Undefined where there is none, or one that is not as it was written: after a power failure it may be empty. */
function witness(file: string): Witness | undefined {
  let text: string;
  try {
    text = readFileSync(witnessOf(file), 'utf8');
  } catch {
    return undefined;
  }
  const [, logId, digits] = /^(\S+) (\d{16}) \S+\n$/.exec(text) ?? [];
  if (logId === undefined || digits === undefined) return undefined;
  const said = { logId, position: Number(digits) };
  return text === `${logId} ${tailOf(said)}` ? said : undefined;
}

/**
 * What of a log was answered for and is not in its file.
 * @param database undefined where there is no file, or an empty one
 * @returns a sentence; undefined where all of it is there
 */
export function missing(file: string, database?: DatabaseSync): string | undefined {
  const said = witness(file); // first: beside a running service the log is longer by the time that it is asked
  if (said === undefined || said.position === 0) return undefined;
  const answered = `events up to position ${said.position} were answered for (${witnessOf(file)})`;
  if (database === undefined)
    return `${file} is gone or empty, and ${answered}: put it back, or restore a backup; for a new log, move ${witnessOf(file)} away`;
  const { id, last } = ends(database);
  if (id !== said.logId || last >= said.position) return undefined; // another log: it was restored
  const remedy =
    'put back what it was, with the write-ahead log that belonged to it, or restore a backup; what it still has, backup copies';
  return `${file}: ${answered}, and its last one is at ${last}: ${remedy}`;
}

const ends = (database: DatabaseSync): { id: string; last: number } =>
  database.prepare('SELECT id, (SELECT ifnull(max(position), 0) FROM events) AS last FROM log').get() as { id: string; last: number };

/** @throws StoreError `corrupt` where something is missing */
export function requireAcknowledged(file: string, database?: DatabaseSync): void {
  const reason = missing(file, database);
  if (reason !== undefined) throw new StoreError('corrupt', { reason });
}

/** Remembers beside the file what was answered for. It stands in nobody's way: where it cannot be written, it is tried again with the next. */
export interface Acknowledged {
  /** Up to this position all is on the disk, and is about to be answered for. */
  upTo(position: number): void;
  close(): void;
}

/** @param head the last position that the log is known to have, as it is opened */
export function acknowledged(file: string, logId: string, head: number): Acknowledged {
  const before = witness(file);
  let position = before?.logId === logId ? Math.max(head, before.position) : head;
  let handle: number | undefined;
  const close = (): void => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  const write = (): void => {
    try {
      if (handle === undefined) handle = begun(file, { logId, position });
      else writeSync(handle, tailOf({ logId, position }), logId.length + 1);
    } catch {
      // what stands there stays true, or is not taken for anything: the log is whole without it
    }
  };
  write();
  return {
    upTo(last) {
      position = Math.max(position, last);
      write();
    },
    close,
  };
}

/** Aside, and then in its place: at no moment is there none, and whoever's it was, or wherever a link of that name led, it is ours. */
function begun(file: string, said: Witness): number {
  const aside = `${witnessOf(file)}.partial`;
  rmSync(aside, { force: true });
  const handle = openSync(aside, 'wx');
  try {
    writeSync(handle, `${said.logId} ${tailOf(said)}`, 0);
    renameSync(aside, witnessOf(file));
    return handle;
  } catch (error) {
    closeSync(handle);
    throw error;
  }
}
