import { afterAll, describe, expect, it } from '@jest/globals';
import { cost, eventOf, KS, NAV, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Schemas, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';
/** Numbers of municipalities that no other test here has: one a test, so that their histories do not mix. */
const numbers = [
  '3101',
  '3103',
  '3105',
  '3107',
  '3110',
  '3112',
  '3114',
  '3116',
  '3118',
  '3120',
  '3122',
  '3124',
  '3201',
  '3203',
  '3205',
  '3207',
  '3209',
  '3212',
  '3214',
  '3216',
  '3218',
  '3220',
];
const another = (): string => `${DIGISOS}/adoptions/${numbers.pop() ?? 'none left'}`;

const say = (adoption: string, ...content: Parameters<typeof report>) => recorded(service.post(`${adoption}/reports`, report(...content)));
const correct = (first: Answer, fact: object) =>
  service.change(`/v1/facts/${eventOf(first)}/corrections`, { reason: 'It was told wrongly.', fact });
const annul = (first: Answer) => service.change(`/v1/facts/${eventOf(first)}/annulments`, { reason: 'It should not have been told.' });
const stageOf = async (adoption: string, asOf: string, knownAt?: string) =>
  (await service.get(`${adoption}?asOf=${asOf}${knownAt === undefined ? '' : `&knownAt=${knownAt}`}`)).as('Adoption').stage;
const factOf = async (first: Answer, asOf = '2024-12-31') => (await service.get(`/v1/facts/${eventOf(first)}?asOf=${asOf}`)).as('Fact');

describe('a report', () => {
  it('is found, corrected and annulled by its id in capitals, too', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'planned');
    const inCapitals = `/v1/facts/${eventOf(first).toUpperCase()}`;
    const reason = 'It was told wrongly.';
    expect((await service.get(`${inCapitals}?asOf=2024-12-31`)).as('Fact').eventId).toBe(eventOf(first));
    await recorded(service.change(`${inCapitals}/corrections`, { reason, fact: report('2024-03-01', 'committed') }));
    await recorded(service.change(`${inCapitals}/annulments`, { reason }));
    expect(await stageOf(adoption, '2024-03-01')).toBeNull();
  });

  it('that comes late slots in without disturbing later ones', async () => {
    const adoption = another();
    await say(adoption, '2024-06-01', 'in-use');
    await say(adoption, '2024-03-01', 'planned');
    expect([await stageOf(adoption, '2024-05-31'), await stageOf(adoption, '2024-06-01')]).toEqual(['planned', 'in-use']);
  });

  it('of the same day as another one wins if it was recorded later', async () => {
    const adoption = another();
    await say(adoption, '2024-03-01', 'planned');
    await say(adoption, '2024-03-01', 'committed');
    expect(await stageOf(adoption, '2024-03-01')).toBe('committed');
  });

  it('of a day to come does not count before it', async () => {
    const adoption = another();
    await say(adoption, '2030-01-01', 'in-use');
    expect([await stageOf(adoption, '2029-12-31'), await stageOf(adoption, '2030-01-01')]).toEqual([null, 'in-use']);
  });

  it('that stands already records nothing, and names the fact that stands', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'planned');
    const again = await service.post(`${adoption}/reports`, report('2024-03-01', 'planned'));
    expect([again.status, eventOf(again)]).toEqual([200, eventOf(first)]);
  });

  it.each<[string, Partial<Schemas['AdoptionReport']>]>([
    ['another source', { source: 'municipality' }],
    ['other evidence', { evidence: 'sak 2024/17' }],
    ['a later confirmation', { confirmedAt: '2024-09-01' }],
  ])('of the same stage with %s is a fact of its own', async (_what, more) => {
    const adoption = another();
    await say(adoption, '2024-03-01', 'planned');
    expect((await service.post(`${adoption}/reports`, report('2024-03-01', 'planned', more))).status).toBe(201);
  });

  it('that was overtaken on its own day is a fact of its own when it is told again', async () => {
    const adoption = another();
    await say(adoption, '2024-03-01', 'planned');
    await say(adoption, '2024-03-01', 'committed');
    expect((await service.post(`${adoption}/reports`, report('2024-03-01', 'planned'))).status).toBe(201);
  });

  it('of a later day with the same stage is a fact of its own', async () => {
    const adoption = another();
    await say(adoption, '2024-03-01', 'planned');
    expect((await service.post(`${adoption}/reports`, report('2024-04-01', 'planned'))).status).toBe(201);
  });
});

