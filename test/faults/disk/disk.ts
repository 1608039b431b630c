import { spawnSync } from 'node:child_process';
import { existsSync, openSync, readSync, realpathSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/** The kinds of calls that may count, as in disk.c. */
export const OPEN = 1;
export const WRITE = 2;
export const SYNC = 4;

/** What a call fails with (Linux); with HALF a write takes half of its bytes and says so. */
export const HALF = 0;
export const EIO = 5;
export const ENOSPC = 28;

/** Which calls fail from now on. */
export interface Order {
  /** A sum of kinds. */
  readonly counts: number;
  /** The n-th of them fails; 0: none does. */
  readonly nth: number;
  /** And all after it: nothing reaches the disk any more. */
  readonly lasting?: boolean;
  readonly error?: number;
  /** Microseconds that each takes longer. */
  readonly delay?: number;
}

/** The disk under a folder, for whoever orders its faults. */
export interface Disk {
  order(order: Order): void;
  /** All is well again. */
  heal(): void;
  /** How many calls have counted, and how many of them failed, since the last order. */
  seen(): { readonly counted: number; readonly failed: number };
}

/** The members of `struct control` in disk.c, in their order. */
const FIELDS = ['counts', 'nth', 'lasting', 'error', 'counted', 'failed', 'delay'] as const;

/** The disk whose orders go through a file, which is made where there is none. */
export function disk(control: string): Disk {
  const file = openSync(control, existsSync(control) ? 'r+' : 'w+');
  const order = ({ counts, nth, lasting = false, error = EIO, delay = 0 }: Order): void => {
    writeSync(file, Int32Array.of(counts, nth, lasting ? 1 : 0, error, 0, 0, delay), 0, undefined, 0);
  };
  const heal = (): void => {
    order({ counts: 0, nth: 0 });
  };
  heal();
  return {
    order,
    heal,
    seen() {
      const fields = new Int32Array(FIELDS.length);
      readSync(file, fields, 0, fields.byteLength, 0);
      return { counted: fields[FIELDS.indexOf('counted')] ?? 0, failed: fields[FIELDS.indexOf('failed')] ?? 0 };
    },
  };
}

/** What a process is started with whose files under a folder are to be on such a disk. */
export const onDisk = (library: string, folder: string, control: string): Readonly<Record<string, string>> => ({
  LD_PRELOAD: library,
  DISK_UNDER: realpathSync(folder),
  DISK_CONTROL: control,
});

/** disk.c as a library in a folder; undefined where there is no C compiler, or no LD_PRELOAD. */
export function libraryIn(folder: string): string | undefined {
  if (process.platform !== 'linux') return undefined;
  const library = join(folder, 'disk.so');
  const { status, error, stderr } = spawnSync(
    'cc',
    ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'disk.c'), '-ldl'],
    {
      encoding: 'utf8',
    },
  );
  if (error !== undefined) return undefined;
  if (status !== 0) throw new Error(`disk.c does not compile: ${stderr}`);
  return library;
}
