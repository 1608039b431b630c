import { afterAll, describe, expect, it } from '@jest/globals';
import { recordRegister } from '../../src/registry/register.ts';
import type { RegisterEntry } from '../../src/domain/municipality/load.ts';
import { municipalityRegister } from '../../src/reference/register.ts';
import { type Operation, operations } from './contract.ts';
import { as, cost, eventOf, KS, NAV, organisationNumbered, recorded, registration, report } from './sector.ts';
import { engine } from './log.ts';
import { type Answer, type Service, startService } from './service.ts';
import { type Chapter, eventIdOf, pathParameter, tellStory } from './story.ts';

const service = await startService();
const told: Chapter[] = await tellStory(service);
afterAll(() => service.end());

const DIGISOS = '/v1/solutions/digisos';

const takesMoment = operations.filter(({ parameters }) => parameters.some(({ name }) => name === 'knownAt'));
const isReport = ({ template }: Operation): boolean => template.startsWith('/v1/reports');

/** Every read of the contract that takes a moment, as the story has it; with a separator to add parameters. Reports are asked below. */
const READS = takesMoment
  .filter((operation) => !isReport(operation))
  .map((operation): [string, string] => {
    const fact = () => eventIdOf(told, 'horten-in-production');
    const path = operation.template.replace(/\{(\w+)\}/g, (_, name: string) =>
      name === 'eventId' ? fact() : pathParameter(operation, name, ''),
    );
    return [operation.id, `${path}?${operation.parameters.some(({ name }) => name === 'limit') ? 'limit=1000&' : ''}`];
  });
const positionNow = async (): Promise<string> => (await service.get(DIGISOS)).as('Solution').position;
const later = (milliseconds: number): string => {
  service.clock.now += milliseconds;
  return new Date(service.clock.now).toISOString().replace('Z', '000Z');
};
/** How far back an instant must lie, whichever engine it is asked of. */
const SETTLED = 60_000;

