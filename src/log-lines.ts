import { writeSync } from 'node:fs';
import { pino } from 'pino';

/** How many lines wait at most while stdout takes none: some 10 MB. */
const MOST = 30_000;
/** When it is tried again what stdout did not take, in milliseconds: a pipe that is full, a file on a disk that is. */
const RETRY = 10;
/** How often in vain when the process ends, which is not held up for longer by who takes nothing. */
const LAST_TRIES = 200;

const NOTHING = Buffer.alloc(0);

/**
 * Stdout as a stream for pino: the lines of one turn of the event loop are written together, all that there are when the process ends.
 * Pino's own stream measures all that is not written yet anew for every line, so that a line costs the more the more requests end
 * in one turn (docs/performance.md); of lines that nobody takes it keeps all, and where the disk is full it never lets the process end.
 * Who kills the process takes with it what was not written, as before.
 */
export function stdoutByTurns() {
  const { fd } = process.stdout; // Node sees to it that a pipe that is full refuses what is written, and holds up nobody
  let lines: string[] = [];
  let leftOut = 0;
  let rest = NOTHING;
  let isDue = false;

  /** What stdout did not take before, and then the lines that there are. @returns whether it took them all */
  const handOn = (): boolean => {
    try {
      for (;;) {
        while (rest.length > 0) rest = rest.subarray(writeSync(fd, rest));
        if (lines.length === 0) return true;
        rest = Buffer.from(lines.join('') + (leftOut > 0 ? tellingOf(leftOut) : ''));
        [lines, leftOut] = [[], 0];
      }
    } catch {
      return false; // what it did not take is kept, and tried again
    }
  };
  const inTurn = (): void => {
    isDue = !handOn();
    if (isDue) setTimeout(inTurn, RETRY).unref();
  };
  const flushSync = (): void => {
    let [tries, before] = [0, rest];
    while (tries < LAST_TRIES && !handOn()) {
      tries = rest === before ? tries + 1 : 0;
      before = rest;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY);
    }
  };
  process.once('exit', flushSync);
  return {
    write(line: string): void {
      if (lines.length === MOST) leftOut += 1;
      else lines.push(line);
      if (isDue) return;
      isDue = true;
      setImmediate(inTurn);
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
