import { afterAll, expect, it } from '@jest/globals';
import { NAV, recorded, registerDigisos } from './sector.ts';
import { startService } from './service.ts';

const service = await startService();
afterAll(() => service.end());
await registerDigisos(service);

/** Clients made by generators write null for what nobody has set. */
it('what may be left out may be null, and means the same', async () => {
  const unset = { description: null, programmeId: null, capabilities: null, confirmationMonths: null };
  const names = { nb: 'Akson', nn: null, en: null };
  const solution = (await recorded(service.post('/v1/solutions', { id: 'akson', names, ...unset }))).as('SolutionRecorded');
  expect(solution).toMatchObject({ ...unset, capabilities: [] });

  const owners = [{ organisationNumber: NAV, shareBasisPoints: null }];
  const changed = await service.change('/v1/solutions/akson/ownership-changes', { effectiveFrom: '2018-01-01', owners });
  expect(changed.as('SolutionRecorded').owners).toMatchObject(owners);

  const report = { effectiveFrom: '2018-04-23', stage: 'in-use', source: 'supplier', capability: null, evidence: null, confirmedAt: null };
  const adoption = await recorded(service.post('/v1/solutions/akson/adoptions/0301/reports', report));
  expect(adoption.as('AdoptionRecorded').report).toMatchObject({ confirmedAt: '2018-04-23', evidence: null });
});
