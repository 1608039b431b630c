import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ask, root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';

// The ways into pandas that docs/reports/python.md names, on ids and names that pandas has another meaning for.

const read = (file: string): string => readFileSync(join(root, 'docs/reports', file), 'utf8');
const hasPandas = spawnSync('python3', ['-c', 'import pandas']).status === 0;

/** Words that pandas takes for a missing value. */
const SOLUTIONS = [
  { id: 'null', names: { nb: 'NA' } },
  { id: 'nan', names: { nb: 'None' } },
];

const [, codes = ''] = /^codes <- c(\([^)]*\))/m.exec(read('r.md')) ?? [];

/** Prints the ids and names of what an expression of the page reads; with those of the report in JSON as `report`. */
const script = (expression: string): string => `
import json, pandas, sys
from urllib.request import urlopen

codes = ${codes}
with urlopen(sys.argv[1] + '&format=json') as answer:
    report = json.load(answer)
url = sys.argv[1] + sys.argv[2]
table = ${expression}
rows = zip(table['solution'], table['solution_name'], table['owners'])
json.dump([[None if pandas.isna(text) else text for text in row] for row in rows], sys.stdout)
`;

describe('docs/reports/python.md with pandas', () => {
  const ways = [...read('python.md').matchAll(/^\| (JSON|NDJSON|CSV)\b[^|]*\| `(pandas\.[^`]+)`/gm)];

  it('names a way from every form', () => {
    expect(ways.map(([, form]) => form)).toEqual(['JSON', 'NDJSON', 'CSV']);
  });

  if (!hasPandas) {
    it.skip('reads ids and names as they are (needs python3 with pandas, which is not installed)', () => undefined);
    return;
  }

  const url = exampleServed();
  let address: string;
  let rows: readonly Readonly<Record<string, unknown>>[];
  beforeAll(async () => {
    for (const solution of SOLUTIONS) expect(await ask(`${url()}/v1/solutions`, solution)).toMatchObject({ status: 201 });
    address = `${url()}/v1/reports/solutions?lang=nb&asOf=2020-12-31`;
    rows = (await ask(address)).body['rows'] as typeof rows;
  });

  it.each(ways.map(([, form = '', expression = '']) => [form, expression]))(
    'reads ids and names as they are, from %s',
    (form, expression) => {
      const { stdout, stderr } = spawnSync('python3', ['-c', script(expression), address, `&format=${form.toLowerCase()}`], {
        encoding: 'utf8',
      });
      expect(stderr).toBe('');
      expect(JSON.parse(stdout)).toEqual(rows.map((row) => [row['solution'], row['solution_name'], row['owners']]));
    },
  );
});
