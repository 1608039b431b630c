import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Exposition } from '../http/exposition.ts';
import { ask, folder, root, serve, type Serving } from './process.ts';
import { headOf } from './store.ts';

const path = folder();
let service: Serving;
beforeAll(async () => {
  service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
});
afterAll(async () => {
  await service.stop();
});

const scraped = async () => new Exposition(await (await fetch(`${service.url}/metrics`)).text());

describe('the metrics of a service', () => {
  it('count every event that it recorded, by the commits that recorded it, and what it folded', async () => {
    for (const organisationNumber of ['994598759', '889640782'])
      expect((await ask(`${service.url}/v1/organisations`, { organisationNumber, name: 'One', sector: 'state' })).status).toBe(201);
    const now = await scraped();
    expect(now.value('nsr_append_group_events_sum')).toBe(await headOf(path));
    expect(now.value('nsr_append_group_appends_count')).toBe(now.value('nsr_append_duration_seconds_count'));
    expect(now.value('nsr_append_duration_seconds_sum')).toBeGreaterThan(0);
    expect(now.value('nsr_fold_duration_seconds_count')).toBeGreaterThan(2);
    expect(now.value('nsr_http_request_duration_seconds_count', { operation: 'registerOrganisation', status: '201' })).toBe(2);
  });

  it('tell of the memory, the event loop and the connections of the process', async () => {
    const now = await scraped();
    for (const name of ['process_resident_memory_bytes', 'nodejs_eventloop_lag_p99_seconds', 'process_open_fds'])
      expect(now.value(name)).toBeGreaterThan(0);
  });
});

describe('docs/operations.md', () => {
  const document = readFileSync(join(root, 'docs/operations.md'), 'utf8');

  it('has every metric of ours, with its type and its labels, and no other', async () => {
    const now = await scraped();
    const labelsOf = (name: string): string[] =>
      Object.keys((now.all(name)[0] ?? now.all(`${name}_count`)[0])?.labels ?? {}).map((label) => `\`${label}\``);
    const served = [...now.types]
      .filter(([name]) => name.startsWith('nsr_'))
      .map(([name, type]) => [name, type, labelsOf(name).join(', ')]);
    const listed = [...document.matchAll(/^\| `(nsr_\w+)` \| (\w+) \| (.*?) ?\| /gm)].map(([, ...cells]) => cells);
    expect(listed.sort()).toEqual(served.sort());
  });

  it('names no metric that is not served', async () => {
    const now = await scraped();
    const named = new Set([...document.matchAll(/\b(?:nsr|nodejs|process)_[a-z0-9_]+/g)].map(([name]) => name));
    const isServed = (name: string): boolean => now.types.has(name.replace(/_(bucket|sum|count)$/, '')) || now.types.has(name);
    expect([...named].filter((name) => !isServed(name))).toEqual([]);
    expect(named.size).toBeGreaterThan(15);
  });
});
