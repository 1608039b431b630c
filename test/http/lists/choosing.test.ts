import { afterAll, describe, expect, it } from '@jest/globals';
import {
  eventOf,
  HELSEDIREKTORATET,
  KS,
  MISTYPED,
  NAV,
  NORSK_HELSENETT,
  organisationNumbered,
  recorded,
  registerOrganisations,
  registration,
  report,
} from '../sector.ts';
import { type Schemas, startService } from '../service.ts';

const service = await startService();
await registerOrganisations(service);
await recorded(service.post('/v1/programmes', { id: 'digi', names: { nb: 'Digi-programmet', en: 'The digi programme' } }));
await recorded(service.post('/v1/programmes', { id: 'velferd', names: { nb: 'Ærlig velferd' } }));
const before = (await service.get('/v1/solutions')).as('SolutionList').position;
for (const [id, names, more] of [
  ['a', { nb: 'Ås' }, {}],
  ['a-b', { nb: 'Østre', en: 'Asker' }, { programmeId: 'digi' }],
  ['c', { nb: 'Asker' }, { description: 'Søknad om idé', capabilities: [{ id: 'innsyn', names: { nb: 'Innsyn', nn: 'Innsyn i saka' } }] }],
  ['d', { nb: 'Ære' }, {}],
] as const)
  await recorded(service.post('/v1/solutions', registration(id, { names, ...more } as Partial<Schemas['SolutionRegistration']>)));
const registered = (await service.get('/v1/solutions')).as('SolutionList').position;
await recorded(service.change('/v1/solutions/c/phase-changes', { effectiveFrom: '2018-01-01', phase: 'pilot' }));
await recorded(service.change('/v1/solutions/d/phase-changes', { effectiveFrom: '2018-01-01', phase: 'operation' }));
await recorded(
  service.change('/v1/solutions/a/ownership-changes', {
    effectiveFrom: '2018-01-01',
    owners: [{ organisationNumber: NAV }, { organisationNumber: KS }],
  }),
);
await recorded(service.change('/v1/solutions/c/ownership-changes', { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: KS }] }));
await recorded(
  service.change('/v1/solutions/a/supplier-assignments', {
    effectiveFrom: '2018-01-01',
    responsibility: 'operation',
    organisationNumber: NORSK_HELSENETT,
  }),
);
await recorded(
  service.change('/v1/solutions/a/supplier-assignments', {
    effectiveFrom: '2018-01-01',
    responsibility: 'support',
    organisationNumber: KS,
  }),
);
const settled = (await service.get('/v1/solutions')).as('SolutionList').position;
for (const id of ['a', 'a-b', 'c']) await recorded(service.post(`/v1/solutions/${id}/adoptions/0301/reports`, report('2018-04-23')));
await recorded(service.post('/v1/solutions/c/adoptions/0301/reports', report('2018-04-23', 'planned', { capability: 'innsyn' })));
await recorded(service.post('/v1/solutions/d/adoptions/0301/reports', report('2018-04-23', 'planned')));
const whole = (await service.get('/v1/municipalities?asOf=2019-06-01&limit=1000')).as('MunicipalityList');
afterAll(() => service.end());

const AS_OF = 'asOf=2019-06-01';
const solutions = async (query: string) => (await service.get(`/v1/solutions?${AS_OF}&${query}`)).as('SolutionList');
const ids = async (query: string): Promise<string[]> => (await solutions(query)).items.map(({ id }) => id);
const countsOf = (facets: readonly Schemas['Facet'][]) =>
  facets.map(({ name, values }) => [name, Object.fromEntries(values.map(({ value, count }) => [String(value), count]))]);

