import { createHash } from 'node:crypto';
import { type End, type Exported, lineOf } from './form.ts';

/**
 * The log as NDJSON: one event a line, in log order, and a last line by which a truncated or altered file is recognised.
 * @param events `readStored` of any engine
 */
export async function* writeExport(events: AsyncIterable<Exported>): AsyncGenerator<string> {
  const digest = createHash('sha256');
  let count = 0;
  for await (const event of events) {
    const line = lineOf(event);
    digest.update(line);
    count += 1;
    yield line;
  }
  const last: End = { end: { events: count, sha256: digest.digest('hex') } };
  yield `${JSON.stringify(last)}\n`;
}
