import { afterAll, describe, expect, it } from '@jest/globals';
import { verifyLog } from '../../src/registry/verify.ts';
import { recorded, registerDigisos, report } from '../http/sector.ts';
import { startService } from '../http/service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const HOUR = 3_600_000;
const REPORTS = '/v1/solutions/digisos/adoptions/0301/reports';
const coverage = (knownAt: string) => service.get(`/v1/solutions/digisos/coverage?asOf=2020-12-31&knownAt=${encodeURIComponent(knownAt)}`);
const knownAt = async (): Promise<string> =>
  (await service.get('/v1/solutions/digisos/coverage?asOf=2020-12-31')).as('Coverage').knownAt ?? '';

describe('a clock that steps back an hour', () => {
  it('changes no figure that was given, neither by instant nor by position, and verify finds nothing', async () => {
    await recorded(service.post(REPORTS, report('2018-01-01', 'planned')));
    const before = await knownAt();
    const given = await coverage(before);

    service.clock.now -= HOUR;
    await recorded(service.post(REPORTS, report('2019-01-01', 'in-use')));
    const back = await knownAt();
    const later = await coverage(back);
    expect(back > before).toBe(true);
    expect(JSON.parse(later.text)).toMatchObject({ municipalities: { numerator: 1 } });
    expect((await coverage(before)).text).toBe(given.text);

    service.clock.now += 2 * HOUR;
    await recorded(service.post(REPORTS, report('2020-01-01', 'withdrawn')));
    expect((await coverage(before)).text).toBe(given.text);
    expect((await coverage(back)).text).toBe(later.text);
    expect(await Array.fromAsync(verifyLog(service.store))).toEqual([]);
  });
});
