import type { SqliteReader } from '../eventstore/sqlite/reader.ts';
import { verify } from '../eventstore/verify.ts';

/** Something wrong: in which way, and where. */
export interface Finding {
  readonly code: string;
  readonly message: string;
}

/** Writes findings to a stream, a line each. @returns how many there are */
export async function tell(found: AsyncIterable<Finding> | Iterable<Finding>, stream: NodeJS.WriteStream): Promise<number> {
  let findings = 0;
  for await (const { code, message } of found) {
    stream.write(`${code}: ${message}\n`);
    findings += 1;
  }
  return findings;
}

/**
 * Tells on stderr what is damaged in a store: all that `verify` finds, but for what its events make of each other (clashes, reports that a
 * reform has made invalid, times that step back in the log of a cluster), which is no damage. Closes it.
 */
export async function damageIn(log: SqliteReader): Promise<{ readonly events: number; readonly findings: number }> {
  try {
    const inFile = await tell(log.verifyFile(), process.stderr);
    const inLog = await tell(verify(log, { contiguous: true, settling: Infinity }), process.stderr);
    return { events: await log.head(), findings: inFile + inLog };
  } finally {
    log.close();
  }
}
