import { afterAll, expect, it } from '@jest/globals';
import { NAV, recorded, registerDigisos } from './sector.ts';
import { startService } from './service.ts';

const whole = await startService();
afterAll(() => whole.end());
await registerDigisos(whole);
const owners = [{ organisationNumber: NAV }];
await recorded(whole.change('/v1/solutions/digisos/ownership-changes', { effectiveFrom: '2018-01-01', owners }));
const registration = (await Array.fromAsync(whole.store.readStream(`nsr.organisation-${NAV}`)))[0]?.id ?? '';
await whole.stop();
const service = await startService({ folder: whole.folder, register: false, knownBad: new Set([registration]) });
afterAll(() => service.stop());

it('an organisation that an operator has left out is called by its number, wherever a fact names it', async () => {
  const { owners: named } = (await service.get('/v1/solutions/digisos')).as('SolutionState');
  const { facets } = (await service.get('/v1/solutions?facets=owner')).as('SolutionList');
  const { rows } = (await service.get('/v1/reports/solutions')).as('SolutionReport');
  expect([named[0]?.name, facets[0]?.values[0]?.names?.nb, rows[0]?.owner_names]).toEqual([NAV, NAV, NAV]);
});

it('of an organisation that an operator has left out the sector is not known, and the reports say so', async () => {
  const { rows } = (await service.get('/v1/reports/ownership')).as('OwnershipReport');
  expect(rows).toMatchObject([{ owner: NAV, owner_name: NAV, sector: null, sector_label: null }]);
});