describe('a list of solutions', () => {
  it('stands in the order of the Norwegian alphabet by name', async () => {
    expect((await solutions('sort=name')).items.map(({ names }) => names.nb)).toEqual(['Asker', 'Ære', 'Østre', 'Ås']);
    expect((await solutions('sort=-name')).items.map(({ names }) => names.nb)).toEqual(['Ås', 'Østre', 'Ære', 'Asker']);
  });

  it('stands by the names of the language asked for, and by id where those are alike', async () => {
    expect(await ids('sort=name&lang=en')).toEqual(['a-b', 'c', 'd', 'a']);
  });

  it.each([
    ['phase=pilot', ['c']],
    ['phase=pilot,operation', ['c', 'd']],
    ['phase=-', ['a', 'a-b']],
    [`owner=${KS}`, ['a', 'c']],
    [`owner=${KS}&phase=pilot`, ['c']],
    ['owner=-', ['a-b', 'd']],
    [`supplier=${KS}`, ['a']],
    [`supplier=${KS}&responsibility=operation`, []],
    [`supplier=${NORSK_HELSENETT}&responsibility=operation,support`, ['a']],
    ['supplier=-&responsibility=support', ['a-b', 'c', 'd']],
    ['programme=digi', ['a-b']],
    ['reason=no-phase', ['a', 'a-b']],
    ['reason=in-operation-without-adoption', ['d']],
    ['status=findings', ['a', 'a-b', 'c', 'd']],
    ['status=clear', []],
    ['usedBy=0301', ['a', 'a-b', 'c']],
    ['usedBy=1103', []],
    ['q=s%C3%B8knad', ['c']],
    ['q=IDE', ['c']],
    ['q=innsyn+saka', ['c']],
    ['q=as', ['a-b', 'c']],
    [`changedSince=${registered}`, ['a', 'c', 'd']],
    [`changedSince=${before}`, ['a', 'a-b', 'c', 'd']],
    [`changedSince=${settled}`, []],
    [`changedSince=${before}&knownAt=${registered}`, ['a', 'a-b', 'c', 'd']],
  ])('with %s has %j', async (query, expected) => {
    expect(await ids(query)).toEqual(expected);
  });

  it('counts what choosing another value of a filter would give, with what the values are called', async () => {
    const { facets } = await solutions(`owner=${NAV}&facets=phase,owner,programme&limit=1`);
    expect(countsOf(facets)).toEqual([
      ['phase', { null: 1 }],
      ['owner', { [NAV]: 1, [KS]: 2, null: 2 }],
      ['programme', { null: 1 }],
    ]);
    expect(facets[1]?.values.map(({ names }) => names?.nb)).toEqual([
      'Arbeids- og velferdsetaten (NAV)',
      'KS – Kommunesektorens organisasjon',
      undefined,
    ]);
  });

  it('counts phases in the order of a life', async () => {
    expect((await solutions('facets=phase')).facets[0]?.values.map(({ value }) => value)).toEqual(['pilot', 'operation', null]);
  });

  it('counts the suppliers of the responsibilities asked for', async () => {
    expect(countsOf((await solutions('facets=supplier&responsibility=support')).facets)).toEqual([['supplier', { [KS]: 1, null: 3 }]]);
  });
});

describe('a list of municipalities', () => {
  const numbers = async (query: string) => (await service.get(`/v1/municipalities?${query}`)).as('MunicipalityList');
  const sizes: readonly [string, number, number][] = [['0-1999', 0, 1_999], ['2000-4999', 2_000, 4_999], ['5000-9999', 5_000, 9_999], ['10000-19999', 10_000, 19_999], ['20000-49999', 20_000, 49_999], ['50000+', 50_000, Infinity]]; // prettier-ignore

  it.each(sizes)('by size class %s has those with %i to %i inhabitants', async (code, least, most) => {
    const { items } = await numbers(`asOf=2019-06-01&limit=1000&sizeClass=${encodeURIComponent(code)}`);
    expect(items).toEqual(whole.items.filter(({ inhabitants }) => inhabitants !== null && inhabitants >= least && inhabitants <= most));
    expect(items).not.toHaveLength(0);
  });

  it('has those of a county and a region of the day', async () => {
    const { items } = await numbers('asOf=2019-06-01&limit=1000&county=11,12&healthRegion=vest');
    expect(items).toEqual(whole.items.filter(({ county }) => ['11', '12'].includes(county?.countyNumber ?? '')));
    expect((await numbers('asOf=2019-06-01&county=11&healthRegion=nord')).items).toEqual([]);
  });

  it('counts counties, regions and size classes, which sum to all', async () => {
    const { facets } = await numbers('asOf=2019-06-01&facets=county,healthRegion,sizeClass&county=03&limit=1');
    const sums = facets.map(({ values }) => values.reduce((sum, { count }) => sum + count, 0));
    expect(sums).toEqual([422, 1, 1]);
    expect(facets[0]?.values.find(({ value }) => value === '11')).toEqual({
      value: '11',
      names: { nb: 'Rogaland', nn: null, en: null },
      count: 26,
    });
  });

  it('stands by inhabitants', async () => {
    const { items } = await numbers('asOf=2019-06-01&limit=1000&sort=-inhabitants');
    const inhabitants = items.map((one) => one.inhabitants ?? -1);
    expect(inhabitants).toEqual(inhabitants.toSorted((a, b) => b - a));
    expect(items[0]?.name).toBe('Oslo');
  });

  it('stands by name in the Norwegian alphabet', async () => {
    expect((await numbers('asOf=2019-06-01&sort=-name&limit=1')).items[0]?.name).toBe('Åsnes');
  });

  it('is found by name or number', async () => {
    expect((await numbers('asOf=2019-06-01&q=stavang')).items.map(({ municipalityNumber }) => municipalityNumber)).toEqual(['1103']);
    expect((await numbers('asOf=2019-06-01&q=0301')).items.map(({ name }) => name)).toEqual(['Oslo']);
  });
});

