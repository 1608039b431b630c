import { constants, isUtf8 } from 'node:buffer';
import { readFile } from 'node:fs/promises';
import { readConfig } from '../config.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../domain/authority.ts';
import { isSlug } from '../domain/names.ts';
import { isOrganisationNumber, type OrganisationNumber } from '../domain/organisation-number.ts';
import { apiTarget } from './adoption/api-target.ts';
import { type ImportOf, plan } from './adoption/plan.ts';
import { check, record } from './adoption/run.ts';
import { storeTarget } from './adoption/store-target.ts';
import { type BadRow, readTable } from './adoption/table.ts';
import { ImportRefused, type Target, TargetUnavailable } from './adoption/target.ts';
import { oneFile } from './arguments.ts';
import type { CliCommand, Values } from './command.ts';
import { count } from './count.ts';
import { EXIT, type ExitCode, UsageError } from './exit.ts';
import { progress } from './progress.ts';
import { quoted } from './quoted.ts';

export const importAdoptionCommand: CliCommand = {
  summary: 'record a table of adoption, row by row',
  help: `usage: npm run registry -- import adoption FILE.csv --solution ID [--dry-run] [--url URL] [--consumer NUMBER]

Two kinds of table, told by their header:
  effective_from,number,stage        and, if wanted, source (supplier where it is silent, whoever records), evidence,
                                     confirmed_at, capability (empty for the solution as a whole)
  date,event,number                  and, if wanted, source_commit (the evidence); columns of neither kind are passed over
                                     enabled: in-use; disabled: withdrawn; moved-to-central-config: the present stage, confirmed
Commas or semicolons are between the cells: whichever stands first in the header.

A row is one report. A first pass checks every row, with those before it taken as recorded; if one is bad, nothing is recorded.
Run again, after an interruption or with more rows, it records what was not said before; a row is known by what it says. One that was said
and stands no more, since somebody corrected or annulled it or reported otherwise, is left as it is, and told. A row that was changed or
deleted in the table leaves what it recorded: that is corrected or annulled through the API. A new row before one of the same municipality
and day that is recorded already is bad: of one day the last row holds.

  --solution ID      the solution that the table is about
  --dry-run          only the first pass
  --url URL          through a running service, instead of the store in DATA_DIR
  --consumer NUMBER  the organisation that records (${NATIONAL_SUPPLIER_FUNCTION})

  npm run registry -- import adoption report.csv --solution digisos --url http://127.0.0.1:8080

Exit codes: 0 done, 1 bad rows (nothing recorded, unless it says how many were), 2 usage, 3 the store or the service, ${EXIT.unforeseen} a fault that nobody foresaw.
`,
  options: { solution: { type: 'string' }, 'dry-run': { type: 'boolean' }, url: { type: 'string' }, consumer: { type: 'string' } },
  async run(positionals, values) {
    const asked = askedFor(positionals, values);
    const bytes = await readFile(asked.file).catch((error: unknown) => {
      throw new UsageError(`${asked.file} cannot be read: ${(error as Error).message}`);
    });
    if (bytes.length > constants.MAX_STRING_LENGTH) throw new UsageError(`${asked.file} is too large to be read at once: divide it`);
    if (!isUtf8(bytes)) throw new UsageError(`${asked.file} is not UTF-8; save it as such`);
    const target = asked.url === null ? await storeTarget(readConfig(process.env), asked, asked.dryRun) : apiTarget(asked.url, asked);
    try {
      return await importInto(target, bytes.toString(), asked);
    } catch (fault) {
      if (fault instanceof ImportRefused) {
        process.stderr.write(`${fault.message}; nothing was recorded\n`);
        return EXIT.findings;
      }
      if (!(fault instanceof TargetUnavailable)) throw fault;
      process.stderr.write(`${fault.message}\nRun the same command again to go on.\n`);
      return EXIT.store;
    } finally {
      await target.close();
    }
  },
};

interface Asked extends ImportOf {
  readonly file: string;
  readonly url: string | null;
  readonly dryRun: boolean;
}

function askedFor(positionals: readonly string[], { solution, url, consumer = NATIONAL_SUPPLIER_FUNCTION, ...values }: Values): Asked {
  const file = oneFile('import adoption', positionals);
  if (typeof solution !== 'string') throw new UsageError('--solution is missing: the id of the solution that the table is about');
  if (!isSlug(solution)) throw new UsageError(`--solution ${quoted(solution)} is not the id of a solution`);
  if (!isOrganisationNumber(String(consumer)))
    throw new UsageError(`--consumer ${quoted(String(consumer))} is not an organisation number (nine digits, modulus 11)`);
  if (typeof url === 'string') requireAddress(url);
  return {
    file,
    solutionId: solution,
    consumer: consumer as OrganisationNumber,
    url: typeof url === 'string' ? url : null,
    dryRun: values['dry-run'] === true,
  };
}

/** What is more than an address would go nowhere, or be told wherever the address is. It is not told here: a password may be in it, wherever. */
function requireAddress(url: string): void {
  const { protocol, username, password, search, hash } = URL.parse(url) ?? {};
  if (!/^https?:$/.test(protocol ?? '') || username || password || search || hash)
    throw new UsageError('--url takes an address as http://host:port, without a user, a query or a fragment');
}

async function importInto(target: Target, text: string, asked: Asked): Promise<ExitCode> {
  const table = readTable(text);
  if (table.rows.length === 0 && table.bad.length > 0) return badRows(table.bad);
  const planned = await plan(table.rows, await target.standing(), asked);
  const open = planned.reports.values().reduce((sum, { length }) => sum + length, 0);
  const known = planned.recordedBefore + planned.unchanged + planned.left.length;
  const checking = progress('checked rows', table.rows.length + table.bad.length);
  checking.advance(known + planned.bad.length + table.bad.length);
  const refused = await check(target, planned, () => { checking.advance(); }); // prettier-ignore
  checking.end();
  const bad = [...table.bad, ...planned.bad, ...refused].sort((a, b) => a.line - b.line);
  if (bad.length > 0) return badRows(bad);
  for (const { line, reason } of planned.left) process.stderr.write(`line ${line}: ${reason}\n`);
  const rest = `${planned.recordedBefore} recorded already${planned.left.length === 0 ? '' : `, ${planned.left.length} left as it is`}\n`;
  if (asked.dryRun) {
    process.stdout.write(`${count(open, 'row')} would be recorded, ${planned.unchanged} would change nothing, ${rest}`);
    return EXIT.done;
  }
  const recording = progress('recorded rows', open);
  const { recorded, unchanged, refused: later, left } = await record(target, planned, () => { recording.advance(); }); // prettier-ignore
  recording.end();
  process.stdout.write(`${count(recorded, 'row')} recorded, ${unchanged + planned.unchanged} changed nothing, ${rest}`);
  return later.length > 0 ? badRows(later, `${count(left, 'row')} behind, of the same municipality, not recorded`) : EXIT.done;
}

function badRows(bad: readonly BadRow[], consequence = 'nothing was recorded'): ExitCode {
  for (const { line, reason } of bad) process.stderr.write(`line ${line}: ${reason}\n`);
  process.stderr.write(`${count(bad.length, 'bad row')}; ${consequence}\n`);
  return EXIT.findings;
}
