import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { registerDigisos, report } from './sector.ts';
import { type Service, startService } from './service.ts';

let service: Service;

beforeAll(async () => {
  service = await startService();
  await registerDigisos(service);
});
afterAll(() => service.end());

describe('the instant that an answer says it knew', () => {
  it('gives the same answer again, also among events that were recorded together', async () => {
    const { items } = (await service.get('/v1/municipalities?asOf=2018-06-01&limit=60')).as('MunicipalityList');
    const answers = await Promise.all(
      items.map(({ municipalityNumber }) =>
        service.post(`/v1/solutions/digisos/adoptions/${municipalityNumber}/reports`, report('2018-06-01')),
      ),
    );
    service.clock.now += 61_000; // settled, on either engine: stamps run ahead of a clock that stands still
    const coverage = async (knownAt: string) =>
      (await service.get(`/v1/solutions/digisos/coverage?asOf=2018-06-01&knownAt=${knownAt}`)).as('Coverage');
    for (const answer of answers.slice(0, 20)) {
      const { knownAt, position } = answer.as('AdoptionRecorded');
      expect(await coverage(knownAt ?? '')).toEqual(await coverage(position));
    }
  });
});

describe('a service without tokens', () => {
  it.each(['evil.example', 'evil.example:8080', 'localhost.evil.example'])(
    'does not answer a page that reaches it as «%s»',
    async (Host) => {
      const answer = await service.ask('GET', '/v1/solutions', { headers: { Host } });
      answer.problem('misdirected-request');
      expect(answer.status).toBe(421);
    },
  );

  it.each(['localhost:8080', '127.0.0.1:8080', '[::1]:8080'])('answers as %s', async (Host) => {
    expect((await service.ask('GET', '/v1/solutions', { headers: { Host } })).status).toBe(200);
  });
});
