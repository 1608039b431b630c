import { StoreError } from '../errors.ts';

/** A line of a text, with its number (from 1) and without its line end. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/** Characters: the largest event that any engine takes is half a million, and escapes may make six of one. */
const LONGEST = 8_000_000;

/**
 * Cuts a text that comes in chunks into its lines. Only at "\n": `readline` would take away a "\r" too, and an altered file
 * would pass for the one that was written.
 * @throws StoreError `broken-export` for a line that is longer than any event
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > LONGEST)
      throw new StoreError('broken-export', {
        line: number + parts.length + 1,
        reason: `it is longer than ${LONGEST} characters, as no event is`,
      });
    for (const text of parts) {
      number += 1;
      yield { number, text };
    }
  }
  if (rest !== '') yield { number: number + 1, text: rest };
}
