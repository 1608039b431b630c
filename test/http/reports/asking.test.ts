import { afterAll, describe, expect, it } from '@jest/globals';
import { recorded, registration } from '../sector.ts';
import { asked, json, serviceWithReports } from './asked.ts';

const service = await serviceWithReports();
afterAll(() => service.end());

describe('a report', () => {
  it.each([
    'adoption',
    'coverage',
    'coverage-series',
    'coverage-revisions',
    'municipalities',
    'solutions',
    'costs',
    'lifecycle-costs',
    'ownership',
    'suppliers',
    'history',
  ])('%s answers without a single parameter', async (name) => {
    const { rows, columns } = await json(service, name);
    expect(rows.length).toBeGreaterThan(0);
    expect(Object.keys(rows[0] ?? {})).toEqual(columns.map((column) => column.name));
  });

  it.each([
    ['text/csv', 'text/csv; charset=utf-8'],
    ['application/x-ndjson', 'application/x-ndjson'],
    ['application/vnd.json-stat+json', 'application/vnd.json-stat+json'],
    ['text/html, */*;q=0.1', 'application/json'],
  ])('is given as Accept: %s asks', async (accept, type) => {
    expect((await asked(service, 'coverage', '', { Accept: accept })).headers['content-type']).toBe(type);
  });

  it('is given in the format asked for, whatever Accept says', async () => {
    expect((await asked(service, 'coverage', 'format=csv', { Accept: 'text/html' })).headers['content-type']).toMatch(/^text\/csv/);
  });

  it.each(['xml', 'xlsx', 'JSON', ''])('in the format %p is 406, with the formats that there are', async (format) => {
    const problem = (await asked(service, 'coverage', `format=${format}`)).problem('not-acceptable');
    expect(problem).toMatchObject({ status: 406, formats: ['json', 'ndjson', 'csv', 'csv-excel', 'json-stat'] });
    expect(problem.errors).toMatchObject([{ parameter: 'format' }]);
    expect(problem.detail).toContain('; format is one of json, ndjson, csv, csv-excel, json-stat');
  });

  it('in no form that Accept takes is 406, with what is offered by both ways of asking', async () => {
    const problem = (await asked(service, 'coverage', '', { Accept: 'text/html' })).problem('not-acceptable');
    expect(problem.offered).toContain('text/csv');
    expect(problem).toMatchObject({ formats: ['json', 'ndjson', 'csv', 'csv-excel', 'json-stat'], errors: [{ parameter: 'Accept' }] });
  });

  it('alone has formats: elsewhere the parameter is unknown, and a 406 names none', async () => {
    const unknown = (await service.get('/v1/solutions?format=csv')).problem('invalid-request');
    expect(unknown.errors).toMatchObject([{ parameter: 'format', rule: 'unknown-parameter' }]);
    expect((await service.get('/v1/solutions', { Accept: 'text/csv' })).problem('not-acceptable').formats).toBeUndefined();
  });

  it('that is no cube has no JSON-stat, and says so', async () => {
    const problem = (await asked(service, 'solutions', 'format=json-stat')).problem('not-acceptable');
    expect(problem).toMatchObject({ formats: ['json', 'ndjson', 'csv', 'csv-excel'] });
  });

  it('is answered with 304 while nothing was recorded, and anew afterwards', async () => {
    const first = await asked(service, 'coverage', 'asOf=2020-12-31&format=csv');
    const again = await asked(service, 'coverage', 'asOf=2020-12-31&format=csv', { 'If-None-Match': first.etag });
    expect([again.status, again.text]).toEqual([304, '']);
    const other = await asked(service, 'coverage', 'asOf=2020-12-31&format=ndjson', { 'If-None-Match': first.etag });
    expect(other.status).toBe(200);
    await recorded(service.post('/v1/solutions', registration('kjernejournal')));
    expect((await asked(service, 'coverage', 'asOf=2020-12-31&format=csv', { 'If-None-Match': first.etag })).status).toBe(200);
  });

  it('has a tag of its own for each language, day, dimension and stage', async () => {
    const queries = [
      '',
      'lang=nn',
      'asOf=2020-01-01',
      'groupBy=county',
      'stage=planned',
      'inheritance=any',
      'format=csv',
      'format=csv-excel',
    ];
    const tags = await Promise.all(queries.map(async (query) => (await asked(service, 'coverage', query)).etag));
    expect(new Set(tags).size).toBe(queries.length);
  });

  it('is asked for by HEAD with the same tag and no rows', async () => {
    const { etag } = await asked(service, 'coverage', 'asOf=2020-12-31');
    const head = await service.ask('HEAD', '/v1/reports/coverage?asOf=2020-12-31');
    expect([head.status, head.text, head.etag]).toEqual([200, '', etag]);
  });
});

