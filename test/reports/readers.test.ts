import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'csv-parse/sync';
import { ask } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { isInstalled } from '../readme/run.ts';

// Every form of a report is read by a reader that others have written, and has to come to the same rows.

type Scalar = string | number | boolean | null;
type Row = Readonly<Record<string, Scalar>>;

interface Report {
  readonly columns: readonly { readonly name: string; readonly type: string }[];
  readonly rows: readonly Row[];
}

/** What is used of jsonstat-toolkit, which has no types. */
interface Cube {
  readonly class: string;
  readonly id: readonly string[];
  Dimension(id: string): { readonly id: readonly string[]; Category(id: string): { readonly label: string } };
  toTable(how: { type: 'arrobj'; field: 'id'; content: 'id' }): readonly Readonly<Record<string, string | number | null>>[];
}
const readCube = createRequire(import.meta.url)('jsonstat-toolkit') as (cube: object) => Cube;

const DIMENSIONS = ['solution', 'programme', 'county', 'health-region', 'size-class'];
const crossed = DIMENSIONS.flatMap((one, index) => DIMENSIONS.slice(index + 1).map((other) => `${one},${other}`));

const cubes = [
  ...['none', ...DIMENSIONS, ...crossed].map((groupBy) => `coverage?asOf=2020-12-31&groupBy=${groupBy}`),
  'coverage-series?solution=digisos&period=month&from=2018-01-01&to=2020-12-31',
  'coverage-series?solution=digisos&period=month&from=2019-10-01&to=2020-03-31&groupBy=county',
  'coverage-series?period=quarter&from=2019-10-01&to=2020-03-31&groupBy=programme,health-region&lang=nn',
  'adoption?solution=digisos,traps&asOf=2020-12-31&lang=en',
  'municipalities?asOf=2019-12-31',
  'costs?asOf=2020-12-31',
  'lifecycle-costs?asOf=2020-12-31',
];
const lists = [
  'coverage-changes?solution=digisos&from=2019-12-31&to=2020-06-30',
  'ownership?asOf=2020-12-31',
  'suppliers?asOf=2020-12-31',
  'history?solution=digisos,traps&asOf=2020-12-31',
];
const reports = [...cubes, ...lists, 'solutions?asOf=2020-12-31', 'solutions?asOf=2020-12-31&lang=nn', 'solutions?asOf=2020-12-31&lang=en'];

/** Names that a reader may trip over: a formula, a number, what separates and quotes. */
const TRAPS = { nb: '=HYPERLINK("x";"y")', nn: '007', en: '-1, "two"; three' };

/** The rows of CSV files as Python's csv module reads them, with the types that the JSON report says. Addresses come as arguments. */
const PYTHON = `
import csv, io, json, sys
from urllib.request import urlopen

readers = {'integer': int, 'number': float, 'boolean': {'true': True, 'false': False}.__getitem__}
tables = []
for address in sys.argv[1:]:
    with urlopen(address) as answer:
        types = [column['type'] for column in json.load(answer)['columns']]
    with urlopen(address + '&format=csv') as answer:
        names, *lines = csv.reader(io.TextIOWrapper(answer, encoding='utf-8', newline=''), strict=True)
    typed = lambda texts: [None if text == '' else readers.get(kind, str)(text) for text, kind in zip(texts, types, strict=True)]
    tables.append([dict(zip(names, typed(texts), strict=True)) for texts in lines])
json.dump(tables, sys.stdout)
`;