describe('a correction', () => {
  it('replaces the content of a fact, its date included', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'in-use');
    await recorded(correct(first, report('2024-05-01', 'introducing')));
    expect([await stageOf(adoption, '2024-04-30'), await stageOf(adoption, '2024-05-01')]).toEqual([null, 'introducing']);
  });

  it('changes nothing of what was known before it', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'in-use');
    const { position } = first.as('AdoptionRecorded');
    await recorded(correct(first, report('2024-05-01', 'introducing')));
    expect(await stageOf(adoption, '2024-04-30', position)).toBe('in-use');
  });

  it('takes its own place among reports of one day: it wins over what was recorded between', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'planned');
    await say(adoption, '2024-03-01', 'committed');
    await recorded(correct(first, report('2024-03-01', 'considering')));
    expect(await stageOf(adoption, '2024-03-01')).toBe('considering');
  });

  it('may be corrected again, by the id of the fact', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'planned');
    await recorded(correct(first, report('2024-03-01', 'considering')));
    await recorded(correct(first, report('2024-03-01', 'committed')));
    expect(await stageOf(adoption, '2024-03-01')).toBe('committed');
  });

  it('to what stands already records nothing', async () => {
    const adoption = another();
    const first = await say(adoption, '2024-03-01', 'planned');
    expect((await correct(first, report('2024-03-01', 'planned'))).status).toBe(200);
  });

  it('is checked like a new report', async () => {
    const first = await recorded(service.post(`${DIGISOS}/adoptions/1201/reports`, report('2019-03-01')));
    const answer = await correct(first, report('2020-03-01'));
    expect(answer.problem('municipality-not-valid-on-date').errors).toMatchObject([{ pointer: '/fact/effectiveFrom' }]);
  });

  it('must have the content of that kind of fact, and says where it has not', async () => {
    const first = await recorded(service.post(`${DIGISOS}/cost-updates`, cost(1)));
    const answer = await correct(first, { effectiveFrom: '2024-01-01', phase: 'pilot' });
    expect(answer.problem('invalid-request').errors.map(({ pointer }) => pointer)).toContain('/fact/phase');
  });

  it.each<[string, string, object, object]>([
    ['another cost line', 'cost-updates', cost(2, { fiscalYear: 2023 }), cost(2, { fiscalYear: 2022 })],
    ['another payer', 'cost-updates', cost(3, { fiscalYear: 2021 }), cost(3, { fiscalYear: 2021, payer: NAV })],
    [
      'another role',
      'role-changes',
      { effectiveFrom: '2020-01-01', role: 'commissioner', organisationNumber: KS },
      { effectiveFrom: '2020-01-01', role: 'premise-giver', organisationNumber: KS },
    ],
    [
      'another responsibility',
      'supplier-assignments',
      { effectiveFrom: '2020-01-01', responsibility: 'operation', organisationNumber: KS },
      { effectiveFrom: '2020-01-01', responsibility: 'support', organisationNumber: KS },
    ],
  ])('cannot make a fact %s', async (_what, kind, original, becomes) => {
    const first = await recorded(service.change(`${DIGISOS}/${kind}`, original));
    const answer = await correct(first, becomes);
    expect(answer.status).toBe(422);
    expect(answer.problem('correction-changes-key').eventId).toBe(eventOf(first));
  });

  it('cannot make a report one on a capability', async () => {
    const first = await say(another(), '2024-03-01', 'planned');
    expect((await correct(first, report('2024-03-01', 'planned', { capability: 'innsyn' }))).problem('correction-changes-key').status).toBe(
      422,
    );
  });

  it('of an assignment cannot make a release of it', async () => {
    const first = await recorded(
      service.change(`${DIGISOS}/supplier-assignments`, {
        effectiveFrom: '2019-01-01',
        responsibility: 'management',
        organisationNumber: KS,
      }),
    );
    const answer = await correct(first, { effectiveFrom: '2019-01-01', responsibility: 'management' });
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });

  it('is in the answer about the fact, with what was first recorded', async () => {
    const first = await say(another(), '2024-03-01', 'planned');
    const correction = await recorded(correct(first, report('2024-04-01', 'committed')));
    expect(await factOf(first)).toMatchObject({
      effectiveFrom: '2024-04-01',
      fact: { stage: 'committed' },
      original: { stage: 'planned' },
      corrections: [{ eventId: eventOf(correction), reason: 'It was told wrongly.', fact: { stage: 'committed' } }],
    });
  });

  it('answers with the place of the fact that it is about', async () => {
    const first = await say(another(), '2024-03-01', 'planned');
    expect((await recorded(correct(first, report('2024-04-01')))).headers.location).toBe(`/v1/facts/${eventOf(first)}`);
  });
});

