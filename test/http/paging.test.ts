import { afterAll, describe, expect, it } from '@jest/globals';
import { operations } from './contract.ts';
import { NAV, organisationNumbered, recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Schemas, type Service, startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
for (const id of ['adam', 'bestill', 'dialog', 'e-helse', 'f-resept']) await recorded(service.post('/v1/solutions', registration(id)));
for (const number of ['0301', '0701', '1201', '1103', '5001'])
  await recorded(service.post(`/v1/solutions/digisos/adoptions/${number}/reports`, report('2018-04-23')));
await recorded(service.post('/v1/solutions/adam/adoptions/0301/reports', report('2018-04-23')));
await recorded(
  service.change('/v1/solutions/digisos/ownership-changes', { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: NAV }] }),
);
await recorded(
  service.change('/v1/solutions/adam/ownership-changes', { effectiveFrom: '2018-01-01', owners: [{ organisationNumber: NAV }] }),
);
for (const id of ['p-one', 'p-two', 'p-three']) await recorded(service.post('/v1/programmes', { id, names: { nb: id } }));
afterAll(() => service.end());

type Page = Pick<Schemas['SolutionList'], 'next' | 'position' | 'asOf' | 'knownAt'> & {
  readonly items: readonly unknown[];
  readonly facets?: readonly unknown[];
};
const pageOf = ({ text }: Answer): Page => JSON.parse(text) as Page;

/** Follows `next` to the end, and does something after the first page. */
async function scan(of: Service, target: string, between: () => Promise<unknown> = () => Promise.resolve()): Promise<Page[]> {
  const pages: Page[] = [];
  for (let next: string | null = target; next !== null; ) {
    if (pages.length === 1) await between();
    const answer = await of.get(next);
    if (answer.status !== 200) throw new Error(`the scan met ${answer.status}: ${answer.text}`);
    pages.push(pageOf(answer));
    next = pageOf(answer).next;
  }
  return pages;
}

/** Every list of the contract, with enough in it for several pages. */
const LISTS: readonly string[] = [
  '/v1/organisations?limit=2',
  '/v1/organisations?limit=2&sort=-changed&facets=role',
  '/v1/organisations/889640782/solutions?limit=1',
  '/v1/programmes?limit=1',
  '/v1/solutions?limit=2',
  '/v1/solutions?limit=2&sort=-name&facets=phase,owner',
  '/v1/solutions?limit=2&sort=-changed&phase=-',
  '/v1/solutions/digisos/history?limit=2',
  '/v1/solutions/digisos/adoptions?limit=2&asOf=2018-12-31',
  '/v1/solutions/digisos/coverage/municipalities?limit=150&asOf=2018-12-31',
  '/v1/municipalities?limit=150&asOf=2018-12-31',
  '/v1/municipalities?limit=150&asOf=2018-12-31&sort=-inhabitants&facets=county',
  '/v1/municipalities/0301/solutions?limit=1&asOf=2018-12-31',
];
const atOnce = (target: string): string => target.replace(/limit=\d+/, 'limit=1000');

let newcomers = 0;
/** Something more at the end of every list, where a scan has still to come. */
async function record(): Promise<void> {
  const id = `zz-newcomer-${(newcomers += 1)}`;
  await recorded(
    service.post('/v1/organisations', { organisationNumber: organisationNumbered(99_500_000 + newcomers), name: id, sector: 'private' }),
  );
  await recorded(service.post('/v1/programmes', { id, names: { nb: id } }));
  await recorded(service.post('/v1/solutions', registration(id)));
  await recorded(service.post(`/v1/solutions/${id}/adoptions/0301/reports`, report('2018-01-01')));
  await recorded(service.post('/v1/solutions/digisos/adoptions/5054/reports', report('2018-01-01', 'in-use', { evidence: id })));
  await recorded(
    service.change(`/v1/solutions/${id}/ownership-changes`, { effectiveFrom: '2017-01-01', owners: [{ organisationNumber: NAV }] }),
  );
}

