import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { recorded, registerDigisos, report } from './sector.ts';
import { type Service, startService } from './service.ts';

const folder = mkdtempSync(join(tmpdir(), 'registry-known-bad-'));
const first = await startService({ folder });
await registerDigisos(first);
const reported = (municipality: string) =>
  recorded(first.post(`/v1/solutions/digisos/adoptions/${municipality}/reports`, report('2018-04-23')));
const [oslo, trondheim] = [await reported('0301'), await reported('5001')].map((answer) => answer.as('AdoptionRecorded').eventId ?? '');
const { headers } = await first.get('/v1/solutions/digisos');
const pinned = `/v1/reports/coverage?asOf=2018-12-31&lang=en&format=csv&knownAt=${String(headers['registry-position'])}`;
await first.stop();

/** What a service answers that leaves some events out. */
async function without<T>(ids: readonly string[], ask: (service: Service) => Promise<T>): Promise<T> {
  const service = await startService({ folder, register: false, knownBad: new Set(ids) });
  return ask(service).finally(() => service.stop());
}
afterAll(async () => (await startService({ folder, register: false })).end());

describe('a stream of which an event is left out that can be read', () => {
  it('has the tag of what comes behind it: what is sent with that is taken', async () => {
    const phases = '/v1/solutions/digisos/phase-changes';
    const changed = await without([], (service) => recorded(service.change(phases, { effectiveFrom: '2019-01-01', phase: 'operation' })));
    await without([changed.as('SolutionRecorded').eventId ?? ''], async (service) => {
      const next = { effectiveFrom: '2020-01-01', phase: 'phase-out' };
      const { actual } = (await service.change(phases, next)).problem('stale-revision');
      await recorded(service.post(phases, next, { 'If-Match': `"${String(actual)}"` }));
      await recorded(service.change(phases, { ...next, effectiveFrom: '2021-01-01' }));
    });
  });
});

describe('a report from a log of which an event is left out', () => {
  it('is not to be kept for ever: it is another one when the event has been mended', async () => {
    const whole = await without([], (service) => service.get(pinned));
    const less = await without([oslo ?? ''], (service) => service.get(pinned));
    expect(whole.headers['cache-control']).toContain('immutable');
    expect([less.headers['registry-left-out'], less.headers['cache-control']]).toEqual(['1', 'no-cache']);
    expect(less.text).not.toBe(whole.text);
  });

  it('has another tag when another event is left out', async () => {
    const { etag } = await without([oslo ?? ''], (service) => service.get(pinned));
    const answer = await without([trondheim ?? ''], (service) => service.get(pinned, { 'If-None-Match': etag }));
    expect([answer.status, answer.headers['registry-left-out']]).toEqual([200, '1']);
  });

  it('has the same tag while the same one is', async () => {
    const { etag } = await without([oslo ?? ''], (service) => service.get(pinned));
    expect((await without([oslo ?? ''], (service) => service.get(pinned, { 'If-None-Match': etag }))).status).toBe(304);
  });
});
