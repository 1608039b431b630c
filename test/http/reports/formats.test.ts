import { afterAll, describe, expect, it } from '@jest/globals';
import { eventOf, recorded } from '../sector.ts';
import { asked, cells, json, serviceWithReports } from './asked.ts';

const service = await serviceWithReports();
afterAll(() => service.end());

const QUESTIONS = [
  ['adoption', 'asOf=2018-12-31&county=03,11'],
  ['coverage', 'asOf=2019-12-31&groupBy=county,solution'],
  ['coverage', 'asOf=2020-12-31&groupBy=programme'],
  ['coverage', 'asOf=2020-12-31&groupBy=none'],
  ['coverage', 'asOf=2020-12-31&groupBy=size-class,health-region'],
  ['coverage-series', 'from=2018-01-01&to=2020-12-31&period=quarter&groupBy=solution'],
  ['municipalities', 'asOf=2020-01-01'],
  ['solutions', 'asOf=2020-01-01'],
  ['coverage-changes', 'from=2018-01-01&to=2020-12-31'],
  ['coverage-revisions', 'asOf=2019-12-31&county=03'],
  ['costs', 'solution=akson'],
  ['lifecycle-costs', 'solution=akson'],
  ['ownership', 'asOf=2020-01-01'],
  ['suppliers', 'asOf=2020-01-01&lang=nn'],
  ['history', 'solution=akson&lang=en'],
] as const;

describe.each(QUESTIONS)('the report %s?%s', (name, query) => {
  it('has in every row all its columns, in their order', async () => {
    const { rows, columns } = await json(service, name, query);
    expect(new Set(rows.map((row) => Object.keys(row).join()))).toEqual(new Set([columns.map((column) => column.name).join()]));
  });

  it('is the same table as NDJSON', async () => {
    const { rows } = await json(service, name, query);
    const { text } = await asked(service, name, `${query}&format=ndjson`);
    expect(rows.length).toBeGreaterThan(0);
    expect(text.trimEnd().split('\n').map((line) => JSON.parse(line) as unknown)).toEqual(rows); // prettier-ignore
  });

  it('is the same table as CSV, every cell of it', async () => {
    const { rows, columns } = await json(service, name, query);
    const { text } = await asked(service, name, `${query}&format=csv`);
    expect(text.split('\r\n')[0]).toBe(columns.map((column) => column.name).join(','));
    expect(text).not.toMatch(/[^\r]\n/);
    const written = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, String(cell ?? '')])));
    expect(cells(text)).toEqual(written);
  });

  it('asked for by an instant, is the same, byte for byte, at the address of its snapshot', async () => {
    service.clock.now += 1_000; // all that is there was recorded before
    const instant = new Date(service.clock.now).toISOString();
    service.clock.now += 60_000; // settled, on either engine
    const { text, headers } = await asked(service, name, `${query}&knownAt=${instant}`);
    expect(JSON.parse(text)).toMatchObject({ snapshot: headers['content-location'] });
    expect((await service.get(String(headers['content-location']))).text).toBe(text);
  });

  it('is the same table for Norwegian Excel, once its guards are undone', async () => {
    const { rows } = await json(service, name, query);
    const { text } = await asked(service, name, `${query}&format=csv-excel`);
    expect(text.startsWith('\ufeff')).toBe(true);
    const undone = cells(text, ';').map((row) =>
      Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, cell.replace(/^="(.*)"$/, '$1').replace(/^'(?=[=+\-@])/, '')])),
    );
    const written = rows.map((row) => Object.fromEntries(Object.entries(row).map(([key, cell]) => [key, inNorwegian(cell)])));
    expect(undone).toEqual(written);
  });
});

function inNorwegian(cell: string | number | boolean | null): string {
  if (typeof cell === 'boolean') return cell ? 'SANN' : 'USANN';
  return typeof cell === 'number' ? String(cell).replace('.', ',') : (cell ?? '');
}

describe('CSV for Norwegian Excel', () => {
  it('keeps the zeros of numbers that are names, and lets no name run as a formula', async () => {
    const { text } = await asked(service, 'adoption', 'asOf=2020-12-31&county=03&solution=akson&format=csv-excel');
    const [, line = ''] = text.split('\r\n');
    expect(line).toContain(';"=""0301""";Oslo;');
    expect(line).toContain(`"'=Akson;""nå"""`);
    expect(line).toContain(';I bruk;6;SANN;');
  });
});

