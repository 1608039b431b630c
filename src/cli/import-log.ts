import { access, constants } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { openLog } from '../open-log.ts';
import type { CliCommand } from './command.ts';
import { UsageError } from './exit.ts';
import { importIntoFile } from './log/into-file.ts';
import { importIntoServer } from './log/into-server.ts';

export const importLogCommand: CliCommand = {
  summary: 'read an exported log into an empty store',
  help: `usage: npm run registry -- import log FILE

Reads what export wrote, from either engine, into the log that EVENT_STORE and DATA_DIR name. It must be empty and not served. Order, ids,
metadata and recorded times are kept; the number of events, their SHA-256 and the hash chain of every stream are verified before
anything is recorded. Cut short, it leaves nothing in SQLite; in EventStoreDB the same command goes on where it stopped, and
compares the whole log with the file at its end.
`,
  options: {},
  async run(positionals) {
    const [file, ...more] = positionals;
    if (file === undefined || more.length > 0) throw new UsageError('import log takes one file; see --help');
    await access(file, constants.R_OK).catch((error: unknown) => {
      throw new UsageError(`${file} cannot be read: ${(error as Error).message}`);
    });
    const config = readConfig(process.env);
    if (config.EVENT_STORE === 'sqlite') return importIntoFile(file, config.DATA_DIR);
    const store = await openLog(config);
    try {
      return await importIntoServer(file, store);
    } finally {
      await store.close();
    }
  },
};
