import { write, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { pino } from 'pino';

const writeSome = promisify(write);

/** How many lines wait at most while stdout takes none: some 10 MB. */
const MOST = 30_000;
/** When it is tried again what stdout did not take, in milliseconds: a pipe that is full, a file on a disk that is. */
const RETRY = 10;
/** How often in vain when the process ends, which is not held up for longer. */
const LAST_TRIES = 200;

const NOTHING = Buffer.alloc(0);

/**
 * Stdout as a stream for pino: the lines of one turn of the event loop are written together, all that there are when the process ends.
 * Pino's own stream measures all that is not written yet anew for every line, so that a line costs the more the more requests end
 * in one turn (docs/performance.md); of lines that nobody takes it keeps all, and where the disk is full it never lets the process end.
 * Who kills the process takes with it what was not written, as before.
 */
export function stdoutByTurns() {
  const { fd } = process.stdout; // Node sees to it that a pipe that is full holds up nobody who writes to it
  let lines: string[] = [];
  let leftOut = 0;
  let rest = NOTHING;
  let isUnderWay = false;

  /** What stdout did not take, or else all the lines that there are. */
  const taken = (): Buffer<ArrayBuffer> => {
    let bytes = rest;
    if (bytes.length === 0) {
      bytes = Buffer.from(lines.join('') + (leftOut > 0 ? tellingOf(leftOut) : ''));
      [lines, leftOut] = [[], 0];
    }
    rest = NOTHING;
    return bytes;
  };
  const handOn = async (): Promise<void> => {
    while (rest.length > 0 || lines.length > 0) {
      let bytes = taken();
      try {
        while (bytes.length > 0) bytes = bytes.subarray((await writeSome(fd, bytes)).bytesWritten);
      } catch {
        rest = Buffer.concat([bytes, rest]);
        await pause(RETRY, undefined, { ref: false });
      }
    }
    isUnderWay = false;
  };
  const flushSync = (): void => {
    for (let tries = 0; (rest.length > 0 || lines.length > 0) && tries < LAST_TRIES; )
      try {
        for (rest = taken(); rest.length > 0; tries = 0) rest = rest.subarray(writeSync(fd, rest));
      } catch {
        tries += 1;
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY);
      }
  };
  process.once('exit', flushSync);
  return {
    write(line: string): void {
      if (lines.length === MOST) leftOut += 1;
      else lines.push(line);
      if (isUnderWay) return;
      isUnderWay = true;
      setImmediate(() => void handOn());
    },
    /** Pino asks for it after a line of level fatal. */
    flushSync,
  };
}

/** A line that says how many are missing. */
function tellingOf(leftOut: number): string {
  let telling = '';
  pino({}, { write: (line: string) => { telling = line; } }).warn({ leftOut }, 'lines of the log are missing here: nobody took them'); // prettier-ignore
  return telling;
}
