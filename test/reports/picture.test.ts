import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { ended, folder, root, serve, start } from '../cli/process.ts';
import { exampleServed } from '../example/example.ts';

const PICTURE = 'docs/reports/digisos-2018-2020.svg';
const shown = readFileSync(join(root, PICTURE), 'utf8');

/** `npm run draw -- URL FILE`. */
const draw = (url: string, file: string) => ended(start(process.execPath, ['scripts/draw-coverage.ts', url, file], {}));

describe('the picture of Digisos 2018–2020', () => {
  const drawn = join(folder(), 'drawn.svg');
  const url = exampleServed();
  beforeAll(async () => {
    const { code, stderr } = await draw(url(), drawn);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  });

  it('is true: drawn again from the report of the data, it has the same bytes', () => {
    expect(readFileSync(drawn, 'utf8')).toBe(shown);
  });

  it('is told in words for whoever does not see it', () => {
    expect(shown).toContain('aria-labelledby="title desc"');
    expect(/<desc id="desc">(.*)<\/desc>/.exec(shown)?.[1]).toContain(
      '2019-12-31: 29,4 % av kommunene (124 av 422) og 58,9 % av innbyggerne',
    );
  });

  it('marks the reform after which another number of municipalities is counted, and has no line across it', () => {
    expect(shown).toContain('Kommunereform 1. januar 2020: 422 kommuner blir 356');
    const pieces = [...shown.matchAll(/<path d="([^"]*)"/g)].map(([, path = '']) => path.split('M').slice(1));
    expect(pieces.map((lines) => lines.map((line) => line.split('L').length))).toEqual([[24, 12], [24, 12]]); // prettier-ignore
  });
});

it('is not drawn from a service that does not have the data, and the reason is told', async () => {
  const file = join(folder(), 'none.svg');
  const empty = await serve({ DATA_DIR: folder(), LOG_LEVEL: 'warn' });
  const { code, stderr } = await draw(empty.url, file);
  expect({ code, isThere: existsSync(file) }).toEqual({ code: 1, isThere: false });
  expect(stderr).toContain('solution digisos is not registered');
});