describe('a list of organisations', () => {
  const numbers = async (query: string) =>
    (await service.get(`/v1/organisations?${AS_OF}&${query}`))
      .as('OrganisationList')
      .items.map(({ organisationNumber }) => organisationNumber);

  it.each([
    ['sector=state,directorate', [NAV, NORSK_HELSENETT]],
    ['role=owner', [NAV, KS]],
    ['role=supplier', [KS, NORSK_HELSENETT]],
    ['role=-', []],
    ['q=norsk+hel', [NORSK_HELSENETT]],
    ['sort=-name', [NORSK_HELSENETT, KS, NAV]],
    ['sort=changed', [NORSK_HELSENETT, NAV, KS]],
    [`changedSince=${before}`, []],
  ])('with %s has %j', async (query, expected) => {
    expect(await numbers(query)).toEqual(expected);
  });

  it('counts what they are to solutions on the day', async () => {
    const { facets } = (await service.get(`/v1/organisations?${AS_OF}&facets=role,sector`)).as('OrganisationList');
    expect(countsOf(facets)).toEqual([
      ['role', { owner: 2, supplier: 2 }],
      ['sector', { state: 1, directorate: 1, private: 1 }],
    ]);
  });
});

describe('a list of programmes', () => {
  it('is searched and sorted by name', async () => {
    const programmes = async (query: string) =>
      (await service.get(`/v1/programmes?${query}`)).as('ProgrammeList').items.map(({ id }) => id);
    expect(await programmes('sort=-name')).toEqual(['velferd', 'digi']);
    expect(await programmes('q=aerlig')).toEqual([]);
    expect(await programmes('q=the+digi')).toEqual(['digi']);
    expect(await programmes(`changedSince=${before}`)).toEqual([]);
  });
});

describe('the solutions of an organisation', () => {
  const of = async (query: string) =>
    (await service.get(`/v1/organisations/${KS}/solutions?${AS_OF}&${query}`)).as('OrganisationSolutionList');

  it.each([
    ['role=owner', ['a', 'c']],
    ['role=supplier', ['a']],
    ['responsibility=support', ['a']],
    ['responsibility=-', ['c']],
    ['phase=pilot', ['c']],
    ['sort=-name', ['a', 'c']],
    ['q=ask', ['c']],
  ])('with %s are %j', async (query, expected) => {
    expect((await of(query)).items.map(({ solutionId }) => solutionId)).toEqual(expected);
  });

  it('are counted by what it is to them', async () => {
    expect(countsOf((await of('facets=role')).facets)).toEqual([['role', { owner: 2, supplier: 1 }]]);
  });
});

