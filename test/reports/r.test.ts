import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { readContract } from '../../src/http/contract/document.ts';
import { type Column, reportsOf } from '../../src/http/reports/contract.ts';
import { ask, root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { isInstalled, run, tools } from '../readme/run.ts';
import { shownAs } from '../readme/shown.ts';

// What the page lists is what the contract says, and what R makes of every report has the types of the contract.

const document = readFileSync(join(root, 'docs/reports/r.md'), 'utf8');
const [first = { heading: '', commands: '', answer: '', form: '' }] = shownAs(document, 'r');
const reports = [...reportsOf(readContract()).values()];
const columns = reports.flatMap((report) => report.columns);

/** The classes of R that a column may have, by its type in the contract. */
const CLASSES: Readonly<Record<Column['type'], readonly string[]>> = {
  string: ['character'],
  date: ['Date'],
  datetime: ['POSIXct'],
  boolean: ['logical'],
  integer: ['integer', 'numeric'],
  number: ['integer', 'numeric'],
};

/** What is asked of a report, for what has no default or would give no rows; `before` and `now` are instants. */
const ASKED: Readonly<Record<string, string>> = {
  'coverage-changes': ', solution = "digisos", from = "2019-12-31", to = "2020-06-30"',
  'coverage-revisions': ', solution = "digisos", asOf = "2018-12-31", knownFrom = before, knownAt = now',
};

/** Prints of each column its name, its class, and whether it has any value. */
const TELL = `tell <- function(table) for (name in names(table)) cat(name, class(table[[name]])[1], !all(is.na(table[[name]])), "\\n")`;

/** An instant with a zone, as R prints none: with a `+`, which an address has another use for. */
const local = (instant: number): string => `${new Date(instant + 3_600_000).toISOString().slice(0, -1)}+01:00`;

describe('docs/reports/r.md', () => {
  const listed = (list: string): string[] => {
    const [, names = ''] = new RegExp(`^${list} <- c\\(([^)]*)\\)`, 'm').exec(document) ?? [];
    return [...names.matchAll(/"(\w+)"/g)].map(([, name = '']) => name).sort();
  };
  const namesOf = (some: readonly Column[]): string[] => [...new Set(some.map(({ name }) => name))].sort();

  it('reads as text every column of any report that may have a code in it: 0301 is no number', () => {
    const texts = columns.filter(({ type, codes, name }) => type === 'string' && codes === null && !/_(label|names?)$/.test(name));
    expect(listed('codes')).toEqual(namesOf(texts));
  });

  it('reads as days and as instants what the contract says is one', () => {
    expect(listed('dates')).toEqual(namesOf(columns.filter(({ type }) => type === 'date')));
    expect(listed('instants')).toEqual(namesOf(columns.filter(({ type }) => type === 'datetime')));
  });

  describe('run', () => {
    if (!isInstalled(tools.r.program)) {
      it.skip(`gives every column its type (needs ${tools.r.name}, which is not installed)`, () => undefined);
      return;
    }

    const url = exampleServed();
    let ran: ReturnType<typeof run>;
    beforeAll(async () => {
      const before = local(Date.now());
      const cost = { fiscalYear: 2020, kind: 'operation', amount: { amount: 123_456_789, currency: 'NOK' }, priceLevelYear: 2020 };
      const written = [
        ['adoptions/0101/reports', { effectiveFrom: '2018-12-01', stage: 'in-use', source: 'supplier' }],
        ['cost-updates', { ...cost, estimate: 'budget' }],
        ['cost-updates', { ...cost, estimate: 'actual' }],
      ] as const;
      for (const [what, body] of written) expect(await ask(`${url()}/v1/solutions/digisos/${what}`, body)).toMatchObject({ status: 201 });
      const moments = `before <- "${before}"\nnow <- "${local(Date.now())}"\n`;
      const asked = reports.map(({ name }) => `tell(read_report("${name}"${ASKED[name] ?? ''}))\n`);
      const blocks = [`${first.commands}${TELL}\n${moments}`, ...asked];
      ran = run(
        tools.r,
        blocks.map((commands) => ({ ...first, commands })),
        url(),
      );
    });

    it('is answered without a word of complaint, also with an instant in a zone', () => {
      expect(ran.errors).toBe('');
    });

    it.each(reports.map((report, index) => [report.name, report, index + 1] as const))(
      'gives every column its type: %s',
      (_, report, index) => {
        const told = (ran.outputs[index] ?? '')
          .trimEnd()
          .split('\n')
          .map((line) => line.trim().split(' '));
        expect(told.map(([name]) => name)).toEqual(report.columns.map(({ name }) => name));
        const by = new Map(report.columns.map((column) => [column.name, column]));
        const wrong = told.filter(([name = '', type = '', hasValues]) => {
          const column = by.get(name);
          const allowed = column === undefined ? [] : CLASSES[column.type];
          if (hasValues === 'TRUE') return !allowed.includes(type);
          return column?.nullable !== true || (type !== 'logical' && !allowed.includes(type));
        });
        expect(wrong).toEqual([]);
      },
    );
  });
});
