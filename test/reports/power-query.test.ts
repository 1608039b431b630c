import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { shownAs } from '../readme/shown.ts';
import { evaluated } from './m/evaluate.ts';
import { DayTime, Day, type Fields, Table } from './m/values.ts';

// Neither Excel nor Power BI runs here. The queries are evaluated by m/, which knows as much of their language as they use.

interface Column {
  readonly name: string;
  readonly type: string;
}

const queries = shownAs(readFileSync(join(root, 'docs/reports/power-query.md'), 'utf8'), 'm').map(({ commands }) => commands);

/** What Power Query calls the types of the columns. */
const TYPES: Readonly<Record<string, string>> = {
  string: 'type text',
  date: 'type date',
  integer: 'Int64.Type',
  number: 'type number',
  boolean: 'type logical',
};

describe('the query in docs/reports/power-query.md', () => {
  const url = exampleServed();
  let position: string;
  let instant: string;
  beforeAll(async () => {
    const { body } = await ask(`${url()}/v1/reports/solutions`);
    [position, instant] = [String(body['position']), String(body['knownAt'])];
  });

  const given = async (query: string, parameters: Fields = {}): Promise<{ readonly table: Table; readonly asked: readonly string[] }> => {
    const { value, asked } = await evaluated(query, {
      Registry: url(),
      Solution: 'digisos',
      KnownAt: position,
      RangeStart: new DayTime('2019-01-01T00:00:00'),
      RangeEnd: new DayTime('2020-01-01T00:00:00'),
      ...parameters,
    });
    if (!(value instanceof Table)) throw new Error('the query gives no table');
    return { table: value, asked };
  };

  describe.each(queries.map((query, index) => [index + 1, query] as const))('%i', (_, query) => {
    it('asks one report once, as CSV, and gives rows', async () => {
      const { table, asked } = await given(query);
      expect(asked).toHaveLength(1);
      const [address = ''] = asked;
      expect(new URL(address).searchParams.get('format')).toBe('csv');
      expect((await fetch(address)).headers.get('Content-Type')).toBe('text/csv; charset=utf-8');
      expect(table.rows.length).toBeGreaterThanOrEqual(12);
    });

    it('takes every column that it chooses for what it is', async () => {
      const { table, asked } = await given(query);
      const columns = (await ask(asked[0]?.replace('format=csv', 'format=json') ?? '')).body['columns'] as readonly Column[];
      const types = new Map(columns.map(({ name, type }) => [name, TYPES[type]]));
      expect(table.columns.length).toBeGreaterThan(4);
      expect(table.types).toEqual(Object.fromEntries(table.columns.map((name) => [name, types.get(name)])));
    });

    it('gives the same with KnownAt as the page sets it: empty, a position, an instant; and without a value', async () => {
      const then = await given(query);
      expect(new URL(then.asked[0] ?? '').searchParams.get('knownAt')).toBe(position);
      for (const KnownAt of ['', null, instant]) expect((await given(query, { KnownAt })).table).toEqual(then.table);
    });
  });

  describe('that asks for its partition alone', () => {
    const query = queries.find((one) => one.includes('RangeStart')) ?? '';
    const partition = (from: string, to: string) =>
      given(query, { RangeStart: new DayTime(`${from}T00:00:00`), RangeEnd: new DayTime(`${to}T00:00:00`) });
    const periods = ({ rows }: Table): unknown[] => rows.map(([period]) => period);

    it('begins with the register, where its partition begins before', async () => {
      expect(periods((await partition('2016-12-01', '2017-04-01')).table)).toEqual(['2017M01', '2017M02', '2017M03']);
    });

    it.each([
      ['2014-01-01', '2015-01-01'],
      ['2016-01-01', '2017-01-01'],
      ['2016-12-31', '2017-01-01'],
    ])('gives an empty table with the same columns, and asks nothing, from %s to %s', async (from, to) => {
      const { table, asked } = await partition(from, to);
      const { columns, types } = (await partition('2019-01-01', '2020-01-01')).table;
      expect(asked).toEqual([]);
      expect(table).toEqual(new Table(columns, [], types));
    });

    it('gives every month once, whatever the partitions', async () => {
      const years = await Promise.all([2015, 2016, 2017, 2018, 2019].map((year) => partition(`${year}-01-01`, `${year + 1}-01-01`)));
      const whole = (await partition('2015-01-01', '2020-01-01')).table;
      expect(years.flatMap(({ table }) => table.rows)).toEqual(whole.rows);
      expect(whole.rows).toHaveLength(36);
      expect(whole.rows[0]?.[1]).toEqual(new Day('2017-01-31'));
    });
  });
});
