import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { root } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';
import { isInstalled, run, type Tool, tools } from '../readme/run.ts';
import { answered, patternOf, shownAs } from '../readme/shown.ts';

const documents: readonly (readonly [file: string, language: string, tool: Tool])[] = [
  ['curl.md', 'sh', tools.sh],
  ['python.md', 'python', tools.python],
  ['r.md', 'r', tools.r],
  ['statistics-portals.md', 'js', tools.js],
];

describe('docs/reports', () => {
  const url = exampleServed();

  describe.each(documents)('%s', (file, language, tool) => {
    const shown = shownAs(readFileSync(join(root, 'docs/reports', file), 'utf8'), language);
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
});
