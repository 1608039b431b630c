import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { rowsOf } from './rows.ts';
import { eventOf, recorded, registerDigisos, registration, report } from '../sector.ts';
import { type Service, startService } from '../service.ts';

const DIGISOS = '/v1/solutions/digisos';
const CHANGES = '/v1/reports/coverage-changes';
const REVISIONS = '/v1/reports/coverage-revisions';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await registerDigisos(service);
});
afterAll(() => service.end());

const says = async (number: string, ...[from, stage, more]: Parameters<typeof report>): Promise<string> =>
  eventOf(await recorded(service.post(`${DIGISOS}/adoptions/${number}/reports`, report(from, stage, more))));
const positionNow = async (): Promise<string> => (await service.get(DIGISOS)).as('Solution').position;

describe('the report on what changed between two dates', () => {
  beforeAll(async () => {
    await says('0301', '2018-05-08');
    // Stavanger took in Finnøy and Rennesøy in 2020 and kept its number; Halden was only renumbered.
    await says('1103', '2018-06-01');
    await says('0101', '2018-06-01');
    await says('5001', '2018-06-01');
    await says('5001', '2019-06-01', 'withdrawn');
  });
  const changes = (query: string) => rowsOf(service, 'CoverageChangesReportRow', `${CHANGES}?solution=digisos&${query}`);

  it('lists who joined and who left', async () => {
    const [before, after] = [await changes('from=2018-01-01&to=2018-12-31'), await changes('from=2018-12-31&to=2019-12-31')].map((rows) => rows.map((row) => [row.change, row.municipality, row.numerator_change])); // prettier-ignore
    expect(before).toEqual([
      ['joined', '0101', 1],
      ['joined', '0301', 1],
      ['joined', '1103', 1],
      ['joined', '5001', 1],
    ]);
    expect(after).toEqual([['left', '5001', -1]]);
  });

  it('takes a municipality that was only renumbered for one, under its number of the later day', async () => {
    const rows = await changes('from=2018-01-01&to=2024-06-30');
    expect(rows.filter(({ municipality }) => ['0101', '3001', '3101'].includes(municipality))).toMatchObject([
      { change: 'joined', municipality: '3101', former_number: '0101', county_name: 'Østfold', counted_before: false, counts_after: true },
    ]);
  });

  it('lists apart who ended and who began by a merger, also where the number stayed, and who became whom', async () => {
    const rows = await changes('from=2019-12-31&to=2020-01-01');
    const stavanger = rows.filter(({ came_from, went_into, municipality }) => `${municipality} ${came_from} ${went_into}`.includes('1103'));
    expect(stavanger.map((row) => [row.change, row.municipality, row.came_from, row.went_into, row.numerator_change])).toEqual([
      ['ended', '1103', null, '1103', -1],
      ['began', '1103', '1103 1141 1142', null, 1],
      ['ended', '1141', null, '1103', 0],
      ['ended', '1142', null, '1103', 0],
    ]);
  });

  it.each([['2018-01-01', '2018-12-31'], ['2018-12-31', '2019-12-31'], ['2019-12-31', '2020-01-01'], ['2017-01-01', '2024-12-31']])(
    'sums from %s to %s to the difference between the two numerators',
    async (from, to) => {
      const numerator = async (asOf: string) => {
        const { municipalities } = (await service.get(`${DIGISOS}/coverage?asOf=${asOf}`)).as('Coverage');
        return municipalities.numerator;
      };
      const sum = (await changes(`from=${from}&to=${to}`)).reduce((total, row) => total + row.numerator_change, 0);
      expect(sum).toBe((await numerator(to)) - (await numerator(from)));
    },
  ); // prettier-ignore

  it('is that of the last year, without a parameter', async () => {
    const head = (await service.get(CHANGES)).as('CoverageChangesReport');
    expect(head.snapshot).toMatch(/from=2025-02-03.*to=2026-02-03/);
  });

  it('begins where the register begins, where a year before would lie before it', async () => {
    expect((await service.get(`${CHANGES}?to=2017-06-30`)).as('CoverageChangesReport').snapshot).toContain('from=2017-01-01');
  });

  it('goes by the capability asked for', async () => {
    await says('4601', '2021-01-01', 'in-use', { capability: 'innsyn' });
    expect((await changes('from=2020-06-30&to=2021-06-30&capability=innsyn')).map(({ municipality }) => municipality)).toEqual(['4601']);
  });

  it.each([
    ['from=2019-01-01&to=2018-01-01', 'period-ends-before-it-starts', 'from'],
    ['from=2016-12-31&to=2018-01-01', 'before-register', 'from'],
    ['to=2016-12-31', 'before-register', 'to'],
    ['solution=digsos', 'unknown-solution', 'solution'],
    ['programme=digsos', 'unknown-programme', 'programme'],
    ['solution=digisos&capability=unsyn', 'unknown-capability', 'capability'],
  ] as const)('refuses %s as %s', async (query, code, parameter) => {
    const answer = await service.get(`${CHANGES}?${query}`);
    expect([answer.status, answer.problem(code).errors[0]?.parameter]).toEqual([422, parameter]);
  });
});