describe('the solutions of a municipality', () => {
  const of = async (query: string) =>
    (await service.get(`/v1/municipalities/0301/solutions?${AS_OF}&${query}`)).as('MunicipalitySolutionList');
  const rows = ({ items }: Awaited<ReturnType<typeof of>>) =>
    items.map(({ solutionId, capability }) => `${solutionId} ${capability ?? ''}`.trim());

  it.each([
    ['stage=planned', ['c innsyn', 'd']],
    ['stage=in-use&phase=-', ['a', 'a-b']],
    ['programme=digi', ['a-b']],
    ['source=inherited', []],
    ['sort=-stage', ['a', 'a-b', 'c', 'c innsyn', 'd']],
    ['sort=name', ['c', 'c innsyn', 'd', 'a-b', 'a']],
    [`changedSince=${settled}`, ['a', 'a-b', 'c', 'c innsyn', 'd']],
  ])('with %s are %j', async (query, expected) => {
    expect(rows(await of(query))).toEqual(expected);
  });

  it('changed since include what was annulled, corrected to a later day or recorded ahead, of which nothing is known', async () => {
    const since = (await service.get('/v1/solutions')).as('SolutionList').position;
    const reported = (solution: string, number: string, more: object) =>
      service.post(`/v1/solutions/${solution}/adoptions/${number}/reports`, { ...report('2018-04-23'), ...more });
    const amended = (eventId: string, how: object) =>
      service.change(`/v1/facts/${eventId}/${'fact' in how ? 'corrections' : 'annulments'}`, { reason: 'It was not so.', ...how });
    const stavanger = async (query: string) =>
      (await service.get(`/v1/municipalities/1103/solutions?asOf=2021-06-01&${query}`)).as('MunicipalitySolutionList');
    await recorded(reported('d', '1103', { capability: null }));
    // Finnøy became a part of Stavanger in 2020.
    const annulled = eventOf(await recorded(reported('a', '1141', {})));
    const corrected = eventOf(await recorded(reported('c', '1103', { capability: 'innsyn' })));
    await recorded(reported('a-b', '1103', { effectiveFrom: '2022-01-01' }));
    const before = await stavanger('');
    await recorded(amended(annulled, {}));
    await recorded(amended(corrected, { fact: report('2023-01-01', 'in-use', { capability: 'innsyn' }) }));
    expect(rows(before)).toEqual(['a', 'c innsyn', 'd']);
    expect(rows(await stavanger(''))).toEqual(['d']);
    expect((await stavanger(`changedSince=${since}`)).items.map(({ solutionId, stage, source }) => [solutionId, stage, source])).toEqual([
      ['a', null, 'unknown'],
      ['a-b', null, 'unknown'],
      ['c', null, 'unknown'],
      ['d', 'in-use', 'inherited'],
    ]);
    expect(rows(await stavanger(`changedSince=${before.position}&facets=source,stage`))).toEqual(['a', 'c innsyn']);
    expect(rows(await stavanger(`changedSince=${since}&source=unknown&stage=-`))).toEqual(['a', 'a-b', 'c innsyn']);
    expect(countsOf((await stavanger(`changedSince=${since}&facets=source,stage`)).facets)).toEqual([
      ['source', { inherited: 1, unknown: 3 }],
      ['stage', { 'in-use': 1, null: 3 }],
    ]);
    expect(rows(await stavanger(`changedSince=${since}&knownAt=${before.position}`))).toEqual(['a', 'a-b', 'c innsyn', 'd']);
    expect(rows(await stavanger('source=unknown'))).toEqual([]);
  });

  it('are all there page by page, also where one id begins another', async () => {
    const pages: string[] = [];
    for (let next: string | null = `/v1/municipalities/0301/solutions?${AS_OF}&limit=1`; next !== null; ) {
      const page: Schemas['MunicipalitySolutionList'] = (await service.get(next)).as('MunicipalitySolutionList');
      pages.push(...rows(page));
      next = page.next;
    }
    expect(pages).toEqual(['a', 'a-b', 'c', 'c innsyn', 'd']);
  });
});

