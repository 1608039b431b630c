import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { readConfig } from '../config.ts';
import { StoreError } from '../eventstore/errors.ts';
import type { Stored } from '../eventstore/port.ts';
import { writeExport } from '../eventstore/transfer/write.ts';
import { type Finding, isStored, readAll, verified } from '../eventstore/verify.ts';
import { type LogReader, openLogForReading } from '../open-log.ts';
import { requireNone } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { count } from './count.ts';
import { EXIT, UsageError } from './exit.ts';
import { tell } from './findings.ts';
import { writeNew } from './new-file.ts';
import { progress } from './progress.ts';

export const exportCommand: CliCommand = {
  summary: 'write the whole log as NDJSON',
  help: `usage: npm run --silent registry -- export [--output FILE]

Writes every event of the log (EVENT_STORE, DATA_DIR), one a line in the order of the log, and a last line with their number and SHA-256.
The service may run meanwhile. FILE appears when it is whole and on the disk, and is never written over. Without --output it goes to stdout
(--silent keeps npm's own lines out of it). Hash chains and schemas are checked on the way: an event that is not as it was written is told
(exit code 1), and is in the export as it is; import log refuses that export. What was answered for and is missing at the end of the
log is told, too (exit code 1), and the rest exported. One that cannot be read at all (somebody else's, a tombstone)
ends it (exit code 3), unless KNOWN_BAD_EVENTS lists it: then it is left out, which is told.
`,
  options: { output: { type: 'string' } },
  async run(positionals, { output }) {
    requireNone('export', positionals);
    if (output === '') throw new UsageError('--output takes the name of a file; see --help');
    const config = readConfig(process.env);
    const reader = await openLogForReading(config);
    const told = progress('exported events', null);
    let [missing, findings] = [0, 0];
    const met = ({ code, message }: Finding): void => {
      process.stderr.write(`${code}: ${message}\n`);
      findings += 1;
    };
    try {
      missing = await tell(reader.missing?.() ?? [], process.stderr);
      const readable = readableOf(reader, new Set(config.KNOWN_BAD_EVENTS));
      const stored = verified(readable, { contiguous: reader.engine === 'sqlite', settling: Infinity }, met);
      const lines = Readable.from(writeExport(counted(stored, () => { told.advance(); }))); // prettier-ignore
      if (typeof output === 'string') await writeNew(output, (partial) => pipeline(lines, createWriteStream(partial, { flush: true })));
      else await pipeline(lines, process.stdout, { end: false });
    } finally {
      await reader.close();
    }
    told.end();
    if (findings === 0) return missing === 0 ? EXIT.done : EXIT.findings;
    process.stderr.write(`${count(findings, 'finding')} in the log itself, which the export has as well: import log will refuse it\n`);
    return EXIT.findings;
  },
};

/** All events but those that cannot be read and are listed. @throws StoreError `corrupt` for one that is not */
async function* readableOf(reader: LogReader, knownBad: ReadonlySet<string>): AsyncGenerator<Stored> {
  for await (const met of readAll(reader)) {
    if (isStored(met)) yield met;
    else if (knownBad.has(met.eventId)) process.stderr.write(`left out, as KNOWN_BAD_EVENTS says: ${met.message}\n`);
    else throw new StoreError('corrupt', { reason: `${met.message}; with its id in KNOWN_BAD_EVENTS, the rest is exported` });
  }
}

async function* counted(events: AsyncIterable<Stored>, each: () => void): AsyncGenerator<Stored> {
  for await (const event of events) {
    yield event;
    each();
  }
}
