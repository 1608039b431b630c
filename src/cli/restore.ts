import { restoreBackup } from '../eventstore/sqlite/from-backup.ts';
import { openSqliteReader } from '../eventstore/sqlite/reader.ts';
import { oneFileToRead } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { count } from './count.ts';
import { EXIT } from './exit.ts';
import { damageIn } from './findings.ts';
import { storeFolder } from './store-folder.ts';

export const restoreCommand: CliCommand = {
  summary: 'make a store from a backup',
  help: `usage: npm run registry -- restore FILE [--accept-findings] [--accept-copy]

Makes the store in DATA_DIR, where there must be none, from what backup wrote. It is verified first, as verify does: every page, every
index, every hash chain, every event; with findings (exit code 1) nothing is restored, unless --accept-findings says so. Events, ids and
times are kept. The log gets a new id: positions that were given before are answered with 410, since later ones of the lost log would
name other events. A copy of a store's own file is refused, since what a running store recorded last lies beside that: --accept-copy takes
it, where the store was stopped or nothing better is left.
`,
  options: { 'accept-findings': { type: 'boolean' }, 'accept-copy': { type: 'boolean' } },
  async run(positionals, { 'accept-findings': accepted, 'accept-copy': acceptCopy }) {
    const file = oneFileToRead('restore', positionals);
    const path = storeFolder('restore');
    let found = { events: 0, findings: 0 };
    const restored = await restoreBackup(file, path, {
      acceptCopy: acceptCopy === true,
      async check(folder) {
        found = await damageIn(openSqliteReader({ path: folder }));
        return found.findings === 0 || accepted === true;
      },
    });
    const { events, findings } = found;
    const wrong = findings === 0 ? 'nothing found' : count(findings, 'finding');
    process.stderr.write(restored ? `${path}: restored ${count(events, 'event')}: ${wrong}\n` : `${wrong}; nothing was restored\n`);
    return findings === 0 ? EXIT.done : EXIT.findings;
  },
};
