import { closeSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { StoreError } from '../errors.ts';

/** Of the position, in digits: always as many, so that only they are written, at one place. */
const WIDTH = 16;

/** Beside the file: up to which position its log was answered for, and the id of that log. */
const witnessOf = (file: string): string => `${file}.head`;

interface Witness {
  readonly position: number;
  readonly logId: string;
}

/** Undefined where there is none, or one that is not whole: after a power failure it may be empty. */
function witness(file: string): Witness | undefined {
  let text: string;
  try {
    text = readFileSync(witnessOf(file), 'utf8');
  } catch {
    return undefined;
  }
  const [, position, logId] = /^(\d{16}) (\S+)\n$/.exec(text) ?? [];
  return position === undefined || logId === undefined ? undefined : { position: Number(position), logId };
}

/**
 * Holds a file against what was answered for: one that is an older copy, or whose write-ahead log is gone, is whole in itself, and only too short.
 * @param database none where there is no file, or an empty one
 * @throws StoreError `corrupt`
 */
export function requireAcknowledged(file: string, database?: DatabaseSync): void {
  const said = witness(file); // first: beside a running service the log is longer by the time that it is asked
  if (said === undefined || said.position === 0) return;
  const { id, last } = database === undefined ? { id: said.logId, last: 0 } : ends(database);
  if (id !== said.logId || last >= said.position) return; // another log: it was restored
  const found = last === 0 ? 'it has none' : `its last one is at ${last}`;
  throw new StoreError('corrupt', {
    reason:
      `${file}: events up to position ${said.position} were answered for (${witnessOf(file)}), and ${found}: put back ${file}-wal or the ` +
      'file that it was, or restore a backup; to go on without them, restore this file into another folder (--accept-copy)',
  });
}

const ends = (database: DatabaseSync): { id: string; last: number } =>
  database.prepare('SELECT id, (SELECT ifnull(max(position), 0) FROM events) AS last FROM log').get() as { id: string; last: number };

/** Remembers beside the file what was answered for, for `requireAcknowledged`. */
export interface Acknowledged {
  /** Up to this position all is on the disk. */
  upTo(position: number): void;
  close(): void;
}

/**
 * Written without a sync: it outlives the process, and after a power failure it says less than the log has, never more. It stands in nobody's
 * way: where it cannot be written it is taken away, since the log is whole without it.
 * @param head the last position of the log, as it is opened
 */
export function acknowledged(file: string, logId: string, head: number): Acknowledged {
  const digits = (position: number): string => String(position).padStart(WIDTH, '0');
  let [said, handle]: [number, number | undefined] = [head, undefined];
  const close = (): void => {
    if (handle !== undefined) closeSync(handle);
    handle = undefined;
  };
  const orNone = (write: () => void): void => {
    try {
      write();
    } catch {
      close();
      remove(witnessOf(file));
    }
  };
  orNone(() => {
    handle = openSync(witnessOf(file), 'w');
    writeSync(handle, `${digits(head)} ${logId}\n`, 0);
  });
  return {
    upTo(position) {
      const into = handle;
      if (into === undefined || position <= said) return;
      said = position;
      orNone(() => writeSync(into, digits(position), 0));
    },
    close,
  };
}

function remove(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // what it says stays true: the log only grows
  }
}
