import { afterAll, describe, expect, it } from '@jest/globals';
import {
  as,
  cost,
  eventOf,
  HELSEDIREKTORATET,
  KS,
  NAV,
  NORSK_HELSENETT,
  OSLO_KOMMUNE,
  recorded,
  registerDigisos,
  registration,
  report,
  STAVANGER_KOMMUNE,
} from './sector.ts';
import { type Answer, type Schemas, startService, TODAY } from './service.ts';

const DIGISOS = '/v1/solutions/digisos';
const service = await startService();
await registerDigisos(service);
await recorded(
  service.post('/v1/organisations', { organisationNumber: HELSEDIREKTORATET, name: 'Helsedirektoratet', sector: 'directorate' }),
);
await recorded(service.change(`${DIGISOS}/ownership-changes`, { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: NAV }] }));
await recorded(
  service.change(`${DIGISOS}/supplier-assignments`, { effectiveFrom: '2018-01-01', responsibility: 'operation', organisationNumber: KS }),
);
afterAll(() => service.end());

const reportsOf = (number: string): string => `${DIGISOS}/adoptions/${number}/reports`;

/** Everything that can be recorded: how it is asked for, as a dry run, so that nobody's answer depends on another's. */
const ACTS: Readonly<Record<string, readonly [string, object]>> = {
  'register an organisation': ['/v1/organisations', { organisationNumber: OSLO_KOMMUNE, name: 'Oslo kommune', sector: 'municipality' }],
  'register a programme': ['/v1/programmes', { id: 'program', names: { nb: 'Program' } }],
  'register a solution': ['/v1/solutions', registration('another')],
  'change the owners': [`${DIGISOS}/ownership-changes`, { effectiveFrom: '2026-01-01', owners: [{ organisationNumber: KS }] }],
  'describe the solution': [`${DIGISOS}/description-changes`, { effectiveFrom: '2026-01-01', names: { nb: 'Digisos' } }],
  'change the phase': [`${DIGISOS}/phase-changes`, { effectiveFrom: '2026-01-01', phase: 'operation' }],
  'change the target group': [`${DIGISOS}/target-group-changes`, { effectiveFrom: '2026-01-01', kind: 'all' }],
  'change a role': [`${DIGISOS}/role-changes`, { effectiveFrom: '2026-01-01', role: 'commissioner', organisationNumber: KS }],
  'assign a supplier': [
    `${DIGISOS}/supplier-assignments`,
    { effectiveFrom: '2026-01-01', responsibility: 'support', organisationNumber: KS },
  ],
  'release a supplier': [`${DIGISOS}/supplier-releases`, { effectiveFrom: '2026-01-01', responsibility: 'operation' }],
  'update a cost': [`${DIGISOS}/cost-updates`, cost(1)],
  'report on Oslo': [reportsOf('0301'), report('2026-01-01')],
  'report on Stavanger': [reportsOf('1103'), report('2026-01-01')],
  'report on Finnøy, of which Stavanger was made': [reportsOf('1141'), report('2019-01-01')],
};
const acts = Object.keys(ACTS);
const FACTS = acts.filter((act) => !act.startsWith('register') && act !== 'change the owners');

const WHO: readonly [string, string, readonly string[]][] = [
  ['the national supplier function', NORSK_HELSENETT, acts],
  ['an owner', NAV, FACTS],
  ['a supplier', KS, acts.filter((act) => act === 'update a cost' || act.startsWith('report'))],
  ['the municipality of Oslo', OSLO_KOMMUNE, ['report on Oslo']],
  ['the municipality of Stavanger', STAVANGER_KOMMUNE, ['report on Stavanger', 'report on Finnøy, of which Stavanger was made']],
  ['somebody without a role', HELSEDIREKTORATET, []],
];

const tries = async (act: string, organisation: string): Promise<Answer> => {
  const [target, body] = ACTS[act] ?? ['', {}];
  const asked = target.startsWith(DIGISOS) && !target.includes('adoptions') ? service.change : service.post;
  return asked(`${target}?dryRun=true`, body, as(organisation));
};

/** Who may what, and who may not: every act for every organisation. */
const cases = WHO.flatMap(([who, organisation, may]) =>
  acts.map((act) => ({ who, organisation, act, may: may.includes(act) ? 'may' : 'may not', status: may.includes(act) ? 200 : 403 })),
);

describe('who may say what', () => {
  it.each(cases)('$who $may $act', async ({ act, organisation, status }) => {
    expect((await tries(act, organisation)).status).toBe(status);
  });
});

describe('a refusal', () => {
  it('names who asked and who may', async () => {
    const answer = await tries('change the phase', KS);
    expect(answer.problem('not-allowed')).toMatchObject({
      consumer: KS,
      allowed: ['the national supplier function', 'an owner of the solution'],
    });
  });
});

