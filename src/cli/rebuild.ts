import { readConfig } from '../config.ts';
import { rebuildDerived } from '../eventstore/sqlite/rebuild-derived.ts';
import { Snapshot } from '../registry/snapshots/snapshot.ts';
import { requireNone } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { EXIT } from './exit.ts';
import { tellMigration } from './migration.ts';
import { writeSnapshot } from './snapshot.ts';

export const rebuildCommand: CliCommand = {
  summary: 'derive everything anew from the events',
  help: `usage: npm run registry -- rebuild

Throws the snapshot in DATA_DIR away, makes anew what the store has derived of its events, folds the whole log, and
writes a new snapshot. Nobody may serve the store meanwhile. The events themselves are never touched. Where one cannot be
read, nothing is done: what was derived of it serves in its place, and cannot be made anew.
`,
  options: {},
  async run(positionals) {
    requireNone('rebuild', positionals);
    const config = readConfig(process.env);
    if (config.EVENT_STORE === 'sqlite')
      await rebuildDerived({ path: config.DATA_DIR, knownBad: new Set(config.KNOWN_BAD_EVENTS), onMigration: tellMigration });
    await new Snapshot(config.DATA_DIR, new Set()).remove();
    await writeSnapshot(config);
    return EXIT.done;
  },
};