describe('a question that cannot be answered', () => {
  it('because no solution has the capability names those that they have', async () => {
    const some = (await asked(service, 'coverage', 'capability=insyn&asOf=2020-01-01')).problem('unknown-capability');
    expect(some).toMatchObject({ capability: 'insyn', effectiveFrom: '2020-01-01', known: ['innsyn'] });
    expect(some.detail).toContain('they have innsyn');
    const none = (await asked(service, 'coverage', 'capability=insyn&programme=velferdsteknologi')).problem('unknown-capability');
    expect([none['known'], none.detail]).toEqual([[], expect.stringContaining('they have none')]);
  });

  it.each([
    ['coverage', 'asOf=2016-12-31', 'before-register', 'asOf'],
    ['adoption', 'asOf=1999-01-01', 'before-register', 'asOf'],
    ['municipalities', 'asOf=2016-12-31', 'before-register', 'asOf'],
    ['coverage-series', 'from=2016-12-31', 'before-register', 'from'],
    ['coverage-series', 'to=2016-05-01', 'before-register', 'to'],
    ['coverage-series', 'from=2020-12-31&to=2018-01-01', 'period-ends-before-it-starts', 'from'],
    ['coverage', 'solution=digisos,digsos', 'unknown-solution', 'solution'],
    ['solutions', 'programme=digsos', 'unknown-programme', 'programme'],
    ['coverage', 'solution=digisos&capability=insyn', 'unknown-capability', 'capability'],
    ['coverage', 'capability=insyn', 'unknown-capability', 'capability'],
    ['adoption', 'county=99', 'unknown-county', 'county'],
  ] as const)('%s?%s is refused as %s, by the parameter %s', async (name, query, code, parameter) => {
    const answer = await asked(service, name, query);
    const problem = answer.problem(code);
    expect(problem.status).toBe(422);
    expect(problem.errors).toMatchObject([{ parameter }]);
  });

  it.each([
    ['coverage', 'asOf=2101-01-01', 'asOf'],
    ['coverage', 'asOf=9999-12-31', 'asOf'],
    ['coverage-series', 'to=31.12.2020', 'to'],
    ['coverage', 'groupBy=network', 'groupBy'],
    ['coverage', 'groupBy=county,solution,programme', 'groupBy'],
    ['coverage', 'groupBy=county,county', 'groupBy'],
    ['coverage-series', 'groupBy=none,county', 'groupBy'],
    ['coverage-series', 'period=day', 'period'],
    ['coverage-series', 'asOf=2020-01-01', 'asOf'],
    ['coverage', 'solution=', 'solution'],
    ['coverage', 'lang=se', 'lang'],
    ['coverage', 'stage=withdrawn', 'stage'],
    ['coverage', 'knownAt=yesterday', 'knownAt'],
    ['coverage', 'knownAt=0001-01-01T00:00:00Z', 'knownAt'],
  ] as const)('%s?%s breaks the contract at %s', async (name, query, parameter) => {
    const problem = (await asked(service, name, query)).problem('invalid-request');
    expect(problem.status).toBe(400);
    expect(problem.errors.map((error) => error.parameter)).toContain(parameter);
  });

  it('at a position of another log is gone, and at one that is not yet there unknowable', async () => {
    const other = '11111111-1111-4111-8111-111111111111~5';
    expect((await asked(service, 'coverage', `knownAt=${other}`)).problem('position-of-another-log').status).toBe(410);
    const beyond = `${service.store.logId}~${(await service.head()) + 1}`;
    expect((await asked(service, 'coverage', `knownAt=${beyond}`)).problem('position-after-head').status).toBe(422);
  });
});

describe('the solutions of a report', () => {
  const solutions = async (query: string) => {
    const { rows } = await json(service, 'coverage', `asOf=2020-12-31&${query}`);
    return rows.map((row) => row['solution']);
  };

  it('are those named, by id', async () => {
    expect(await solutions('solution=digisos,akson')).toEqual(['akson', 'digisos']);
  });

  it('are those of a programme on the day', async () => {
    expect(await solutions('programme=velferdsteknologi')).toEqual(['akson']);
  });

  it('without a capability that is asked for are left out, unless they are named', async () => {
    expect(await solutions('capability=innsyn')).toEqual(['digisos']);
  });
});

describe('coverage over time', () => {
  it('has a row for each period that ends within the two days, as Statistics Norway writes it', async () => {
    const periods = async (query: string) =>
      (await json(service, 'coverage-series', `solution=digisos&groupBy=none&${query}`)).rows.map((row) => [row['period'], row['as_of']]);
    expect(await periods('from=2018-01-15&to=2018-04-29&period=month')).toEqual([
      ['2018M01', '2018-01-31'],
      ['2018M02', '2018-02-28'],
      ['2018M03', '2018-03-31'],
    ]);
    expect(await periods('from=2019-12-31&to=2020-06-30&period=quarter')).toEqual([
      ['2019K4', '2019-12-31'],
      ['2020K1', '2020-03-31'],
      ['2020K2', '2020-06-30'],
    ]);
    expect(await periods('from=2018-01-01&to=2018-12-30&period=year')).toEqual([]);
  });

  it('counts each period by the municipalities and inhabitants of its own last day', async () => {
    const { rows } = await json(service, 'coverage-series', 'solution=digisos&groupBy=none&from=2018-01-01&to=2020-12-31');
    expect(rows.map((row) => row['municipalities_denominator'])).toEqual([422, 422, 356]);
    expect(rows.map((row) => row['municipalities_numerator'])).toEqual([2, 3, 2]);
    expect(rows.map((row) => row['municipalities_inherited'])).toEqual([0, 0, 1]);
  });
});