describe('JSON-stat', () => {
  interface Cube {
    readonly id: readonly string[];
    readonly size: readonly number[];
    readonly role: unknown;
    readonly dimension: Readonly<
      Record<
        string,
        { readonly label: string; readonly category: { readonly index: readonly string[]; readonly label: Record<string, string> } }
      >
    >;
    readonly value: readonly (number | null)[];
    readonly extension: { readonly parameters: unknown };
  }
  const cube = async (name: string, query: string) => JSON.parse((await asked(service, name, `${query}&format=json-stat`)).text) as Cube;

  it('has a place for every combination, the measures running fastest', async () => {
    const { id, size, role, value, dimension } = await cube('coverage', 'asOf=2020-12-31&groupBy=solution,health-region');
    expect(id).toEqual(['as_of', 'solution', 'health_region', 'measure']);
    expect(size).toEqual([1, 2, 4, 18]);
    expect(role).toEqual({ time: ['as_of'], geo: ['health_region'], metric: ['measure'] });
    expect(value).toHaveLength(2 * 4 * 18);
    const { rows } = await json(service, 'coverage', 'asOf=2020-12-31&groupBy=solution,health-region');
    const [solutions, regions, measures] = ['solution', 'health_region', 'measure'].map((name) => dimension[name]?.category.index ?? []);
    const at = (solution: string, region: string, measure: string) =>
      value[((solutions?.indexOf(solution) ?? 0) * 4 + (regions?.indexOf(region) ?? 0)) * 18 + (measures?.indexOf(measure) ?? 0)];
    for (const row of rows)
      for (const measure of measures ?? []) expect(at(String(row['solution']), String(row['health_region']), measure)).toBe(row[measure]);
  });

  it('is whole where it is printed in several pieces', async () => {
    const query = 'from=2017-01-01&to=2050-12-31&period=month&groupBy=health-region&solution=digisos';
    const { size, value, dimension } = await cube('coverage-series', query);
    const { rows } = await json(service, 'coverage-series', query);
    const [periods, regions, measures] = ['period', 'health_region', 'measure'].map((name) => dimension[name]?.category.index ?? []);
    const said = new Map(rows.map((row) => [`${String(row['period'])} ${String(row['health_region'])}`, row]));
    expect([value.length > 20_000, value.length]).toEqual([true, size.reduce((cells, one) => cells * one, 1)]);
    expect(value).toEqual(
      (periods ?? []).flatMap((period) =>
        (regions ?? []).flatMap((region) => (measures ?? []).map((measure) => said.get(`${period} ${region}`)?.[measure])),
      ),
    );
  });

  it('names its dimensions, categories and measures in the language asked for', async () => {
    const { dimension } = await cube('coverage', 'asOf=2020-12-31&groupBy=health-region&lang=nn');
    expect(dimension['health_region']?.label).toBe('Helseregion');
    expect(dimension['health_region']?.category.label['midt-norge']).toBe('Helse Midt-Noreg');
    expect(dimension['measure']?.category.label['municipalities_denominator']).toBe('Kommunar, i målgruppa');
  });

  it('has periods as the time of a series, and a category for solutions without a programme', async () => {
    const { id, dimension } = await cube('coverage-series', 'from=2019-01-01&to=2020-12-31&groupBy=programme');
    expect(id).toEqual(['period', 'programme', 'measure']);
    expect(dimension['period']?.category.index).toEqual(['2019', '2020']);
    expect(dimension['programme']?.category.label).toEqual({ velferdsteknologi: 'Velferdsteknologiprogrammet', _none: 'Uten program' });
  });

  it('calls a category by its latest name in the series', async () => {
    const { names } = (await service.get('/v1/solutions/akson')).as('SolutionState');
    const renamed = { effectiveFrom: '2019-06-01', names: { nb: 'Helseplattform' }, programmeId: 'velferdsteknologi' };
    const changed = await recorded(service.change('/v1/solutions/akson/description-changes', renamed));
    const named = async (days: string) =>
      (await cube('coverage-series', `solution=akson&${days}`)).dimension['solution']?.category.label['akson'];
    expect(await named('from=2018-01-01&to=2020-12-31')).toBe('Helseplattform');
    expect(await named('from=2018-01-01&to=2018-12-31')).toBe(names.nb);
    await recorded(service.change(`/v1/facts/${eventOf(changed)}/annulments`, { reason: 'et annet navn for prøven' }));
  });

  it('tells counties of one name apart by their codes, which are of different times', async () => {
    const { dimension } = await cube('coverage-series', 'from=2019-01-01&to=2024-12-31&period=year&groupBy=county');
    const names = dimension['county']?.category.label ?? {};
    expect([names['02'], names['32'], names['03']]).toEqual(['Akershus (02)', 'Akershus (32)', 'Oslo']);
    expect(new Set(Object.values(names)).size).toBe(Object.keys(names).length);
  });

  it('has its categories in the order of the contract, else by code, and says which question it answers', async () => {
    const { dimension, extension } = await cube('coverage', 'asOf=2020-12-31&groupBy=size-class,county&stage=planned');
    expect(dimension['size_class']?.category.index).toEqual(['0-1999', '2000-4999', '5000-9999', '10000-19999', '20000-49999', '50000+']);
    const counties = dimension['county']?.category.index ?? [];
    expect(counties).toEqual(counties.toSorted());
    expect(extension.parameters).toMatchObject({
      stage: 'planned',
      inheritance: 'majority',
      groupBy: 'size-class,county',
      asOf: '2020-12-31',
    });
  });

  const TOO_LARGE = 'from=2017-01-01&to=2100-12-31&period=month&groupBy=county,size-class&format=json-stat';

  it('of more than a million cells is refused, with what to do', async () => {
    const answer = await asked(service, 'coverage-series', TOO_LARGE);
    expect(answer.problem('too-many-cells')).toMatchObject({ status: 422, limit: 1_000_000 });
  });

  it.each([
    ['HEAD', {}],
    ['HEAD', { 'If-None-Match': '*' }],
    ['GET', { 'If-None-Match': '*' }],
  ])('of more than a million cells is refused and has no tag, also for %s with %p', async (method, headers) => {
    const { status, headers: given } = await service.ask(method, `/v1/reports/coverage-series?${TOO_LARGE}`, { headers });
    expect([status, given['content-type'], given['etag']]).toEqual([422, 'application/problem+json', undefined]);
  });
});

