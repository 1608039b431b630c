import { pino } from 'pino';

/**
 * Stdout as a stream for pino: the lines of one turn of the event loop are written together, all that there are when the process ends.
 * Pino's own stream measures all that is not written yet anew for every line, so that a line costs the more the more requests end
 * in one turn (docs/performance.md). Who kills the process takes with it what was not written, as before.
 */
export function stdoutByTurns() {
  const stdout = pino.destination(1);
  let lines: string[] = [];
  const handOn = (): void => {
    if (lines.length > 0) stdout.write(lines.join(''));
    lines = [];
  };
  const flushSync = (): void => {
    handOn();
    stdout.flushSync();
  };
  process.once('exit', () => {
    if (lines.length > 0) flushSync(); // else it may be closed by now
  });
  return {
    write(line: string): void {
      if (lines.push(line) === 1) setImmediate(handOn);
    },
    /** Pino asks for it after a line of level fatal. */
    flushSync,
  };
}