describe('every read', () => {
  it.each(READS)('%s says for which day, instant and position it answers', async (_id, read) => {
    const position = await positionNow();
    const shown = JSON.parse((await service.get(`${read}asOf=2018-12-31&knownAt=${position}`)).text) as object;
    expect(shown).toMatchObject({ asOf: '2018-12-31', position, knownAt: expect.stringMatching(/Z$/) as unknown });
  });

  it.each(READS)('%s answers without a moment for today, and for all that is known', async (_id, read) => {
    const shown = JSON.parse((await service.get(read.replace(/[?&]$/, ''))).text) as object;
    expect(shown).toMatchObject({ asOf: '2026-02-03', position: await positionNow() });
  });

  it.each(READS)('%s gives for an instant what it gives for the position that was reached by then', async (_id, read) => {
    const [position, instant] = [await positionNow(), later(1_000)];
    later(SETTLED);
    await recorded(service.post(`${DIGISOS}/adoptions/0301/reports`, report('2018-01-01', 'planned', { evidence: instant + read })));
    const [byPosition, byInstant] = await Promise.all(
      [position, instant].map((knownAt) => service.get(`${read}asOf=2018-12-31&knownAt=${knownAt}`)),
    );
    expect({ ...(JSON.parse(byInstant?.text ?? '') as object), knownAt: null }).toEqual({
      ...(JSON.parse(byPosition?.text ?? '') as object),
      knownAt: null,
    });
  });

  it.each(READS)('%s takes an instant in any zone', async (_id, read) => {
    const instant = later(1_000);
    const elsewhere = new Date(service.clock.now + 7_200_000).toISOString().replace('Z', '%2B02:00');
    later(SETTLED);
    const [utc, oslo] = [
      await service.get(`${read}asOf=2018-12-31&knownAt=${instant}`),
      await service.get(`${read}asOf=2018-12-31&knownAt=${elsewhere}`),
    ];
    expect(oslo.text).toBe(utc.text);
  });

  it.each(READS)('%s refuses an instant that has not come', async (_id, read) => {
    const answer = await service.get(`${read}knownAt=${new Date(service.clock.now + 1).toISOString()}`);
    expect(answer.status).toBe(422);
    expect(answer.problem('instant-not-past').errors).toMatchObject([{ parameter: 'knownAt' }]);
  });

  it.each(READS)('%s refuses a position beyond the head, and says where that is', async (_id, read) => {
    const head = await positionNow();
    const beyond = head.replace(/\d+$/, (token) => String(Number(token) + 1));
    const answer = await service.get(`${read}knownAt=${beyond}`);
    expect(answer.status).toBe(422);
    expect(answer.problem('position-after-head')).toMatchObject({ head });
  });

  it.each(READS)('%s says of a position of another log that it is gone', async (_id, read) => {
    const answer = await service.get(`${read}knownAt=7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0~12`);
    expect(answer.status).toBe(410);
    expect(answer.problem('position-of-another-log')).toMatchObject({ logId: service.store.logId });
  });

  it.each(READS)('%s refuses what is neither', async (_id, read) => {
    const answers = await Promise.all(
      ['2018-12-31', '', '2026-02-03T09:00:00', 'now'].map((knownAt) => service.get(`${read}knownAt=${knownAt}`)),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it.each(READS)('%s knew nothing before anything was recorded, and says that it was not yet known', async (id, read) => {
    const answer = await service.get(`${read}knownAt=${service.store.logId}~0`);
    const { items, detail } = JSON.parse(answer.text) as { items?: unknown[]; detail?: string };
    expect({ id, items: items ?? [] }).toEqual({ id, items: [] });
    if (answer.status !== 200) expect([answer.status, detail]).toEqual([404, expect.stringMatching(/was not yet .* at knownAt$/)]);
  });

  it.each([
    ['coverage-series?solution=digisos', 'solution digisos was not yet registered at knownAt; '],
    ['coverage?programme=digihelse', 'programme digihelse '],
    ['adoption?county=03&asOf=2019-12-31', 'county 03 does not exist on 2019-12-31; no county was in the register at knownAt'],
  ])('%s of the reports says it too', async (report, said) => {
    const answer = await service.get(`/v1/reports/${report}&knownAt=${service.store.logId}~0`);
    expect([answer.status, (JSON.parse(answer.text) as { detail: string }).detail]).toEqual([422, expect.stringContaining(said)]);
  });

  it.each(READS)('%s waits for the position that it is given as the least, and answers', async (_id, read) => {
    const position = await positionNow();
    const [byQuery, byHeader] = [
      await service.get(`${read}minPosition=${position}`),
      await service.get(read.replace(/[?&]$/, ''), { 'Registry-Min-Position': position }),
    ];
    expect([byQuery.status, byHeader.status]).toEqual([200, 200]);
  });

  it.each<[string, (position: string) => Promise<Answer>]>([
    ['minPosition', (position) => service.get(`${DIGISOS}?minPosition=${position}`)],
    ['Registry-Min-Position', (position) => service.get(DIGISOS, { 'Registry-Min-Position': position })],
  ])(
    'a position in %s that is not there in time gives 503, which says where it stood and how far this process is',
    async (parameter, ask) => {
      const head = await positionNow();
      const answer = await ask(`${service.store.logId}~${(await service.head()) + 1}`);
      expect([answer.status, answer.headers['retry-after']]).toEqual([503, '1']);
      expect(answer.problem('not-folded-yet')).toMatchObject({ head, errors: [{ parameter, rule: 'not-folded-yet' }] });
    },
  );

  const OF_MUNICIPALITIES = READS.filter(([id]) => /Municipal|Coverage|Adoption/.test(id));
  it.each(OF_MUNICIPALITIES)('%s refuses days on which there is no register, and says when it begins', async (_id, read) => {
    const answer = await service.get(`${read}asOf=2016-12-31`);
    expect(answer.status).toBe(422);
    expect(answer.problem('before-register')).toMatchObject({
      date: '2016-12-31',
      registerBegins: '2017-01-01',
      errors: [{ parameter: 'asOf' }],
    });
  });

  it.each(READS.filter(([id]) => !/Municipal|Coverage|Adoption/.test(id)))(
    '%s, which needs no municipalities, answers for days before the register',
    async (_id, read) => {
      expect((await service.get(`${read}asOf=1900-01-01`)).status).toBe(200);
    },
  );
});

/** Every report, up to the parameter that says the day: those between two days say it by `to`. */
const REPORTS = takesMoment
  .filter((operation) => isReport(operation) && operation.answers.some(({ content }) => content.has('text/csv')))
  .map(({ id, template, parameters }): [string, string] => {
    const isBetween = parameters.some(({ name }) => name === 'to');
    return [id, `${template}?lang=en&${isBetween ? 'from=2018-01-01&to=' : 'asOf='}`];
  });
interface Told {
  readonly asOf: string;
  readonly position: string;
  readonly rows: readonly unknown[];
}

describe('every report', () => {
  const told = async (target: string): Promise<Told> => JSON.parse((await service.get(target)).text) as Told;

  it.each(REPORTS)('%s says for which day and position it answers', async (_id, target) => {
    const position = await positionNow();
    expect(await told(`${target}2018-12-31&knownAt=${position}`)).toMatchObject({ asOf: '2018-12-31', position });
  });

  it.each(REPORTS)('%s gives for an instant the rows that it gives for the position that was reached by then', async (id, target) => {
    const [position, instant] = [await positionNow(), later(1_000)];
    later(SETTLED);
    await recorded(service.post(`${DIGISOS}/adoptions/0301/reports`, report('2018-01-02', 'planned', { evidence: instant + id })));
    const [byPosition, byInstant] = [await told(`${target}2018-12-31&knownAt=${position}`), await told(`${target}2018-12-31&knownAt=${instant}`)]; // prettier-ignore
    expect([byInstant.position, byInstant.rows]).toEqual([byPosition.position, byPosition.rows]);
  });

  it.each(REPORTS)('%s has no row before anything was recorded', async (_id, target) => {
    expect((await told(`${target}2018-12-31&knownAt=${service.store.logId}~0`)).rows.length).toBe(0);
  });
});

describe('a day that is not said', () => {
  it.each([
    ['2026-01-31T22:59:59.999Z', '2026-01-31'],
    ['2026-01-31T23:00:00.000Z', '2026-02-01'],
    ['2026-06-30T21:59:59.999Z', '2026-06-30'],
    ['2026-06-30T22:00:00.000Z', '2026-07-01'],
  ])('is at %s in Oslo %s', async (instant, day) => {
    const now = service.clock.now;
    service.clock.set(instant);
    const { asOf } = (await service.get(DIGISOS)).as('Solution');
    service.clock.now = now;
    expect(asOf).toBe(day);
  });

  it('is today also where knownAt is long ago', async () => {
    const position = await positionNow();
    service.clock.now += 86_400_000;
    expect((await service.get(`${DIGISOS}?knownAt=${position}`)).as('Solution').asOf).toBe('2026-02-04');
  });
});

const reasonFor = (what: string) => ({ reason: `${what}, told by a test.` });

/** Something of every kind that can be recorded, different for every n; late, early, corrected and annulled. */
async function record(of: Service, n: number): Promise<number> {
  const day = `20${17 + (n % 8)}-0${1 + (n % 9)}-1${n % 10}`;
  const about = (number: string) => `${DIGISOS}/adoptions/${number}`;
  const number = day < '2020' ? ['0701', '1103', '1141', '1201'][n % 4] : ['4601', '1103', '0301', '4204'][n % 4];
  const first = await of.post(
    `${about(number ?? '')}/reports`,
    report(day, n % 3 === 0 ? 'withdrawn' : 'established', { evidence: `report ${n}`, ...(n % 5 === 0 ? { capability: 'innsyn' } : {}) }),
  );
  await recorded(Promise.resolve(first));
  if (n % 2 === 0)
    await recorded(
      of.change(`${first.headers.location ?? ''}/corrections`, {
        ...reasonFor('Corrected'),
        fact: report(day, 'considering', n % 5 === 0 ? { capability: 'innsyn' } : {}),
      }),
    );
  if (n % 4 === 0) await recorded(of.change(`${first.headers.location ?? ''}/annulments`, reasonFor('Annulled')));
  const changes: [string, object][] = [
    ['phase-changes', { effectiveFrom: day, phase: n % 2 === 0 ? 'retired' : 'idea' }],
    [
      'description-changes',
      {
        effectiveFrom: day,
        names: { nb: `Digisos ${n}` },
        capabilities: [{ id: 'innsyn', names: { nb: `Innsyn ${n}` } }],
        confirmationMonths: 1 + (n % 24),
      },
    ],
    ['target-group-changes', { effectiveFrom: '2018-05-01', kind: 'municipalities', numbers: ['0301', String(1201 + (n % 2) * 310)] }],
    ['role-changes', { effectiveFrom: day, role: 'commissioner', organisationNumber: n % 2 === 0 ? NAV : null }],
    ['ownership-changes', { effectiveFrom: day, owners: [{ organisationNumber: n % 2 === 0 ? KS : NAV }] }],
    ['supplier-assignments', { effectiveFrom: day, responsibility: 'operation', organisationNumber: n % 2 === 0 ? KS : NAV }],
  ];
  for (const [kind, body] of changes) await of.change(`${DIGISOS}/${kind}`, body);
  await of.change(`${DIGISOS}/supplier-releases`, { effectiveFrom: `2024-12-${10 + (n % 20)}`, responsibility: 'operation' });
  await recorded(of.post(`${DIGISOS}/cost-updates`, cost(n, { kind: 'development', fiscalYear: 2018, estimate: 'budget' })));
  if (n % 10 === 0) {
    await recorded(of.post('/v1/solutions', registration(`later-${n}`)));
    await recorded(of.post(`/v1/solutions/later-${n}/adoptions/0301/reports`, report('2018-01-01')));
    await recorded(of.post('/v1/programmes', { id: `later-${n}`, names: { nb: 'Later' } }));
    await recorded(
      of.post('/v1/organisations', { organisationNumber: organisationNumbered(91_000_000 + n), name: `Later ${n}`, sector: 'private' }),
    );
  }
  return of.grown();
}

/** The register as it might be loaded one day: a count that was wrong, a share that was wrong, a count more. */
const mended = (): RegisterEntry[] => {
  const entries = municipalityRegister().map(({ id, fact }): RegisterEntry => {
    if (fact.type === 'PopulationCounted' && fact.data.countedOn === '2018-01-01')
      return { id, fact: { ...fact, data: { ...fact.data, inhabitants: fact.data.inhabitants + 1_000 } } };
    return { id, fact };
  });
  const counted = entries.findLast(({ fact }) => fact.type === 'PopulationCounted') as RegisterEntry;
  const next = { ...counted.fact, data: { ...counted.fact.data, countedOn: '2026-01-01', inhabitants: 7 } } as RegisterEntry['fact'];
  return [...entries, { id: '11111111-1111-5111-8111-111111111111', fact: next }];
};

describe('the same explicit asOf and knownAt', () => {
  it('give the same bytes before and after a thousand later events of every kind', async () => {
    const [position, instant] = [await positionNow(), later(60_000)];
    later(SETTLED);
    const upToTheDay = [...READS.map(([, read]) => `${read}asOf=`), ...REPORTS.map(([, target]) => target)];
    const questions = upToTheDay.flatMap((target) =>
      ['2018-12-31', '2020-01-01', '2024-12-31'].flatMap((day) =>
        [position, instant].map((knownAt) => `${target}${day}&knownAt=${knownAt}`),
      ),
    );
    const ask = () => Promise.all(questions.map(async (question) => ({ question, ...bytes(await service.get(question)) })));
    const before = await ask();
    const events = await service.grown();
    service.clock.now += 60_000;
    const corrected = await recordRegister(service.registry, mended());
    for (let n = 0; (await record(service, n)) < events + corrected + 1_000; n += 1) service.clock.now += 1_000;
    expect(await ask()).toEqual(before);
  }, 300_000);

  it('are otherwise answered anew: the thousand events have changed the figures of today', async () => {
    const { municipalities } = (await service.get(`${DIGISOS}/coverage?asOf=2018-12-31`)).as('Coverage');
    expect(municipalities.denominator).not.toBe(422);
  });
});

const bytes = ({ status, etag, text }: { status: number; etag: string; text: string }) => ({ status, etag, text });

describe('a clock that steps back', () => {
  it('does not change what was answered for an instant', async () => {
    const instant = later(1_000);
    later(SETTLED);
    const target = `${DIGISOS}/coverage?asOf=2024-12-31&knownAt=${instant}`;
    const before = await service.get(target);
    service.clock.now -= 3_600_000;
    await recorded(service.post(`${DIGISOS}/adoptions/0301/reports`, report('2024-06-01', 'withdrawn')));
    service.clock.now += 3_600_000;
    expect((await service.get(target)).text).toBe(before.text);
  });

  it('leaves what was recorded meanwhile known from the last instant before it on', async () => {
    const before = later(1_000);
    await recorded(service.post(`${DIGISOS}/adoptions/0301/reports`, report('2024-07-01', 'planned')));
    service.clock.now -= 3_600_000;
    const meanwhile = await recorded(service.post(`${DIGISOS}/adoptions/0301/reports`, report('2024-07-02', 'planned')));
    service.clock.now += 3_600_000;
    const { recordedAt } = (await service.get(meanwhile.headers.location ?? '')).as('Fact');
    expect(recordedAt >= before).toBe(true);
  });
});

describe('who asks for an instant just now', () => {
  const justNow = () => `${DIGISOS}/adoptions/4204?asOf=2024-12-31&knownAt=${new Date(service.clock.now).toISOString()}`;

  if (engine === 'eventstoredb')
    it('is told that several processes may still record before it, and up to when they may not', async () => {
      await recorded(service.post(`${DIGISOS}/adoptions/4204/reports`, report('2024-08-01', 'in-use')));
      const refusal = (await service.get(justNow())).problem('instant-not-settled');
      expect(refusal.errors).toMatchObject([{ parameter: 'knownAt' }]);
      expect((await service.get(`${DIGISOS}/adoptions/4204?knownAt=${refusal.latest}`)).status).toBe(200);
    });
  else
    it('is answered with all that was recorded by then, and never otherwise', async () => {
      const reports = `${DIGISOS}/adoptions/4204/reports`;
      const answers = await Promise.all(
        Array.from({ length: 20 }, async (_, n) => {
          await recorded(service.post(reports, report('2024-08-01', 'in-use', { evidence: `just now ${n}` })));
          const target = justNow();
          return { target, text: (await service.get(target)).text };
        }),
      );
      const again = await Promise.all(answers.map(async ({ target }) => ({ target, text: (await service.get(target)).text })));
      expect(again).toEqual(answers);
    });
});

describe('who recorded what', () => {
  it('is in the history: the consumer, and the supplier that acted for it', async () => {
    const reported = await recorded(
      service.post(`${DIGISOS}/adoptions/5501/reports`, report('2024-01-01'), { ...as(NAV), 'Registry-Supplier': `0192:${KS}` }),
    );
    const { recordedBy } = (await service.get(`/v1/facts/${eventOf(reported)}`)).as('Fact');
    expect(recordedBy).toEqual({ consumer: NAV, supplier: KS });
  });
});