/** Two that no municipality of the list is needed for: they are about the solution. */
describe('an annulment', () => {
  const phases = `${DIGISOS}/phase-changes`;
  const phaseOn = async (asOf: string) => (await service.get(`${DIGISOS}?asOf=${asOf}`)).as('Solution').phase;

  it('ends a fact, and an earlier one of the same day shows again', async () => {
    await recorded(service.change(phases, { effectiveFrom: '2015-01-01', phase: 'idea' }));
    const second = await recorded(service.change(phases, { effectiveFrom: '2015-01-01', phase: 'concept' }));
    await recorded(annul(second));
    expect(await phaseOn('2015-01-01')).toBe('idea');
  });

  it('ends a fact with all its corrections', async () => {
    const first = await recorded(service.change(phases, { effectiveFrom: '2014-01-01', phase: 'concept' }));
    await recorded(correct(first, { effectiveFrom: '2014-02-01', phase: 'procurement' }));
    await recorded(annul(first));
    expect([await phaseOn('2014-01-15'), await phaseOn('2014-02-15')]).toEqual([null, null]);
  });

  it('changes nothing of what was known before it', async () => {
    const first = await recorded(service.change(phases, { effectiveFrom: '2013-01-01', phase: 'concept' }));
    const { position } = first.as('SolutionRecorded');
    await recorded(annul(first));
    const then = (await service.get(`${DIGISOS}?asOf=2013-01-01&knownAt=${position}`)).as('Solution').phase;
    expect([then, await phaseOn('2013-01-01')]).toEqual(['concept', null]);
  });

  it('is the last word: nothing annulled is corrected or annulled again', async () => {
    const first = await recorded(service.change(phases, { effectiveFrom: '2012-01-01', phase: 'concept' }));
    const annulment = await recorded(annul(first));
    const answers = [await correct(first, { effectiveFrom: '2012-01-01', phase: 'idea' }), await annul(first)];
    for (const answer of answers) expect(answer.problem('already-annulled').annulledBy).toBe(eventOf(annulment));
  });

  it('leaves the fact on record, as what should never have been', async () => {
    const first = await recorded(service.change(phases, { effectiveFrom: '2011-01-01', phase: 'concept' }));
    await recorded(annul(first));
    expect(await factOf(first)).toMatchObject({ standing: 'annulled', annulment: { reason: 'It should not have been told.' } });
  });

  it('of a cost update shows the amount before it again', async () => {
    const line = { fiscalYear: 2019, kind: 'investment', estimate: 'forecast' } as const;
    await recorded(service.post(`${DIGISOS}/cost-updates`, cost(100, line)));
    await recorded(annul(await recorded(service.post(`${DIGISOS}/cost-updates`, cost(200, line)))));
    const { costs } = (await service.get(DIGISOS)).as('Solution');
    expect(costs.find((one) => one.fiscalYear === 2019 && one.kind === 'investment')?.amount.amount).toBe(100);
  });
});

describe('what is no fact', () => {
  it.each(['corrections', 'annulments'])('has no %s: a registration', async (what) => {
    const { items } = (await service.get(`${DIGISOS}/history?type=solution-registration`)).as('SolutionHistory');
    const body = what === 'annulments' ? { reason: 'x' } : { reason: 'x', fact: report('2024-01-01') };
    const answer = await service.post(`/v1/facts/${items[0]?.eventId ?? ''}/${what}`, body, { 'If-Match': '"0"' });
    expect([answer.status, answer.problem('not-a-fact').eventId]).toEqual([422, items[0]?.eventId]);
  });

  it('has no corrections: a correction', async () => {
    const first = await recorded(service.change(`${DIGISOS}/phase-changes`, { effectiveFrom: '2010-01-01', phase: 'idea' }));
    const correction = await recorded(correct(first, { effectiveFrom: '2010-02-01', phase: 'idea' }));
    const answer = await service.post(`/v1/facts/${eventOf(correction)}/annulments`, { reason: 'x' }, { 'If-Match': '"0"' });
    expect(answer.problem('not-a-fact').status).toBe(422);
  });

  it('has no annulments: an event of the municipality register', async () => {
    const [event] = await Array.fromAsync(service.store.readStream('nsr.register-municipalities'));
    const answer = await service.post(`/v1/facts/${event?.id ?? ''}/annulments`, { reason: 'x' }, { 'If-Match': '"0"' });
    expect(answer.problem('not-a-fact').status).toBe(422);
  });

  it('is not read as one', async () => {
    const [event] = await Array.fromAsync(service.store.readStream('nsr.register-municipalities'));
    expect((await service.get(`/v1/facts/${event?.id ?? ''}`)).status).toBe(404);
  });
});

