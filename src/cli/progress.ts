/** Tells how far something has come: one line that is written over on a terminal, a plain line now and then elsewhere. */
export interface Progress {
  advance(by?: number): void;
  /** Ends the line of the terminal. */
  end(): void;
}

/** Between two plain lines, and between two strokes on a terminal, in milliseconds. */
const PLAIN = 5_000;
const TERMINAL = 100;

/** @param total null where it is not known */
export function progress(what: string, total: number | null): Progress {
  const stream = process.stderr;
  let done = 0;
  let last = Date.now();
  const line = (): string => `${what}: ${done}${total === null ? '' : ` of ${total}`}`;
  return {
    advance(by = 1) {
      done += by;
      if (Date.now() - last < (stream.isTTY ? TERMINAL : PLAIN)) return;
      last = Date.now();
      stream.write(stream.isTTY ? `\r${line()}` : `${line()}\n`);
    },
    end() {
      stream.write(stream.isTTY ? `\r${line()}\n` : `${line()}\n`);
    },
  };
}