describe('the report on what changed since the last report', () => {
  const revisions = (query: string) => rowsOf(service, 'CoverageRevisionsReportRow', `${REVISIONS}?solution=digisos&${query}`);

  it('lists who reported late, with what was known before and after and by which event', async () => {
    const knownFrom = await positionNow();
    const event = await says('1804', '2018-03-01');
    await says('1805', '2019-03-01'); // true only after the day
    expect(await revisions(`asOf=2018-12-31&knownFrom=${knownFrom}`)).toMatchObject([
      { municipality: '1804', stage_before: null, stage_after: 'in-use', reached_before: false, reached_after: true, event_count: 1, events: event },
    ]); // prettier-ignore
  });

  it('names the corrections and annulments behind a change', async () => {
    const report1 = await says('1832', '2018-03-01');
    const knownFrom = await positionNow();
    const correction = { reason: 'Gjaldt 2017', fact: report('2017-03-01', 'planned') };
    await recorded(service.change(`/v1/facts/${report1}/corrections`, correction));
    const between = await positionNow();
    await recorded(service.change(`/v1/facts/${report1}/annulments`, { reason: 'Gjaldt Narvik sykehus' }));
    const history = (await service.get(`/v1/facts/${report1}`)).as('Fact');
    const [corrected, annulled] = [history.corrections[0]?.eventId, history.annulment?.eventId];
    const told = async (query: string) => (await revisions(`asOf=2018-12-31&${query}`)).map((row) => [row.stage_before, row.stage_after, row.events]); // prettier-ignore
    expect(await told(`knownFrom=${knownFrom}&knownAt=${between}`)).toEqual([['in-use', 'planned', corrected]]);
    expect(await told(`knownFrom=${between}`)).toEqual([['planned', null, annulled]]);
    expect(await told(`knownFrom=${knownFrom}`)).toEqual([['in-use', null, `${String(corrected)} ${String(annulled)}`]]);
  });

  it('lists who is in the target group no more', async () => {
    const knownFrom = await positionNow();
    const counties = { effectiveFrom: '2018-01-01', kind: 'counties', numbers: ['03', '11'] };
    const event = eventOf(await recorded(service.change(`${DIGISOS}/target-group-changes`, counties)));
    const rows = await revisions(`asOf=2018-12-31&knownFrom=${knownFrom}`);
    expect(rows.length).toBe(422 - 1 - 26);
    expect(new Set(rows.map((row) => `${row.target_group_before} ${row.target_group_after} ${row.events}`))).toEqual(new Set([`true false ${event}`])); // prettier-ignore
    await recorded(service.change(`/v1/facts/${event}/annulments`, { reason: 'Målgruppen er alle' }));
  });

  it('explains the difference between the two figures to the last municipality', async () => {
    const knownFrom = await positionNow();
    for (const number of ['1811', '1812', '1813']) await says(number, '2018-03-01');
    const numerator = async (knownAt: string) => (await service.get(`${DIGISOS}/coverage?asOf=2018-12-31&knownAt=${knownAt}`)).as('Coverage').municipalities.numerator; // prettier-ignore
    const rows = await revisions(`asOf=2018-12-31&knownFrom=${knownFrom}`);
    const counted = (of: 'before' | 'after') => rows.filter((row) => row[`target_group_${of}`] && row[`reached_${of}`]).length;
    expect(counted('after') - counted('before')).toBe((await numerator(await positionNow())) - (await numerator(knownFrom)));
  });

  it('has all municipalities of a solution that was not registered before, by its registration', async () => {
    const knownFrom = await positionNow();
    const answer = await recorded(service.post('/v1/solutions', registration('new-one')));
    const rows = await rowsOf(
      service,
      'CoverageRevisionsReportRow',
      `${REVISIONS}?solution=new-one&asOf=2018-12-31&knownFrom=${knownFrom}`,
    );
    expect([rows.length, new Set(rows.map(({ target_group_before, events }) => `${target_group_before} ${events}`))]).toEqual([422, new Set([`null ${eventOf(answer)}`])]); // prettier-ignore
  });

  it('is empty where nothing was recorded in between, and says so of every solution', async () => {
    const position = await positionNow();
    expect((await service.get(`${REVISIONS}?knownFrom=${position}&knownAt=${position}`)).as('CoverageRevisionsReport').rows).toEqual([]);
  });

  it('has only the counties asked for', async () => {
    const knownFrom = await positionNow();
    for (const number of ['0402', '1815']) await says(number, '2018-03-01');
    expect((await revisions(`asOf=2018-12-31&knownFrom=${knownFrom}&county=18`)).map(({ county }) => county)).toEqual(['18']);
  });

  it('is immutable at an address with both positions, and gives the same bytes after more was recorded', async () => {
    const knownFrom = await positionNow();
    await says('1816', '2018-03-01');
    const { snapshot } = (await service.get(`${REVISIONS}?solution=digisos&asOf=2018-12-31&knownFrom=${knownFrom}`)).as('CoverageRevisionsReport'); // prettier-ignore
    const first = await service.get(snapshot);
    await says('1818', '2018-03-01');
    const second = await service.get(snapshot);
    expect(second.text).toBe(first.text);
    expect(second.headers['cache-control']).toContain('immutable');
    expect(second.etag).toBe(first.etag);
  });

  it('gives at the address of its snapshot the rows that it gave for an instant', async () => {
    const answer = await service.get(`${REVISIONS}?solution=digisos&asOf=2018-12-31&knownFrom=2026-02-01T00:00:00Z&format=csv`);
    expect((await service.get(String(answer.headers['content-location']))).text).toBe(answer.text);
  });

  it('is not immutable where the earlier moment is an instant', async () => {
    const position = await positionNow();
    const answer = await service.get(`${REVISIONS}?asOf=2018-12-31&lang=nb&knownFrom=2026-02-01T00:00:00Z&knownAt=${position}`);
    expect(answer.headers['cache-control']).not.toContain('immutable');
  });

  it('is that of the last thirty days, without a parameter', async () => {
    const { snapshot } = (await service.get(REVISIONS)).as('CoverageRevisionsReport');
    expect(snapshot).toContain(`knownFrom=${service.store.logId}~0`);
  });

  it.each([
    ['knownFrom=yesterday', 400, 'invalid-request', 'knownFrom'],
    [`knownFrom=7f3c1d52-8a34-4b6e-9c01-5d2f7c1ea8b0~1`, 410, 'position-of-another-log', 'knownFrom'],
    ['knownFrom=2100-01-01T00:00:00Z', 422, 'instant-not-past', 'knownFrom'],
    ['asOf=2016-12-31', 422, 'before-register', 'asOf'],
    ['county=99', 422, 'unknown-county', 'county'],
  ] as const)('refuses %s with %d %s', async (query, status, code, parameter) => {
    const answer = await service.get(`${REVISIONS}?${query}`);
    expect([answer.status, answer.problem(code).errors[0]?.parameter]).toEqual([status, parameter]);
  });

  it('refuses a position beyond the head', async () => {
    const beyond = (await positionNow()).replace(/\d+$/, (token) => String(Number(token) + 1));
    expect((await service.get(`${REVISIONS}?knownFrom=${beyond}`)).problem('position-after-head').errors).toMatchObject([{ parameter: 'knownFrom' }]); // prettier-ignore
  });

  it('refuses an earlier moment after the later, and says which', async () => {
    const early = await positionNow();
    await says('1820', '2018-03-01');
    const answer = await service.get(`${REVISIONS}?knownFrom=${await positionNow()}&knownAt=${early}`);
    expect(answer.problem('period-ends-before-it-starts').errors).toMatchObject([{ parameter: 'knownFrom' }]);
  });
});