describe('a list', () => {
  it('of every kind that the contract has is among those tried here', () => {
    // The feed is read by positions, and never ends.
    const lists = operations.filter(({ id, parameters }) => id !== 'listEvents' && id.startsWith('list') && parameters.some(({ name }) => name === 'after')).map(({ template }) => template); // prettier-ignore
    const tried = lists.filter((template) =>
      LISTS.some((target) => new RegExp(`^${template.replace(/\{\w+\}/g, '[^/]+')}\\?`).test(target)),
    );
    expect(tried).toEqual(lists);
  });

  it.each(LISTS)('gives in pages what it gives at once: %s', async (target) => {
    const whole = pageOf(await service.get(atOnce(target)));
    const pages = await scan(service, target);
    expect(pages.flatMap(({ items }) => items)).toEqual(whole.items);
  });

  it.each(LISTS)('has more than one page here, or this would show nothing: %s', async (target) => {
    expect((await scan(service, target)).length).toBeGreaterThan(1);
  });

  it.each(LISTS)('is one picture to whoever scans it, whatever is recorded meanwhile: %s', async (target) => {
    const before = pageOf(await service.get(atOnce(target)));
    const pages = await scan(service, target, record);
    expect(pages.flatMap(({ items }) => items)).toEqual(before.items);
  });

  it.each(LISTS)('names one position, one instant and one day on all its pages: %s', async (target) => {
    const pages = await scan(service, target, record);
    expect(new Set(pages.map(({ position, asOf, knownAt }) => [position, asOf, knownAt].join())).size).toBe(1);
  });

  it.each(LISTS)('counts the same on all its pages: %s', async (target) => {
    const pages = await scan(service, target, record);
    expect(new Set(pages.map(({ facets }) => JSON.stringify(facets))).size).toBe(1);
  });

  it.each(LISTS)('says in Link what it says in next: %s', async (target) => {
    const answer = await service.get(target);
    expect(answer.headers['link']).toBe(`<${String(pageOf(answer).next)}>; rel="next"`);
  });

  it.each(LISTS)('has on its last page neither next nor Link: %s', async (target) => {
    const last = await service.get(atOnce(target));
    expect([pageOf(last).next, last.headers['link']]).toEqual([null, undefined]);
  });

  it('keeps its day over midnight', async () => {
    const day = service.clock.now;
    const first = pageOf(await service.get('/v1/solutions?limit=2'));
    service.clock.now += 86_400_000;
    const second = pageOf(await service.get(first.next ?? ''));
    service.clock.now = day;
    expect(second.asOf).toBe(first.asOf);
  });

  it('keeps the instant that was asked for', async () => {
    const knownAt = new Date(service.clock.now).toISOString().replace('Z', '000Z');
    service.clock.now += 60_000; // settled, on either engine
    const pages = await scan(service, `/v1/solutions?limit=2&knownAt=${knownAt}`, record);
    expect(pages.map((page) => page.knownAt)).toEqual(pages.map(() => knownAt));
  });

  it('may change the size of its pages on the way', async () => {
    const whole = pageOf(await service.get('/v1/solutions')).items;
    const first = pageOf(await service.get('/v1/solutions?limit=2'));
    const rest = await scan(service, (first.next ?? '').replace('limit=2', 'limit=1000'));
    expect([...first.items, ...rest.flatMap(({ items }) => items)]).toEqual(whole);
  });

  it('that is asked for with its filters in another order is the same list', async () => {
    const first = pageOf(await service.get('/v1/solutions/digisos/coverage/municipalities?limit=100&stage=planned&asOf=2018-12-31'));
    const after = new URL(`http://x${first.next ?? ''}`).searchParams.get('after') ?? '';
    const second = await service.get(
      `/v1/solutions/digisos/coverage/municipalities?asOf=2018-12-31&after=${after}&stage=planned&limit=100`,
    );
    expect(second.status).toBe(200);
  });
});

