import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { folder, root, serve, type Serving } from '../cli/process.ts';
import { run, tools } from './run.ts';
import { answered, patternOf, shownIn } from './shown.ts';

const tour = shownIn(readFileSync(join(root, 'README.md'), 'utf8'), 'A tour of five minutes');
let service: Serving;
let outputs: readonly string[];
let errors: string;

beforeAll(async () => {
  service = await serve({ DATA_DIR: folder(), LOG_LEVEL: 'warn', VALIDATE_RESPONSES: 'yes' });
  ({ outputs, errors } = run(tools.sh, tour, service.url));
});
afterAll(() => service.stop());

describe('the tour in README', () => {
  it('runs in sh with curl alone, without a word of complaint', () => {
    expect(errors).toBe('');
    expect(outputs).toHaveLength(tour.length);
  });

  it.each(tour.map(({ commands, answer }, index) => [commands.trim().split('\n').at(-1) ?? '', index, answer] as const))(
    'gets the answer that is shown: %s',
    (_, index, answer) => {
      expect(answered(outputs[index] ?? '')).toMatch(patternOf(answer));
    },
  );

  it('shows what it promises', () => {
    const asked = tour.map(({ commands }) => commands).join('\n');
    const promised = [
      '/organisations', '/programmes', '/solutions ', '/phase-changes', '/ownership-changes', '/supplier-assignments', '/cost-updates',
      '/reports', '/status?asOf=', '/coverage?asOf=', '/coverage/municipalities?', 'knownAt=', '/corrections', '/annulments',
      'If-Match', 'Idempotency-Key', 'dryRun=true', '/history',
    ]; // prettier-ignore
    expect(promised.filter((one) => !asked.includes(one))).toEqual([]);
  });
});

describe('a shown answer', () => {
  it('matches only what it shows', () => {
    const shown = patternOf('{"id": "«id»", …, "share": 0.1, "name": "Norsk helsenett"}');
    expect(answered('{"id":"x-1","n":[1,2],"share":0.1,"name":"Norsk helsenett"}')).toMatch(shown);
    expect(answered('{"id":"x-1","n":[1,2],"share":0.12,"name":"Norsk helsenett"}')).not.toMatch(shown);
    expect(answered('{"id":"x-1","n":[1,2],"share":0.1,"name":"Norskhelsenett"}')).not.toMatch(shown);
    expect(answered('{"id":"x-1","n":[1,2],"share":0.1,"name":"Norsk helsenett"} more')).not.toMatch(shown);
  });
});
