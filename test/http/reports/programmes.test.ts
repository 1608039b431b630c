import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { recorded, registration, report } from '../sector.ts';
import { startService } from '../service.ts';
import { json, type Row } from './asked.ts';

const service = await startService();
afterAll(() => service.end());

/** One solution stays in its programme, one moves to the other in 2019; both are used somewhere. A third has no programme. */
beforeAll(async () => {
  for (const id of ['left', 'joined']) await recorded(service.post('/v1/programmes', { id, names: { nb: id } }));
  for (const id of ['moved', 'stayed']) await recorded(service.post('/v1/solutions', registration(id, { programmeId: 'left' })));
  await recorded(service.post('/v1/solutions', registration('alone')));
  const moving = { effectiveFrom: '2019-06-01', names: { nb: 'moved' }, programmeId: 'joined' };
  await recorded(service.change('/v1/solutions/moved/description-changes', moving));
  for (const [solution, municipality] of [['moved', '0301'], ['stayed', '1103'], ['stayed', '1149']]) // prettier-ignore
    await recorded(service.post(`/v1/solutions/${solution}/adoptions/${municipality}/reports`, report('2018-02-01')));
});

const DAYS = 'from=2018-01-01&to=2020-12-31';
const series = async (query: string): Promise<readonly Row[]> => (await json(service, 'coverage-series', `${DAYS}&${query}`)).rows;
const of = (...programmes: readonly string[]) => ({ programme }: Row) => programmes.includes(String(programme)); // prettier-ignore

describe('a series of a programme', () => {
  it.each(['programme', 'programme,solution', 'county,programme'])(
    'has, by %s, the rows that it has in the series of all: its solutions of each day, and no other programme',
    async (groupBy) => {
      const all = await series(`groupBy=${groupBy}`);
      for (const programme of ['left', 'joined']) {
        const rows = await series(`groupBy=${groupBy}&programme=${programme}`);
        expect(rows.length).toBeGreaterThan(0);
        expect(rows).toEqual(all.filter(of(programme)));
      }
      expect(await series(`groupBy=${groupBy}&programme=left,joined`)).toEqual(all.filter(of('left', 'joined')));
    },
  );

  it('counts a solution that left it until it left', async () => {
    const rows = await series('groupBy=programme&programme=left');
    expect(rows.map((row) => [row['period'], row['municipalities_numerator']])).toEqual([['2018', 3], ['2019', 2], ['2020', 2]]); // prettier-ignore
  });

  it('has no row for a period in which nobody belonged to it', async () => {
    const rows = await series('groupBy=programme&programme=joined');
    expect(rows.map(({ period, programme }) => [period, programme])).toEqual([['2019', 'joined'], ['2020', 'joined']]); // prettier-ignore
  });

  it('by anything else follows the solutions that it has on the last day, all the time', async () => {
    const rows = await series('groupBy=solution&programme=joined');
    expect(rows.map(({ period, solution }) => [period, solution])).toEqual([['2018', 'moved'], ['2019', 'moved'], ['2020', 'moved']]); // prettier-ignore
  });

  it('is the same at the address of its snapshot', async () => {
    const { rows, snapshot } = await json(service, 'coverage-series', `${DAYS}&groupBy=programme&programme=left`);
    expect(snapshot).toContain('groupBy=programme&');
    expect(snapshot).toContain('&programme=left&');
    expect((JSON.parse((await service.get(snapshot)).text) as { rows: unknown }).rows).toEqual(rows);
  });
});

it.each(['2018-12-31', '2020-12-31'])('the coverage of a programme on %s is its row of the coverage of all', async (asOf) => {
  const { rows: all } = await json(service, 'coverage', `asOf=${asOf}&groupBy=programme`);
  const { rows } = await json(service, 'coverage', `asOf=${asOf}&groupBy=programme&programme=left`);
  expect(rows).toEqual(all.filter(of('left')));
});