describe('a cursor', () => {
  const LIST = '/v1/solutions/digisos/adoptions';
  const cursorOf = async (target: string): Promise<string> =>
    new URL(`http://x${pageOf(await service.get(target)).next ?? ''}`).searchParams.get('after') ?? '';

  it.each([
    ['of another list', (cursor: string) => `/v1/solutions?after=${cursor}`],
    ['of another solution', (cursor: string) => `/v1/solutions/adam/adoptions?asOf=2018-12-31&limit=2&after=${cursor}`],
    ['with another day', (cursor: string) => `${LIST}?asOf=2019-12-31&limit=2&after=${cursor}`],
    ['with a filter more', (cursor: string) => `${LIST}?asOf=2018-12-31&inheritance=all&limit=2&after=${cursor}`],
    ['with a filter less', (cursor: string) => `${LIST}?limit=2&after=${cursor}`],
  ])('%s is refused', async (_what, target) => {
    const answer = await service.get(target(await cursorOf(`${LIST}?asOf=2018-12-31&limit=2`)));
    expect(answer.status).toBe(400);
    expect(answer.problem('invalid-cursor').errors).toMatchObject([{ parameter: 'after', rule: 'invalid-cursor' }]);
  });

  const altered = (cursor: string, change: object): string => {
    const content = JSON.parse(Buffer.from(cursor, 'base64url').toString()) as object;
    return Buffer.from(JSON.stringify({ ...content, ...change })).toString('base64url');
  };

  const lists = [
    LIST,
    '/v1/solutions/adam/coverage/municipalities',
    '/v1/solutions',
    '/v1/municipalities',
    '/v1/organisations',
    '/v1/solutions/adam/history',
  ];
  const alterations: readonly (readonly [change: object, code: string])[] = [
    [{ asOf: 'x' }, 'invalid-cursor'],
    [{ asOf: {} }, 'invalid-cursor'],
    [{ instant: 'x' }, 'invalid-cursor'],
    [{ instant: 1 }, 'invalid-cursor'],
    [{ last: { toString: 1 } }, 'invalid-cursor'],
    [{ last: '-' }, 'invalid-cursor'],
    [{ list: null }, 'invalid-cursor'],
    [{ more: 1 }, 'invalid-cursor'],
    [{ position: 5 }, 'invalid-cursor'],
    [{ position: 'x' }, 'invalid-request'],
    [{ position: `${service.store.logId}~999999999` }, 'position-after-head'],
    [{ position: '0192f0c1-7a4b-7c3d-8e5f-0123456789ab~1' }, 'position-of-another-log'],
  ];
  it.each(lists.flatMap((list) => alterations.map(([change, code]) => [list, change, code] as const)))(
    'of %s that was altered in %j is refused',
    async (list, change, code) => {
      const address = `${list}?asOf=2018-12-31&limit=1`;
      const answer = await service.get(`${address}&after=${altered(await cursorOf(address), change)}`);
      expect((JSON.parse(answer.text) as { code: string }).code).toBe(code);
    },
  );

  it.each(lists.slice(0, 2))('of %s that was altered to a day before the register is refused as that day is', async (list) => {
    const address = `${list}?asOf=2018-12-31&limit=1`;
    const answer = await service.get(`${address}&after=${altered(await cursorOf(address), { asOf: '2016-12-31' })}`);
    expect(answer.status).toBe(422);
    answer.problem('before-register');
  });

  it.each(['rubbish', 'e30', 'bnVsbA', 'MQ', 'WzFd', '..', 'eyJsb2ciOjF9.x', '~', 'a'.repeat(1_000)])(
    'that is none is refused: %s',
    async (cursor) => {
      const answer = await service.get(`/v1/solutions?after=${cursor}`);
      expect(answer.status).toBe(400);
      answer.problem('invalid-cursor');
    },
  );

  it('that is longer than any is refused by its form', async () => {
    const answer = await service.get(`/v1/solutions?after=${'a'.repeat(1_001)}`);
    expect(answer.problem('invalid-request').errors).toMatchObject([{ parameter: 'after', rule: 'maxLength' }]);
  });

  it('of another log is gone', async () => {
    const other = await startService({ register: false });
    for (const id of ['one', 'two']) await recorded(other.post('/v1/solutions', registration(id)));
    const foreign = pageOf(await other.get('/v1/solutions?limit=1')).next ?? '';
    await other.end();
    const answer = await service.get(foreign);
    expect(answer.status).toBe(410);
    answer.problem('position-of-another-log');
  });

  it('outlives a restart', async () => {
    const one = await startService({ register: false });
    for (const id of ['one', 'two']) await recorded(one.post('/v1/solutions', registration(id)));
    const { next } = pageOf(await one.get('/v1/solutions?limit=1'));
    await one.stop();
    const two = await startService({ folder: one.folder, register: false });
    const second = await two.get(next ?? '');
    await two.end();
    expect(second.as('SolutionList').items.map(({ id }) => id)).toEqual(['two']);
  });
});

describe('a page', () => {
  it('holds 100 items where no limit is said', async () => {
    expect((await service.get('/v1/municipalities?asOf=2018-12-31')).as('MunicipalityList').items).toHaveLength(100);
  });

  it('holds every municipality behind a coverage where no limit is said', async () => {
    expect(
      (await service.get('/v1/solutions/digisos/coverage/municipalities?asOf=2018-12-31')).as('CoverageMunicipalityList').items,
    ).toHaveLength(422);
  });
});
