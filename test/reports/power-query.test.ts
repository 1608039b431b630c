import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { shownAs } from '../readme/shown.ts';

// Neither Excel nor Power BI runs here. What the queries ask for, and what they take it for, is checked instead.

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

/** What the parameters of the document stand for; RangeStart and RangeEnd are those of a year. */
const asked = (query: string, position: string): URLSearchParams => {
  const [, record = ''] = /Asked = \[([^]*?)\](?:,\n {4}Source)/.exec(query) ?? [];
  const values: Readonly<Record<string, string>> = { Solution: 'digisos', KnownAt: position };
  const given = [...record.matchAll(/(\w+) = (?:"([^"]*)"|(Solution|KnownAt)\b)/g)].filter(([, name]) => name !== 'Format');
  const parameters = given.map(([, name = '', text, parameter = '']): [string, string] => [name, text ?? values[parameter] ?? '']);
  if (record.includes('RangeStart')) parameters.push(['from', '2019-01-01'], ['to', '2019-12-31']);
  return new URLSearchParams(parameters);
};

describe('the query in docs/reports/power-query.md', () => {
  const url = exampleServed();
  let position: string;
  beforeAll(async () => {
    position = String((await ask(`${url()}/v1/reports/solutions`)).body['position']);
  });

  describe.each(queries.map((query, index) => [index + 1, query] as const))('%i', (_, query) => {
    const path = /RelativePath = "([^"]+)"/.exec(query)?.[1] ?? '';
    const address = (changes: Readonly<Record<string, string>> = {}): string => {
      const parameters = asked(query, position);
      for (const [name, value] of Object.entries(changes)) parameters.set(name, value);
      return `${url()}/${path}?${parameters.toString()}`;
    };

    it('asks what the service answers with rows, as CSV', async () => {
      expect(asked(query, position).get('format')).toBe('csv');
      const response = await fetch(address());
      expect({ status: response.status, type: response.headers.get('Content-Type') }).toEqual({
        status: 200,
        type: 'text/csv; charset=utf-8',
      });
      expect((await response.text()).trimEnd().split('\r\n').length).toBeGreaterThan(12);
    });

    it('takes every column that it chooses for what it is', async () => {
      const columns = (await ask(address({ format: 'json' }))).body['columns'] as readonly Column[];
      const types = new Map(columns.map(({ name, type }) => [name, TYPES[type]]));
      const typed = [...query.matchAll(/\{"(\w+)", (type \w+|Int64\.Type)\}/g)].map(([, name = '', type = '']) => [name, type]);
      const chosen = /Table\.SelectColumns\(\w+, \{([^}]*)\}\)/.exec(query)?.[1]?.match(/\w+/g) ?? [];
      expect(typed.length).toBeGreaterThan(4);
      expect(typed).toEqual(chosen.map((name) => [name, types.get(name)]));
    });
  });
});
