import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { FORMATS } from '../../src/http/dispatch/negotiate.ts';
import { root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { isInstalled, run, type Tool, tools } from '../readme/run.ts';
import { answered, patternOf, shownAs } from '../readme/shown.ts';

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const documents: readonly (readonly [file: string, language: string, tool: Tool])[] = [
  ['curl.md', 'sh', tools.sh],
  ['python.md', 'python', tools.python],
  ['r.md', 'r', tools.r],
  // As cron, a unit or a bare ssh starts it.
  ['r.md', 'r', { ...tools.r, locale: 'C' }],
  ['statistics-portals.md', 'js', tools.js],
];

describe('docs/reports', () => {
  const url = exampleServed();

  const runs = documents.map(
    ([file, language, tool]) => [tool.locale === undefined ? file : `${file} in the locale ${tool.locale}`, file, language, tool] as const,
  );
  describe.each(runs)('%s', (_title, file, language, tool) => {
    const shown = shownAs(read(`docs/reports/${file}`), language);
    if (!isInstalled(tool.program)) {
      it.skip(`runs as it stands (needs ${tool.name}, which is not installed)`, () => undefined);
      return;
    }

    let ran: ReturnType<typeof run>;
    beforeAll(() => {
      ran = run(tool, shown, url());
    });

    it(`runs in ${tool.name} as it stands, without a word of complaint`, () => {
      expect(ran.errors).toBe('');
      expect(ran.outputs).toHaveLength(shown.length);
    });

    it.each(shown.map(({ heading, answer, form }, index) => [heading || 'before the first heading', index, answer, form] as const))(
      'prints what is shown: %s',
      (_, index, answer, form) => {
        expect(answered(ran.outputs[index] ?? '', form)).toMatch(patternOf(answer, form));
      },
    );
  });

  it('curl.md says what becomes of a file that is there already: kept by -OJ with exit code 23, written over by -o', () => {
    const [first, ...blocks] = shownAs(read('docs/reports/curl.md'), 'sh');
    const saving = blocks.flatMap(({ commands }) => commands.split('\n')).find((line) => line.startsWith('curl -sS -OJ '));
    const commands = [
      first?.commands.trim(),
      'echo old > municipalities_2020-12-31.csv',
      `${saving}; echo $?; cat *.csv`,
      `${saving?.replace('-OJ', '-o municipalities_2020-12-31.csv')}; echo $?; grep -cx old *.csv`,
    ];
    const { outputs, errors } = run(tools.sh, [{ heading: '', commands: `${commands.join('\n')}\n`, answer: '', form: '' }], url());
    expect(outputs).toEqual(['23\nold\n0\n0\n']);
    expect(errors).toContain('curl: (23)');
  });
});

describe('docs/reports/README.md', () => {
  const document = read('docs/reports/README.md');

  it('lists every report that there is, and no other', () => {
    const { paths } = JSON.parse(read('openapi/openapi.json')) as { paths: Record<string, { get?: object }> };
    const reports = Object.entries(paths).filter(([path, { get = {} }]) => path.startsWith('/v1/reports/') && 'x-titles' in get);
    const [, table = ''] = document.split('## What there is');
    const rows = (table.split('\n## ')[0] ?? '').match(/^\| `[^|]*(?= \|)/gm) ?? [];
    const listed = rows.flatMap((names) => [...names.matchAll(/`([\w-]+)`/g)]).map(([, name]) => `/v1/reports/${name}`);
    expect(listed.toSorted()).toEqual(reports.map(([path]) => path).toSorted());
  });

  it('lists every form that there is, with its media type', () => {
    const rows = [...document.matchAll(/^\| `([\w-]+)` \| `(\w+\/[\w.+-]+)` \|/gm)].map(([, name, type]) => [name, type]);
    expect(Object.fromEntries(rows)).toEqual(FORMATS);
  });
});
