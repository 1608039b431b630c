import { afterAll, describe, expect, it } from '@jest/globals';
import { eventOf, recorded, registerDigisos, report } from './sector.ts';
import { type Answer, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';
const OSLO = `${DIGISOS}/adoptions/0301`;

const described = (effectiveFrom: string, ...ids: readonly string[]) => ({
  effectiveFrom,
  names: { nb: 'digisos' },
  capabilities: ids.map((id) => ({ id, names: { nb: id } })),
  confirmationMonths: 24,
});
const annul = (eventId: string) => service.change(`/v1/facts/${eventId}/annulments`, { reason: 'It should not have been told.' });

describe('a report on a capability of a description that was annulled', () => {
  let told: Answer;
  let listed: string;

  it('counts until then in every answer', async () => {
    const describing = await recorded(service.change(`${DIGISOS}/description-changes`, described('2024-01-01', 'innsyn', 'varsling')));
    told = await recorded(service.post(`${OSLO}/reports`, report('2024-02-01', 'in-use', { capability: 'varsling' })));
    expect(await counted()).toEqual({ uses: ['varsling'], inUse: 1 });
    listed = (await service.get('/v1/municipalities/0301/solutions?asOf=2024-06-01')).as('MunicipalitySolutionList').position;
    await recorded(annul(eventOf(describing)));
  });

  it('is told to whoever keeps a copy as one of which nothing is known', async () => {
    const since = async (position: string) =>
      (await service.get(`/v1/municipalities/0301/solutions?asOf=2024-06-01&changedSince=${position}`)).as('MunicipalitySolutionList');
    const { items, position } = await since(listed);
    expect(items).toMatchObject([{ solutionId: 'digisos', capability: 'varsling', stage: null, source: 'unknown' }]);
    expect((await since(position)).items).toEqual([]);
  });

  it('counts in none afterwards, and as before at the position of before', async () => {
    expect(await counted()).toEqual({ uses: [], inUse: 0 });
    expect(await counted(`&knownAt=${told.as('AdoptionRecorded').position}`)).toEqual({ uses: ['varsling'], inUse: 1 });
    const fact = (await service.get(`/v1/facts/${eventOf(told)}?asOf=2024-06-01`)).as('Fact');
    expect(fact.standing).toBe('superseded');
    expect((await service.get(`${OSLO}?capability=varsling`)).problem('unknown-capability').status).toBe(422);
  });

  it('can be annulled, which is answered', async () => {
    const answer = await annul(eventOf(told));
    expect([answer.status, answer.as('AdoptionRecorded')]).toMatchObject([201, { capability: 'varsling', stage: null, source: 'unknown' }]);
  });

  async function counted(known = '') {
    const { items } = (await service.get(`/v1/municipalities/0301/solutions?asOf=2024-06-01${known}`)).as('MunicipalitySolutionList');
    const status = (await service.get(`${DIGISOS}/status?asOf=2024-06-01${known}`)).as('SolutionStatus');
    return { uses: items.map(({ capability }) => capability), inUse: status.adoption?.inUse };
  }
});

describe('a number that has not begun', () => {
  it('has neither inhabitants nor successors yet', async () => {
    // Halden was 3001 from 2020 to 2023, and is 3101 since.
    const halden = (asOf: string) => service.get(`/v1/municipalities/3001?asOf=${asOf}`).then((answer) => answer.as('Municipality'));
    expect((await halden('2024-06-01')).inhabitantsCountedOn).toBe('2023-01-01');
    expect(await halden('2019-06-01')).toMatchObject({ inhabitants: null, inhabitantsCountedOn: null });
    const successors = async (asOf: string) => [
      (await service.get(`${DIGISOS}/adoptions/3001?asOf=${asOf}`)).as('Adoption').successors,
      (await service.get(`/v1/municipalities/3001/solutions?asOf=${asOf}`)).as('MunicipalitySolutionList').successors,
    ];
    expect(await successors('2019-06-01')).toEqual([[], []]);
    expect(await successors('2023-06-01')).toEqual([[], []]);
    expect(await successors('2024-06-01')).toMatchObject([[{ municipalityNumber: '3101' }], [{ municipalityNumber: '3101' }]]);
  });
});