describe('a role', () => {
  const changeOwners = (effectiveFrom: string, ...owners: string[]) =>
    recorded(
      service.change(`${DIGISOS}/ownership-changes`, {
        effectiveFrom,
        owners: owners.map((organisationNumber) => ({ organisationNumber })),
      }),
    );

  it('counts on the day of the request: an owner to be may not yet, and may on its first day', async () => {
    const owners = await changeOwners('2026-04-01', HELSEDIREKTORATET, NAV);
    service.clock.set('2026-03-31T21:59:00Z');
    const dayBefore = (await tries('change the phase', HELSEDIREKTORATET)).status;
    service.clock.set('2026-03-31T22:00:00Z');
    const firstDay = (await tries('change the phase', HELSEDIREKTORATET)).status;
    service.clock.set(TODAY);
    await recorded(service.change(`/v1/facts/${eventOf(owners)}/annulments`, { reason: 'Only tried.' }));
    expect([dayBefore, firstDay]).toEqual([403, 200]);
  });

  it('that has ended gives no right to report on days on which it had not', async () => {
    const released = await recorded(
      service.change(`${DIGISOS}/supplier-releases`, { effectiveFrom: '2026-01-31', responsibility: 'operation' }),
    );
    const answer = await service.post(`${reportsOf('0301')}?dryRun=true`, report('2025-06-01'), as(KS));
    await recorded(service.change(`/v1/facts/${eventOf(released)}/annulments`, { reason: 'Only tried.' }));
    expect(answer.status).toBe(403);
  });

  it('in one solution gives no right in another', async () => {
    await recorded(service.post('/v1/solutions', registration('kjernejournal')));
    expect((await service.post('/v1/solutions/kjernejournal/cost-updates', cost(1), as(NAV))).status).toBe(403);
  });
});

describe('a municipality', () => {
  it('may not report on another one', async () => {
    expect((await service.post(reportsOf('5001'), report('2026-01-01'), as(OSLO_KOMMUNE))).status).toBe(403);
  });

  it('may correct what others reported on it', async () => {
    const reported = await recorded(service.post(reportsOf('0301'), report('2021-01-01')));
    const fact: Schemas['AdoptionReport'] = report('2021-02-01', 'in-use', { source: 'municipality' });
    const answer = await service.change(`/v1/facts/${eventOf(reported)}/corrections`, { reason: 'A month later.', fact }, as(OSLO_KOMMUNE));
    expect(answer.status).toBe(201);
  });
});

describe('whoever recorded a fact', () => {
  /** KS records as a supplier, and is one no more. */
  async function recordedOnce(): Promise<Answer> {
    const assigned = await recorded(
      service.change(`${DIGISOS}/supplier-assignments`, {
        effectiveFrom: '2018-01-01',
        responsibility: 'maintenance',
        organisationNumber: HELSEDIREKTORATET,
      }),
    );
    const first = await recorded(service.post(`${DIGISOS}/cost-updates`, cost(1, { fiscalYear: 2020 + counter }), as(HELSEDIREKTORATET)));
    counter += 1;
    await recorded(service.change(`/v1/facts/${eventOf(assigned)}/annulments`, { reason: 'Its time is over.' }));
    return first;
  }
  let counter = 0;

  it('may not record another one without a role', async () => {
    await recordedOnce();
    expect((await service.post(`${DIGISOS}/cost-updates`, cost(9), as(HELSEDIREKTORATET))).status).toBe(403);
  });

  it('may still correct it', async () => {
    const first = await recordedOnce();
    const fact = cost(2, { fiscalYear: 2020 + counter - 1 });
    expect(
      (await service.change(`/v1/facts/${eventOf(first)}/corrections`, { reason: 'Wrong.', fact }, as(HELSEDIREKTORATET))).status,
    ).toBe(201);
  });

  it('may still annul it', async () => {
    const first = await recordedOnce();
    expect((await service.change(`/v1/facts/${eventOf(first)}/annulments`, { reason: 'Wrong.' }, as(HELSEDIREKTORATET))).status).toBe(201);
  });
});

describe('whoever might have recorded a fact', () => {
  it('may annul it, whoever did', async () => {
    const reported = await recorded(service.post(reportsOf('5001'), report('2021-01-01')));
    expect((await service.change(`/v1/facts/${eventOf(reported)}/annulments`, { reason: 'Not ours.' }, as(NAV))).status).toBe(201);
  });

  it('is nobody else: a stranger may not', async () => {
    const reported = await recorded(service.post(reportsOf('5001'), report('2022-01-01')));
    expect((await service.change(`/v1/facts/${eventOf(reported)}/annulments`, { reason: 'Not ours.' }, as(OSLO_KOMMUNE))).status).toBe(403);
  });
});

describe('what is recorded', () => {
  it('names the organisation that acted, and none that acted for it where none did', async () => {
    const reported = await recorded(service.post(reportsOf('0301'), report('2022-05-01'), as(OSLO_KOMMUNE)));
    expect((await service.get(`/v1/facts/${eventOf(reported)}`)).as('Fact').recordedBy).toEqual({ consumer: OSLO_KOMMUNE, supplier: null });
  });

  it('names the organisation that acted for another beside it', async () => {
    const headers = { ...as(OSLO_KOMMUNE), 'Registry-Supplier': `0192:${KS}` };
    const reported = await recorded(service.post(reportsOf('0301'), report('2022-06-01'), headers));
    const { items } = (await service.get(`${DIGISOS}/history?limit=1000`)).as('SolutionHistory');
    expect(items.find(({ eventId }) => eventId === eventOf(reported))?.recordedBy).toEqual({ consumer: OSLO_KOMMUNE, supplier: KS });
  });

  it('is recorded by the right of the consumer, not of the supplier acting for it', async () => {
    const headers = { ...as(HELSEDIREKTORATET), 'Registry-Supplier': `0192:${NORSK_HELSENETT}` };
    expect((await service.post(reportsOf('0301'), report('2022-07-01'), headers)).status).toBe(403);
  });
});
