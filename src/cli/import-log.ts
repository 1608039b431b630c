import { readConfig } from '../config.ts';
import { openLog } from '../open-log.ts';
import { oneFileToRead } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { importIntoFile } from './log/into-file.ts';
import { importIntoServer } from './log/into-server.ts';

export const importLogCommand: CliCommand = {
  summary: 'make a store from an exported log',
  help: `usage: npm run registry -- import log FILE

Reads what export wrote, from either engine: into SQLite in DATA_DIR, where there must be no store, or into the EventStoreDB that
EVENT_STORE names, which must be empty. Order, ids, metadata and recorded times are kept; the number of events, their SHA-256 and the
hash chain of every stream are verified before anything is recorded. Refused or cut short, it leaves no store in DATA_DIR; in
EventStoreDB the same command goes on where it stopped, and compares the whole log with the file at its end. The log gets a new id:
positions that the exported one gave are answered with 410, since its events may stand at others here.
`,
  options: {},
  async run(positionals) {
    const file = oneFileToRead('import log', positionals);
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
