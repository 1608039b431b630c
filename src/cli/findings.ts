import type { SqliteReader } from '../eventstore/sqlite/reader.ts';
import { verify } from '../eventstore/verify.ts';

/** Walks a log and writes what is wrong with it to stderr, a line each: hash chains, revisions, positions, schemas. Closes it. */
export async function findingsIn(log: SqliteReader): Promise<{ readonly events: number; readonly findings: number }> {
  let findings = 0;
  try {
    for await (const { code, message } of verify(log, { contiguous: true, settling: 0 })) {
      process.stderr.write(`${code}: ${message}\n`);
      findings += 1;
    }
    return { events: await log.head(), findings };
  } finally {
    log.close();
  }
}
