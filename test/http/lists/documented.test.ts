import { readFileSync } from 'node:fs';
import { afterAll, describe, expect, it } from '@jest/globals';
import { startService } from '../service.ts';
import { tellStory } from '../story.ts';

const document = readFileSync(new URL('../../../docs/lists.md', import.meta.url), 'utf8');
const targets = [...document.matchAll(/^curl "\$api(\/[^"]+)"/gm)].map(([, target = '']) => `/v1${target}`);

const service = await startService();
await tellStory(service);
afterAll(() => service.end());

describe('docs/lists.md', () => {
  it('shows how lists are asked for', () => {
    expect(targets.length).toBeGreaterThan(3);
  });

  it.each(targets)('shows what is answered: %s', async (target) => {
    expect((await service.get(target)).status).toBe(200);
  });
});