describe('a filter', () => {
  const unregistered = organisationNumbered(91_234_000);

  it.each([
    [
      `/v1/solutions?owner=${unregistered}`,
      'unknown-organisation',
      'owner',
      `organisation ${unregistered} is not registered; /v1/organisations lists those that are`,
    ],
    [
      `/v1/solutions?supplier=${NAV},${unregistered}`,
      'unknown-organisation',
      'supplier',
      `organisation ${unregistered} is not registered; /v1/organisations lists those that are`,
    ],
    [
      '/v1/solutions?programme=digi,dogo',
      'unknown-programme',
      'programme',
      'programme dogo is not registered; /v1/programmes lists those that are',
    ],
    [
      '/v1/municipalities/0301/solutions?asOf=2019-06-01&programme=dogo',
      'unknown-programme',
      'programme',
      'programme dogo is not registered; /v1/programmes lists those that are',
    ],
    [
      `/v1/organisations/${KS}/solutions?programme=dogo`,
      'unknown-programme',
      'programme',
      'programme dogo is not registered; /v1/programmes lists those that are',
    ],
    ['/v1/solutions?usedBy=9999&asOf=2019-06-01', 'unknown-municipality', 'usedBy', 'the register has never had a municipality 9999'],
    [
      '/v1/solutions?usedBy=4601&asOf=2019-06-01',
      'municipality-not-valid-on-date',
      'usedBy',
      'municipality 4601 is not valid on 2019-06-01: it was renumbered from 1201 on 2020-01-01',
    ],
    [
      '/v1/solutions?usedBy=0301&asOf=2016-12-31',
      'before-register',
      'asOf',
      'asOf 2016-12-31 is before the municipality register begins on 2017-01-01',
    ],
    [
      '/v1/municipalities?asOf=2019-06-01&county=46',
      'unknown-county',
      'county',
      'county 46 does not exist on 2019-06-01; those that do are 01, 02, 03, 04, 05, 06, 07, 08, 09, 10, 11, 12, 14, 15, 18, 19, 20, 50',
    ],
  ] as const)('that names what is not there is refused, not answered with nothing: %s', async (target, code, parameter, message) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(422);
    expect(answer.problem(code).errors).toEqual([{ pointer: null, parameter, rule: code, message }]);
  });

  it('that names several organisations that are not registered tells of all, by their filter', async () => {
    const answer = await service.get(`/v1/solutions?owner=${unregistered}&commissioner=${HELSEDIREKTORATET}`);
    expect(answer.problem('unknown-organisation').errors.map(({ parameter }) => parameter)).toEqual(['owner', 'commissioner']);
  });

  it('that names an organisation which was not yet registered at knownAt is refused as it would have been then', async () => {
    (await service.get(`/v1/solutions?owner=${NAV}&knownAt=${service.store.logId}~0`)).problem('unknown-organisation');
  });

  it.each([
    ['/v1/solutions?phase=piloot', 'phase', 'enum', 'phase: «piloot» must be one of idea, concept'],
    [`/v1/solutions?owner=${MISTYPED}`, 'owner', 'anyOf', `owner: «${MISTYPED}» is not what it must be: An organisation number`],
    ['/v1/solutions?programme=Digi', 'programme', 'pattern', 'programme: «Digi» is not what it must be: An id'],
    ['/v1/solutions?sort=size', 'sort', 'enum', 'sort must be one of id, -id, name'],
    ['/v1/solutions?facets=phase,size', 'facets', 'enum', 'facets: «size» must be one of phase, owner'],
    ['/v1/solutions?reason=none', 'reason', 'enum', 'reason: «none» must be one of no-owner'],
    ['/v1/solutions?phase=pilot&phase=idea', 'phase', 'repeated', 'give it once, with commas'],
    ['/v1/solutions?responsibility=operation', 'responsibility', 'dependentRequired', 'give it together with supplier'],
    ['/v1/solutions?q=', 'q', 'format', 'q must be text that can be read'],
    ['/v1/solutions?q=--', 'q', 'words', 'q has no word to search for'],
    ['/v1/solutions?lang=se', 'lang', 'enum', 'lang must be one of nb, nn, en'],
    ['/v1/solutions?changedSince=yesterday', 'changedSince', 'pattern', 'changedSince'],
    ['/v1/municipalities?sizeClass=50000+', 'sizeClass', 'enum', '50000+'],
    ['/v1/municipalities?county=3', 'county', 'pattern', 'county: «3» is not what it must be: A county number'],
    ['/v1/organisations?role=eier', 'role', 'enum', 'role: «eier» must be one of owner, premise-giver'],
  ])('that breaks the contract is refused with what would be right: %s', async (target, parameter, rule, hint) => {
    const answer = await service.get(target);
    expect(answer.status).toBe(400);
    expect(answer.problem('invalid-request').errors).toEqual([
      { pointer: null, parameter, rule, message: expect.stringContaining(hint) as unknown },
    ]);
  });
});

describe('changedSince', () => {
  it('of another log is gone', async () => {
    const answer = await service.get('/v1/solutions?changedSince=00000000-0000-4000-8000-000000000000~1');
    expect(answer.status).toBe(410);
    answer.problem('position-of-another-log');
  });

  it('beyond the head is refused with the head: nothing can have changed since', async () => {
    const answer = await service.get(`/v1/solutions?changedSince=${service.store.logId}~${(await service.head()) + 1}`);
    expect(answer.status).toBe(422);
    expect(answer.problem('position-after-head').errors).toMatchObject([{ parameter: 'changedSince' }]);
  });

  it.each(['x', '03'])('that only looks like a position is refused: %s', async (token) => {
    const answer = await service.get(`/v1/solutions?changedSince=${service.store.logId}~${token}`);
    expect(answer.problem('invalid-request').errors).toMatchObject([
      { parameter: 'changedSince', message: expect.stringContaining('no position of this log') as unknown },
    ]);
  });
});

describe('the cursor of a list', () => {
  const nextOf = async () => new URL(`http://x${String((await solutions(`sort=-name&phase=-&limit=1`)).next)}`);

  it.each([
    ['another order', 'sort', 'name'],
    ['another filter', 'phase', 'pilot'],
    ['one filter more', 'owner', '-'],
    ['other facets', 'facets', 'phase'],
    ['another language', 'lang', 'en'],
    ['another position to have changed since', 'changedSince', before],
  ])('is refused with %s', async (_what, name, value) => {
    const next = await nextOf();
    next.searchParams.set(name, value);
    const answer = await service.get(next.pathname + next.search);
    expect(answer.status).toBe(400);
    answer.problem('invalid-cursor');
  });
});
