import { afterAll, describe, expect, it } from '@jest/globals';
import { cost, eventOf, KS, NAV, recorded, registerDigisos, report } from './sector.ts';
import { type Schemas, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';

describe('what stands of a solution', () => {
  it('is told to be stale by the reports that are, and not by those beside them', async () => {
    const [old] = [
      await recorded(service.post(`${DIGISOS}/adoptions/5001/reports`, report('2020-02-01'))),
      await recorded(service.post(`${DIGISOS}/adoptions/5001/reports`, report('2024-05-01', 'in-use', { capability: 'innsyn' }))),
    ];
    const { reasons } = (await service.get(`${DIGISOS}/status?asOf=2024-06-01`)).as('SolutionStatus');
    expect(reasons.filter(({ code }) => code === 'adoption-stale').map(({ facts }) => facts)).toEqual([[eventOf(old)]]);
  });

  it('has among its facts the release of a supplier', async () => {
    const operation = { responsibility: 'operation', organisationNumber: NAV } as const;
    await recorded(service.change(`${DIGISOS}/supplier-assignments`, { effectiveFrom: '2022-01-01', ...operation }));
    const released = await recorded(
      service.change(`${DIGISOS}/supplier-releases`, { effectiveFrom: '2023-01-01', responsibility: 'operation' }),
    );
    const { suppliers, factsInForce } = (await service.get(`${DIGISOS}?asOf=2024-01-01`)).as('Solution');
    expect([suppliers, factsInForce.map(({ eventId }) => eventId)]).toEqual([[], expect.arrayContaining([eventOf(released)])]);
  });

  it('has the whole of a cost before its payers', async () => {
    for (const payer of [NAV, null, KS] as const) await recorded(service.change(`${DIGISOS}/cost-updates`, cost(10, { payer })));
    const { costs } = (await service.get(DIGISOS)).as('Solution');
    expect(costs.map(({ payer }) => payer)).toEqual([null, NAV, KS].map((number) => number ?? null).sort((a, b) => Number(a) - Number(b)));
  });

  it('has, in a dry run of a correction, the fact that is corrected under its own id', async () => {
    const first = await recorded(service.change(`${DIGISOS}/phase-changes`, { effectiveFrom: '2020-01-01', phase: 'pilot' }));
    const fact: Schemas['PhaseChange'] = { effectiveFrom: '2020-02-01', phase: 'pilot' };
    const dry = await service.change(`/v1/facts/${eventOf(first)}/corrections?dryRun=true`, { reason: 'A month later.', fact });
    expect(dry.as('SolutionRecorded').factsInForce).toContainEqual({
      eventId: eventOf(first),
      type: 'phase-change',
      effectiveFrom: '2020-02-01',
    });
  });
});
