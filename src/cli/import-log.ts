import { createReadStream } from 'node:fs';
import { access, constants, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../config.ts';
import { type Position, START } from '../domain/position.ts';
import { StoreError } from '../eventstore/errors.ts';
import type { Stored } from '../eventstore/port.ts';
import { databaseFile } from '../eventstore/sqlite/open.ts';
import { openSqliteStore } from '../eventstore/sqlite/store.ts';
import { readExport } from '../eventstore/transfer/read.ts';
import { verify } from '../eventstore/verify.ts';
import type { CliCommand } from './command.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';
import { progress } from './progress.ts';

export const importLogCommand: CliCommand = {
  summary: 'read an exported log into an empty store',
  help: `usage: npm run registry -- import log FILE

Reads what export wrote into the store in DATA_DIR, which must be empty and not served. Order, ids, metadata and recorded times
are kept; the number of events, their SHA-256 and the hash chain of every stream are verified before anything is recorded.
`,
  options: {},
  async run(positionals) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('import log takes one file; see --help');
    await access(file, constants.R_OK).catch((error: unknown) => {
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    });
    const { DATA_DIR } = readConfig(process.env);
    const store = openSqliteStore({ path: DATA_DIR });
    try {
      if ((await store.head()) !== START)
        throw new StoreError('unavailable', { reason: 'a log is imported into an empty store only, and this one has events' });
      const found = await check(file);
      if (found !== EXIT.done) return found;
      await restoreAside(file, join(DATA_DIR, ASIDE));
    } finally {
      await store.close();
    }
    await rename(databaseFile(join(DATA_DIR, ASIDE)), databaseFile(DATA_DIR));
    await rm(join(DATA_DIR, ASIDE), { recursive: true });
    return EXIT.done;
  },
};

/** Where a log is restored: it takes the empty store's place when it is whole, so that one cut short leaves nothing. */
const ASIDE = 'import';

async function restoreAside(file: string, path: string): Promise<void> {
  await rm(path, { recursive: true, force: true }); // of an import that was cut short
  const store = openSqliteStore({ path });
  const told = progress('imported events', null);
  try {
    for await (const batch of batches(file)) {
      await store.restore(batch);
      told.advance(batch.length);
    }
  } finally {
    await store.close();
  }
  told.end();
}

const batches = (file: string): AsyncGenerator<readonly Stored[]> => readExport(createReadStream(file, 'utf8'));

/** A first reading that records nothing: every finding is told. */
async function check(file: string): Promise<ExitCode> {
  let found = 0;
  for await (const { message } of verify({ readStored: (after) => numbered(file, after) }, { contiguous: true })) {
    process.stderr.write(`${message}\n`);
    found += 1;
  }
  if (found > 0) process.stderr.write(`${found} findings; nothing was imported\n`);
  return found > 0 ? EXIT.findings : EXIT.done;
}

/** The events of an export with the positions that they will get. */
async function* numbered(file: string, after: Position): AsyncGenerator<Stored> {
  let position = 0;
  for await (const batch of batches(file))
    for (const stored of batch) if (++position > after) yield { ...stored, position: position as Position };
}
