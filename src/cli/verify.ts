import { readConfig } from '../config.ts';
import { openLogForReading } from '../open-log.ts';
import { verifyLog } from '../registry/verify.ts';
import { requireNone } from './arguments.ts';
import type { CliCommand } from './command.ts';
import { count } from './count.ts';
import { EXIT } from './exit.ts';
import { tell } from './findings.ts';

export const verifyCommand: CliCommand = {
  summary: 'check the whole log',
  help: `usage: npm run registry -- verify

Checks the file of the log in DATA_DIR (pages, indexes, the checksum of every event, what is kept of it in short and folded at start),
then walks the log (EVENT_STORE, DATA_DIR): hash chains, revisions, positions, every event against its schema; then folds it and lists
clashes, and reports and target groups that name what is not there as is known now (a municipality, a capability), so that they count
nowhere; on EventStoreDB also what was written more than a minute after its stamp. The service may run meanwhile. Each finding is a line on stdout.
`,
  options: {},
  async run(positionals) {
    requireNone('verify', positionals);
    const reader = await openLogForReading(readConfig(process.env));
    try {
      const inFile = reader.verifyFile === undefined ? 0 : await tell(reader.verifyFile(), process.stdout);
      const findings = inFile + (await tell(verifyLog(reader), process.stdout));
      const wrong = findings === 0 ? 'nothing found' : count(findings, 'finding');
      process.stderr.write(`verified up to position ${await reader.head()}: ${wrong}\n`);
      return findings === 0 ? EXIT.done : EXIT.findings;
    } finally {
      await reader.close();
    }
  },
};
