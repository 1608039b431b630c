import { afterAll, expect, it } from '@jest/globals';
import { recorded, registerDigisos, registration, report } from './sector.ts';
import { startService } from './service.ts';

const service = await startService();
afterAll(() => service.end());
await registerDigisos(service);
await recorded(service.post('/v1/solutions', { ...registration('akson'), confirmationMonths: 12 }));
// The smallest of the three that became Stavanger in 2020.
await recorded(service.post('/v1/solutions/akson/adoptions/1141/reports', report('2018-01-01')));

it.each([
  { inheritance: 'majority', standing: { stage: null, stale: false } },
  { inheritance: 'any', standing: { stage: 'in-use', stale: true } },
])('after a merger of which a smaller part had reported, the rule $inheritance gives $standing', async ({ inheritance, standing }) => {
  const asked = `asOf=2021-01-01&inheritance=${inheritance}`;
  const adoption = (await service.get(`/v1/solutions/akson/adoptions/1103?${asked}`)).as('Adoption');
  const listed = (await service.get(`/v1/municipalities/1103/solutions?${asked}`)).as('MunicipalitySolutionList').items;
  const expected = { ...standing, source: 'inherited', since: '2020-01-01', confirmedAt: '2018-01-01' };
  expect([adoption, ...listed]).toMatchObject([expected, expected]);
});