describe('what a report says of itself', () => {
  it('is its snapshot: the address answers the same bytes for ever, and may be kept', async () => {
    const before = await asked(service, 'coverage', 'asOf=2019-12-31&lang=en');
    const { snapshot } = JSON.parse(before.text) as { snapshot: string };
    expect(before.headers['content-location']).toBe(snapshot);
    expect(before.headers['cache-control']).toBe('no-cache');
    await service.post('/v1/solutions/digisos/adoptions/1101/reports', {
      effectiveFrom: '2019-01-01',
      stage: 'in-use',
      source: 'supplier',
    });
    const after = await service.get(snapshot);
    expect(after.text).toBe(before.text);
    expect(after.headers['cache-control']).toBe('public, max-age=31536000, immutable');
    expect((await asked(service, 'coverage', 'asOf=2019-12-31&lang=en')).text).not.toBe(before.text);
  });

  it.each(['asOf', 'lang', 'knownAt'])('is not to be kept for ever at an address that leaves %s open', async (open) => {
    const address = { asOf: '2019-12-31', lang: 'en', knownAt: `${service.store.logId}~${await service.head()}` };
    const query = (kept: object) => new URLSearchParams({ ...kept }).toString();
    const caching = async (kept: object) => (await asked(service, 'coverage', query(kept))).headers['cache-control'];
    const { [open as 'asOf']: _, ...rest } = address;
    expect([await caching(address), await caching(rest)]).toEqual(['public, max-age=31536000, immutable', 'no-cache']);
    service.clock.now += 60_000; // settled, on either engine
    expect(await caching({ ...address, knownAt: '2026-02-03T09:00:00Z' })).toBe('no-cache');
  });

  it.each(['from', 'to'])('is not to be kept for ever at the address of a series that leaves %s open', async (open) => {
    const days = open === 'from' ? 'to=2019-12-31' : 'from=2018-01-01';
    const answer = await asked(service, 'coverage-series', `${days}&lang=en&knownAt=${service.store.logId}~${await service.head()}`);
    expect(answer.headers['cache-control']).toBe('no-cache');
  });

  it('is in the language of lang, else of Accept-Language, else in bokmål', async () => {
    const title = async (query: string, accept?: string) => {
      const answer = await asked(service, 'coverage', query, accept === undefined ? {} : { 'Accept-Language': accept });
      return [answer.headers['content-language'], (JSON.parse(answer.text) as { title: string }).title];
    };
    expect(await title('')).toEqual(['nb', 'Utbredelse']);
    expect(await title('', 'fr, nn;q=0.9, nb;q=0.8')).toEqual(['nn', 'Utbreiing']);
    expect(await title('', 'no')).toEqual(['nb', 'Utbredelse']);
    expect(await title('', 'en-GB, nb;q=0.5')).toEqual(['en', 'Coverage']);
    expect(await title('lang=en', 'nn')).toEqual(['en', 'Coverage']);
  });

  it('names a file that is saved after the report and its days', async () => {
    const { headers } = await asked(service, 'coverage-series', 'from=2018-01-01&to=2018-12-31&format=csv-excel');
    expect(headers['content-disposition']).toBe('attachment; filename="coverage-series_2018-01-01_2018-12-31.csv"');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    const one = await asked(service, 'coverage', 'solution=digisos&asOf=2018-12-31&format=csv');
    expect(one.headers['content-disposition']).toBe('attachment; filename="coverage_digisos_2018-12-31.csv"');
  });
});