describe('the standing of a fact', () => {
  it('is in-force, superseded or not-yet by the day that is asked for', async () => {
    const phases = `${DIGISOS}/phase-changes`;
    const first = await recorded(service.change(phases, { effectiveFrom: '1990-01-01', phase: 'idea' }));
    await recorded(service.change(phases, { effectiveFrom: '1991-01-01', phase: 'concept' }));
    const standings = await Promise.all(['1989-12-31', '1990-12-31', '1991-12-31'].map(async (day) => (await factOf(first, day)).standing));
    expect(standings).toEqual(['not-yet', 'in-force', 'superseded']);
  });

  it('goes by the timeline that it lies on, whatever other facts the solution has', async () => {
    await recorded(service.post('/v1/solutions', registration('akson')));
    const say = (target: string, body: object) => recorded(service.change(`/v1/solutions/akson/${target}`, body));
    const supplier = { responsibility: 'operation', organisationNumber: NAV };
    const dated: readonly (readonly [kind: string, first: object, second: object])[] = [
      ['description-changes', { names: { nb: 'En' } }, { names: { nb: 'To' } }],
      ['phase-changes', { phase: 'idea' }, { phase: 'concept' }],
      ['target-group-changes', { kind: 'counties', numbers: ['03'] }, { kind: 'all' }],
      ['role-changes', { role: 'premise-giver', organisationNumber: NAV }, { role: 'premise-giver', organisationNumber: KS }],
      ['role-changes', { role: 'commissioner', organisationNumber: NAV }, { role: 'commissioner', organisationNumber: KS }],
      ['ownership-changes', { owners: [{ organisationNumber: NAV }] }, { owners: [{ organisationNumber: KS }] }],
      ['supplier-assignments', supplier, { ...supplier, organisationNumber: KS }],
      ['supplier-assignments', { ...supplier, responsibility: 'support' }, { ...supplier, responsibility: 'maintenance' }],
    ];
    for (const [kind, first, second] of dated) {
      await say(kind, { effectiveFrom: '2019-01-01', ...first });
      await say(kind, { effectiveFrom: '2020-01-01', ...second });
    }
    await say('supplier-releases', { effectiveFrom: '2021-01-01', responsibility: 'support' });
    for (const line of [cost(1), cost(2), cost(3, { estimate: 'budget' })])
      await recorded(service.post('/v1/solutions/akson/cost-updates', line));
    const SIGNS = { 'not-yet': '.', 'in-force': '+', superseded: '-', annulled: 'x' };
    const on = async (day: string) => {
      const { items } = (await service.get(`/v1/solutions/akson/history?limit=100&asOf=${day}`)).as('SolutionHistory');
      return items.map(({ standing }) => SIGNS[standing]).join('');
    };
    // The registration, two facts of each kind, the release, and the costs, which are not dated.
    expect(await on('2018-12-31')).toBe('+ ................ . -++'.replaceAll(' ', ''));
    expect(await on('2019-12-31')).toBe('+ +.+.+.+.+.+.+.+. . -++'.replaceAll(' ', ''));
    expect(await on('2020-12-31')).toBe('+ -+-+-+-+-+-+-+++ . -++'.replaceAll(' ', ''));
    expect(await on('2021-12-31')).toBe('+ -+-+-+-+-+-+-+-+ + -++'.replaceAll(' ', ''));
  });

  it('of a report goes with whoever carries the municipality on: Halden had three numbers', async () => {
    const [halden, later] = ['0101', '3001'].map((number) => `${DIGISOS}/adoptions/${number}`) as [string, string];
    const first = await say(halden, '2018-06-01', 'planned');
    await say(later, '2021-06-01', 'in-use');
    const days = ['2018-05-31', '2018-06-01', '2020-01-01', '2021-05-31', '2021-06-01', '2024-06-01'];
    const standings = await Promise.all(days.map(async (day) => (await factOf(first, day)).standing));
    expect(standings).toEqual(['not-yet', 'in-force', 'in-force', 'in-force', 'superseded', 'superseded']);
  });
});

describe('the history of a solution', () => {
  it('has every fact once, in the order in which they were recorded, reports among them', async () => {
    const before = (await service.get(`${DIGISOS}/history?limit=1000`)).as('SolutionHistory').items.length;
    const first = await say(another(), '2024-01-01');
    const second = await recorded(service.change(`${DIGISOS}/phase-changes`, { effectiveFrom: '1980-01-01', phase: 'idea' }));
    const { items } = (await service.get(`${DIGISOS}/history?limit=1000`)).as('SolutionHistory');
    expect(items.slice(before).map(({ eventId }) => eventId)).toEqual([eventOf(first), eventOf(second)]);
  });

  it('can be asked for one kind of fact', async () => {
    const { items } = (await service.get(`${DIGISOS}/history?limit=1000&type=cost-update`)).as('SolutionHistory');
    expect(new Set(items.map(({ type }) => type))).toEqual(new Set(['cost-update']));
  });
});
