import { type Config, readConfig } from '../config.ts';
import { openLogForReading } from '../open-log.ts';
import { Snapshot } from '../registry/snapshots/snapshot.ts';
import { takeSnapshot } from '../registry/snapshots/take.ts';
import { requireNone } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit.ts';

export const snapshotCommand: CliCommand = {
  summary: 'write the read models down, for a faster start',
  help: `usage: npm run registry -- snapshot

Folds the log, from the last snapshot on where there is one, and writes the state of the read models to DATA_DIR. The next
start begins from there. The service may run meanwhile; it does the same by itself now and then. A snapshot is a cache: one that does
not fit the log or the release is thrown away at start.
`,
  options: {},
  async run(positionals) {
    requireNone('snapshot', positionals);
    await writeSnapshot(readConfig(process.env));
    return EXIT.done;
  },
};

/** Takes a snapshot of the store, whether or not it is served, and tells of it on stderr. */
export async function writeSnapshot(config: Config): Promise<void> {
  const { DATA_DIR, KNOWN_BAD_EVENTS } = config;
  const reader = await openLogForReading(config);
  try {
    const knownBad = new Set(KNOWN_BAD_EVENTS);
    const position = await takeSnapshot(reader, new Snapshot(DATA_DIR, knownBad), knownBad);
    process.stderr.write(position === null ? 'there is nothing to take a snapshot of\n' : `snapshot up to position ${position}\n`);
  } finally {
    await reader.close();
  }
}