describe('a report', () => {
  const url = exampleServed();
  const addressOf = (report: string): string => `${url()}/v1/reports/${report}`;
  const text = async (report: string, format: string): Promise<string> => (await fetch(`${addressOf(report)}&format=${format}`)).text();
  const asJson = async (report: string): Promise<Report> => (await ask(addressOf(report))).body as unknown as Report;

  beforeAll(async () => {
    const { status } = await ask(`${url()}/v1/solutions`, { id: 'traps', names: TRAPS });
    expect(status).toBe(201);
    const cost = { fiscalYear: 2020, kind: 'operation', amount: { amount: 123_456_789, currency: 'NOK' }, priceLevelYear: 2020 };
    for (const estimate of ['budget', 'actual'])
      expect((await ask(`${url()}/v1/solutions/traps/cost-updates`, { ...cost, estimate })).status).toBe(201);
  });

  describe('as JSON-stat, read by jsonstat-toolkit, has the figures and labels of the CSV:', () => {
    it.each(cubes)('%s', async (report) => {
      const cube = readCube(JSON.parse(await text(report, 'json-stat')) as object);
      const rows: Readonly<Record<string, string>>[] = parse(await text(report, 'csv'), { columns: true });
      const dimensions = cube.id.filter((id) => id !== 'measure');
      const categoryOf = (row: Readonly<Record<string, string>>, dimension: string): string => row[dimension] || '_none';
      const number = (cell = ''): number | null => (cell === '' ? null : cell === 'true' ? 1 : cell === 'false' ? 0 : Number(cell));

      expect(cube.class).toBe('dataset');
      expect(rows.length).toBeGreaterThan(0);
      const inCsv = rows.flatMap((row) =>
        cube.Dimension('measure').id.map((measure) => {
          const key = [...dimensions.map((dimension) => categoryOf(row, dimension)), measure].join('|');
          return [key, number(row[measure])] as const;
        }),
      );
      const cells = cube.toTable({ type: 'arrobj', field: 'id', content: 'id' });
      const inCube = new Map(cells.map((cell) => [[...dimensions, 'measure'].map((id) => cell[id]).join('|'), cell['value']]));
      expect(inCsv.map(([key]) => [key, inCube.get(key)])).toEqual(inCsv);
      // What no row of the CSV is about has no value in the cube.
      for (const [key] of inCsv) inCube.delete(key);
      expect([...inCube.values()].filter((value) => value !== null)).toEqual([]);

      for (const dimension of dimensions)
        for (const row of rows) {
          const label = row[`${dimension}_name`] ?? row[`${dimension}_label`] ?? row[dimension];
          expect(cube.Dimension(dimension).Category(categoryOf(row, dimension)).label).toBe(label);
        }
    });
  });

  describe('as CSV, read by Python, has the rows of the JSON:', () => {
    if (!isInstalled('python3')) {
      it.skip('every report (needs python3, which is not installed)', () => undefined);
      return;
    }
    let tables: readonly (readonly Row[])[];
    beforeAll(() => {
      const addresses = reports.map(addressOf);
      const { stdout, stderr } = spawnSync('python3', ['-c', PYTHON, ...addresses], { encoding: 'utf8', maxBuffer: 2 ** 28 });
      expect(stderr).toBe('');
      tables = JSON.parse(stdout) as readonly (readonly Row[])[];
    });

    it.each(reports.map((report, index) => [report, index] as const))('%s', async (report, index) => {
      expect(tables[index]).toEqual((await asJson(report)).rows);
    });
  });

  describe('as CSV for Norwegian Excel, with its guards undone, has the rows of the JSON:', () => {
    /** What Excel shows in a cell, as the type that the column has. */
    const shown = (cell: string, type: string): Scalar => {
      if (cell === '') return null;
      if (type === 'boolean') return { SANN: true, USANN: false }[cell] ?? `neither SANN nor USANN: ${cell}`;
      if (type === 'integer' || type === 'number') return Number(cell.replace(',', '.'));
      return cell.replace(/^="(.*)"$/, '$1').replace(/^'(?=[=+\-@])/, '');
    };

    it.each(reports)('%s', async (report) => {
      const { columns, rows } = await asJson(report);
      const bytes = Buffer.from(await (await fetch(`${addressOf(report)}&format=csv-excel`)).arrayBuffer());
      expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
      const [names = [], ...lines] = parse(bytes, { bom: true, delimiter: ';' });
      expect(names).toEqual(columns.map(({ name }) => name));
      const read = lines.map((cells) =>
        Object.fromEntries(columns.map(({ name, type }, index) => [name, shown(cells[index] ?? '', type)])),
      );
      expect(read).toEqual(rows);
    });

    const cellsOf = async (report: string): Promise<string[]> =>
      parse(await text(report, 'csv-excel'), { bom: true, delimiter: ';' }).flat();

    it('has no cell that Excel would take for a formula of its own', async () => {
      const cells = await cellsOf('solutions?asOf=2020-12-31');
      expect(cells).toContain(`'${TRAPS.nb}`);
      expect(cells.filter((cell) => /^[=+\-@]/.test(cell) && !/^="[\d\s.,]+"$/.test(cell))).toEqual([]);
    });

    it('keeps as text what Excel would take for a number, with its leading zeros', async () => {
      const cells = [...(await cellsOf('municipalities?asOf=2020-12-31')), ...(await cellsOf('solutions?asOf=2020-12-31&lang=nn'))];
      expect(cells).toEqual(expect.arrayContaining(['="0301"', '="03"', '="958935420"', `="${TRAPS.nn}"`]));
    });
  });

  describe('as NDJSON has the rows of the JSON:', () => {
    it.each(reports)('%s', async (report) => {
      const lines = (await text(report, 'ndjson')).trimEnd().split('\n');
      expect(lines.map((line) => JSON.parse(line) as Row)).toEqual((await asJson(report)).rows);
    });
  });
});
