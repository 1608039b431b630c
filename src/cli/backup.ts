import { resolve } from 'node:path';
import { backUp } from '../eventstore/sqlite/backup.ts';
import { readerOf } from '../eventstore/sqlite/reader.ts';
import { oneFile } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { count } from './count.ts';
import { EXIT } from './exit.ts';
import { damageIn, type Finding, tell } from './findings.ts';
import { writeNew } from './new-file.ts';
import { progress } from './progress.ts';
import { storeFolder } from './store-folder.ts';

export const backupCommand: CliCommand = {
  summary: 'copy the store while it serves',
  help: `usage: npm run registry -- backup FILE

Copies the store in DATA_DIR, as it is at this moment, to one new file, and verifies the copy as verify does: every page, every
index, every hash chain, every event. The service may run meanwhile, and is not held up. FILE appears when it is whole and on the disk,
and is never written over. What is damaged in the store itself, or missing at its end, is told (exit code 1), and the copy is kept.
restore makes a store of it.
`,
  options: {},
  async run(positionals) {
    const file = resolve(oneFile('backup', positionals)); // SQLite takes a name that begins with file: for an address
    const path = storeFolder('backup');
    const { events, findings } = await writeNew(file, async (partial) => {
      const missing = await tell(await copy(path, partial), process.stderr);
      const found = await damageIn(readerOf(partial));
      return { ...found, findings: missing + found.findings };
    });
    const wrong = findings === 0 ? 'nothing found' : `${count(findings, 'finding')} in the store itself, which the copy has as well`;
    process.stderr.write(`${file}: ${count(events, 'event')}, verified: ${wrong}\n`);
    return findings === 0 ? EXIT.done : EXIT.findings;
  },
};

async function copy(path: string, partial: string): Promise<readonly Finding[]> {
  const pages = progress('copied pages', null);
  let before = 0;
  const missing = await backUp({
    path,
    file: partial,
    onProgress: ({ done }) => {
      pages.advance(done - before);
      before = done;
    },
  });
  pages.end();
  return missing;
}
