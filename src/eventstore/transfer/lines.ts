/** A line of a text, with its number (from 1) and without its line end. */
export interface Line {
  readonly number: number;
  readonly text: string;
}

/**
 * Cuts a text that comes in chunks into its lines. Only at "\n": `readline` would take away a "\r" too, and an altered file
 * would pass for the one that was written.
 */
export async function* linesOf(chunks: AsyncIterable<string>): AsyncGenerator<Line> {
  let number = 0;
  let rest = '';
  for await (const chunk of chunks) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    for (const text of parts) {
      number += 1;
      yield { number, text };
    }
  }
  if (rest !== '') yield { number: number + 1, text: rest };
}
