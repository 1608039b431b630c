import { closeSync, existsSync, openSync, renameSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { backUp } from '../eventstore/sqlite/backup.ts';
import { flushFolder } from '../eventstore/sqlite/flush.ts';
import { readerOf } from '../eventstore/sqlite/reader.ts';
import type { CliCommand } from './command.ts';
import { count } from './count.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';
import { damageIn } from './findings.ts';
import { progress } from './progress.ts';
import { storeFolder } from './store-folder.ts';

export const backupCommand: CliCommand = {
  summary: 'copy the store while it serves',
  help: `usage: npm run registry -- backup FILE

Copies the store in DATA_DIR, as it is at this moment, to one new file, and verifies the copy as verify does: every page, every
index, every hash chain, every event. The service may run meanwhile, and is not held up. FILE appears when it is whole and on the disk,
and is never written over. What is damaged in the store itself is told (exit code 1), and the copy is kept. restore makes a store of it.
`,
  options: {},
  async run(positionals) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('backup takes one file; see --help');
    const path = storeFolder('backup');
    requireNew(file);
    const partial = `${file}.partial`;
    reserve(partial);
    try {
      await copy(path, partial);
      const found = await damageIn(readerOf(partial));
      requireNew(file);
      renameSync(partial, file);
      flushFolder(dirname(file));
      return told(file, found);
    } finally {
      rmSync(partial, { force: true });
    }
  },
};

function requireNew(file: string): void {
  if (existsSync(file)) throw new UsageError(`${file} is there already; a backup is never written over`);
}

/** The file that is written to, for this process alone: another backup to the same name is refused. */
function reserve(partial: string): void {
  try {
    closeSync(openSync(partial, 'wx'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST')
      throw new UsageError(`${partial} cannot be written: ${(error as Error).message}`);
    throw new UsageError(`${partial} is there: another backup writes it, or was cut short; then remove it first`);
  }
}

async function copy(path: string, partial: string): Promise<void> {
  const pages = progress('copied pages', null);
  let before = 0;
  await backUp({
    path,
    file: partial,
    onProgress: ({ done }) => {
      pages.advance(done - before);
      before = done;
    },
  });
  pages.end();
}

function told(file: string, { events, findings }: { readonly events: number; readonly findings: number }): ExitCode {
  const wrong = findings === 0 ? 'nothing found' : `${count(findings, 'finding')} in the store itself, which the copy has as well`;
  process.stderr.write(`${file}: ${count(events, 'event')}, verified: ${wrong}\n`);
  return findings === 0 ? EXIT.done : EXIT.findings;
}
