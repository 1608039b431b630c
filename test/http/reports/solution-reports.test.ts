import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { v4 } from 'uuid';
import { solutionStream } from '../../../src/domain/streams.ts';
import type { NewEvent } from '../../../src/eventstore/port.ts';
import { provenance } from '../../eventstore/events.ts';
import { rowsOf } from './rows.ts';
import { as, cost, eventOf, KS, NAV, NORSK_HELSENETT, recorded, registerDigisos, registration, report } from '../sector.ts'; // prettier-ignore
import { type Service, startService } from '../service.ts';

const DIGISOS = '/v1/solutions/digisos';
const COSTS = '/v1/reports/costs';
const LIFECYCLE = '/v1/reports/lifecycle-costs';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await registerDigisos(service);
  await recorded(service.post('/v1/programmes', { id: 'journal', names: { nb: 'Journal', en: 'Records' } }));
});
afterAll(() => service.end());

const positionNow = async (): Promise<string> => (await service.get(DIGISOS)).as('Solution').position;
const registered = async (id: string, more: Parameters<typeof registration>[1] = {}): Promise<string> => {
  await recorded(service.post('/v1/solutions', registration(id, more)));
  return `/v1/solutions/${id}`;
};

/** The last fact of a solution once more with other content, which no command would record today. */
async function recordedByOlderCode(id: string, content: object): Promise<void> {
  const stream = solutionStream(id);
  const events = await Array.fromAsync(service.store.readStream(stream));
  const last = events.at(-1) as NewEvent;
  const event = { ...last, id: v4(), data: { ...last.data, ...content }, metadata: provenance() } as NewEvent;
  const { position } = await service.store.append(stream, [event], events.length - 1);
  await service.registry.follower.waitFor(position, 60_000);
}

describe('the report on costs', () => {
  const costs = (query: string) => rowsOf(service, 'CostReportRow', `${COSTS}?${query}`);

  it('has a row for each year, kind and prices, with all estimates beside each other and the one that counts', async () => {
    const solution = await registered('costly');
    await recorded(service.post(`${solution}/cost-updates`, cost(90, { estimate: 'budget' })));
    await recorded(service.post(`${solution}/cost-updates`, cost(100)));
    await recorded(service.post(`${solution}/cost-updates`, cost(7, { kind: 'development', estimate: 'forecast', fiscalYear: 2025 })));
    expect(await costs('solution=costly&lang=en')).toEqual([
      {
        solution: 'costly', solution_name: 'costly', fiscal_year: 2024, kind: 'operation', kind_label: 'Operation', currency: 'NOK', price_level_year: 2024,
        estimate: 'actual', estimate_label: 'Actual', amount: 100, budget: 90, forecast: null, actual: 100, overrun: 10,
      },
      {
        solution: 'costly', solution_name: 'costly', fiscal_year: 2025, kind: 'development', kind_label: 'Development', currency: 'NOK', price_level_year: 2024,
        estimate: 'forecast', estimate_label: 'Forecast', amount: 7, budget: null, forecast: 7, actual: null, overrun: null,
      },
    ]); // prettier-ignore
  });

  it('takes the whole for its payers, and the payers where there is no whole', async () => {
    const solution = await registered('shared');
    await recorded(service.post(`${solution}/cost-updates`, cost(40, { payer: NAV })));
    await recorded(service.post(`${solution}/cost-updates`, cost(2, { payer: KS })));
    const before = await positionNow();
    const whole = eventOf(await recorded(service.post(`${solution}/cost-updates`, cost(50))));
    const amounts = async (query: string) => (await costs(`solution=shared&${query}`)).map(({ amount }) => amount);
    expect([await amounts(''), await amounts(`knownAt=${before}`)]).toEqual([[50], [42]]);
    await recorded(service.change(`/v1/facts/${whole}/annulments`, { reason: 'Gjaldt en annen løsning' }));
    expect(await amounts('')).toEqual([42]);
  });

  it('has what stands after a correction', async () => {
    const solution = await registered('mended');
    const line = eventOf(await recorded(service.post(`${solution}/cost-updates`, cost(40))));
    await recorded(service.change(`/v1/facts/${line}/corrections`, { reason: 'Skrivefeil', fact: cost(400) }));
    expect((await costs('solution=mended')).map(({ actual }) => actual)).toEqual([400]);
  });

  it('has only the solutions of a programme on the day', async () => {
    await recorded(service.post(`${await registered('of-journal', { programmeId: 'journal' })}/cost-updates`, cost(1)));
    expect((await costs('programme=journal')).map(({ solution }) => solution)).toEqual(['of-journal']);
  });

  it('is a cube by year, kind, currency and price level', async () => {
    const cube = JSON.parse((await service.get(`${COSTS}?solution=costly&format=json-stat`)).text) as { id: string[]; size: number[]; value: (number | null)[]; role: object; dimension: { kind: { category: { index: string[] } } } }; // prettier-ignore
    expect([cube.id, cube.size, cube.role]).toEqual([
      ['solution', 'fiscal_year', 'kind', 'currency', 'price_level_year', 'measure'],
      [1, 2, 2, 1, 1, 5],
      { time: ['fiscal_year'], metric: ['measure'] },
    ]);
    const operation = cube.dimension.kind.category.index.indexOf('operation') * 5;
    expect(cube.value.slice(operation, operation + 5)).toEqual([100, 90, null, 100, 10]);
  });
});

describe('the report on lifecycle costs', () => {
  it('sums what counts by prices, and says how much of it was paid, is expected and is planned', async () => {
    const solution = await registered('long-lived');
    for (const [
      amount,
      more,
    ] of [[100, {}], [90, { estimate: 'budget' }], [50, { fiscalYear: 2025, estimate: 'forecast' }], [20, { fiscalYear: 2026, estimate: 'budget' }]] as const) // prettier-ignore
      await recorded(service.post(`${solution}/cost-updates`, cost(amount, more)));
    await recorded(service.post(`${solution}/cost-updates`, cost(5, { kind: 'maintenance', priceLevelYear: 2020 })));
    const rows = await rowsOf(service, 'LifecycleCostReportRow', `${LIFECYCLE}?solution=long-lived`);
    expect(rows.map(({ solution: _, solution_name: __, ...row }) => row)).toEqual([
      { currency: 'NOK', price_level_year: 2020, first_year: 2024, last_year: 2024, lifecycle_cost: 5, of_actual: 5, of_forecast: 0, of_budget: 0, overrun: null, budget_compared: null },
      { currency: 'NOK', price_level_year: 2024, first_year: 2024, last_year: 2026, lifecycle_cost: 170, of_actual: 100, of_forecast: 50, of_budget: 20, overrun: 10, budget_compared: 90 },
    ]); // prettier-ignore
  });

  it('has every sum that can be recorded: a line with which it would not be exact is refused', async () => {
    const solution = await registered('dear');
    await recorded(service.post(`${solution}/cost-updates`, cost(Number.MAX_SAFE_INTEGER - 1)));
    const refused = await service.post(`${solution}/cost-updates`, cost(2, { fiscalYear: 2025 }));
    expect([refused.status, refused.problem('amount-out-of-range')]).toMatchObject([422, { solutionId: 'dear', currency: 'NOK', room: 1 }]);
    await recorded(service.post(`${solution}/cost-updates`, cost(1, { fiscalYear: 2025 })));
    const [row] = await rowsOf(service, 'LifecycleCostReportRow', `${LIFECYCLE}?solution=dear`);
    expect(row?.lifecycle_cost).toBe(Number.MAX_SAFE_INTEGER);
  });

  it('refuses a sum that is not exact, names the solution, and answers for the others', async () => {
    const solution = await registered('absurd');
    const line = await recorded(service.post(`${solution}/cost-updates`, cost(Number.MAX_SAFE_INTEGER)));
    await recordedByOlderCode('absurd', { fiscalYear: 2025 });
    const refused = await service.get(LIFECYCLE);
    expect([refused.status, refused.problem('amount-out-of-range')]).toMatchObject([422, { solutionId: 'absurd' }]);
    expect((await service.get(`${LIFECYCLE}?solution=costly`)).status).toBe(200);
    await recorded(service.change(`/v1/facts/${eventOf(line)}/annulments`, { reason: 'Skrivefeil' }));
    expect((await service.get(LIFECYCLE)).status).toBe(200);
  });
});

describe('the reports on owners and suppliers', () => {
  beforeAll(async () => {
    const solution = await registered('owned');
    const whole = [{ organisationNumber: NAV }];
    const half = [{ organisationNumber: NAV, shareBasisPoints: 5_000 }, { organisationNumber: KS, shareBasisPoints: 5_000 }]; // prettier-ignore
    await recorded(service.change(`${solution}/ownership-changes`, { effectiveFrom: '2018-01-01', owners: whole }));
    await recorded(service.change(`${solution}/ownership-changes`, { effectiveFrom: '2020-01-01', owners: half }));
    const assigned = { responsibility: 'operation', organisationNumber: NORSK_HELSENETT };
    await recorded(service.change(`${solution}/supplier-assignments`, { effectiveFrom: '2018-01-01', ...assigned }));
    await recorded(service.change(`${solution}/supplier-releases`, { effectiveFrom: '2020-01-01', responsibility: 'operation' }));
  });
  const owners = (query: string) => rowsOf(service, 'OwnershipReportRow', `/v1/reports/ownership?solution=owned&${query}`);
  const suppliers = (query: string) => rowsOf(service, 'SupplierReportRow', `/v1/reports/suppliers?solution=owned&${query}`);

  it('say who owned it on a day, since when, and until when that is known', async () => {
    const told = async (asOf: string) => (await owners(`asOf=${asOf}`)).map((row) => [row.owner, row.owner_name, row.share_basis_points, row.since, row.until]); // prettier-ignore
    expect(await told('2019-06-30')).toEqual([[NAV, 'Arbeids- og velferdsetaten (NAV)', null, '2018-01-01', '2020-01-01']]);
    expect(await told('2020-06-30')).toEqual([
      [NAV, 'Arbeids- og velferdsetaten (NAV)', 5_000, '2020-01-01', null],
      [KS, 'KS – Kommunesektorens organisasjon', 5_000, '2020-01-01', null],
    ]);
    expect(await told('2017-12-31')).toEqual([]);
  });

  it('name the fact that is in force', async () => {
    const [row] = await owners('asOf=2019-06-30');
    expect((await service.get(`/v1/facts/${String(row?.fact)}`)).as('Fact')).toMatchObject({ type: 'ownership-change', effectiveFrom: '2018-01-01' }); // prettier-ignore
  });

  it('say who supplied it on a day, of which kind it is, and until when', async () => {
    expect(await suppliers('asOf=2019-06-30&lang=en')).toMatchObject([
      { responsibility: 'operation', responsibility_label: 'Operation', supplier: NORSK_HELSENETT, sector: 'state', sector_label: 'State body', since: '2018-01-01', until: '2020-01-01' },
    ]); // prettier-ignore
    expect(await suppliers('asOf=2020-01-01')).toEqual([]);
  });
});

describe('the report on history', () => {
  const history = (query: string) => rowsOf(service, 'HistoryReportRow', `/v1/reports/history?${query}`);

  it('has every event of a solution in the order of the log, with corrections and annulments', async () => {
    const solution = await registered('storied');
    const phase = eventOf(await recorded(service.change(`${solution}/phase-changes`, { effectiveFrom: '2018-01-01', phase: 'pilot' })));
    const use = eventOf(await recorded(service.post(`${solution}/adoptions/0301/reports`, report('2018-05-08'), as(NORSK_HELSENETT))));
    await recorded(service.change(`/v1/facts/${phase}/corrections`, { reason: 'Feil fase', fact: { effectiveFrom: '2018-02-01', phase: 'roll-out' } })); // prettier-ignore
    await recorded(service.change(`/v1/facts/${use}/annulments`, { reason: 'Feil kommune' }));
    const rows = await history('solution=storied');
    expect(rows.map((row) => [row.act, row.type, row.municipality, row.effective_from, row.reason])).toEqual([
      ['recorded', 'solution-registration', null, null, null],
      ['recorded', 'phase-change', null, '2018-01-01', null],
      ['recorded', 'adoption-report', '0301', '2018-05-08', null],
      ['corrected', 'phase-change', null, '2018-02-01', 'Feil fase'],
      ['annulled', 'adoption-report', '0301', null, 'Feil kommune'],
    ]);
    expect(rows.map(({ fact }) => fact)).toEqual([rows[0]?.event, phase, use, phase, use]);
    expect(rows.map(({ recorded_by }) => recorded_by)).toEqual(new Array(5).fill(NORSK_HELSENETT));
  });

  it('has the content by each event as it was posted', async () => {
    const contents = (await history('solution=storied&type=phase-change')).map(({ content }) => JSON.parse(String(content)) as unknown);
    expect(contents).toEqual([{ effectiveFrom: '2018-01-01', phase: 'pilot' }, { effectiveFrom: '2018-02-01', phase: 'roll-out' }]); // prettier-ignore
  });

  it('has nothing that was recorded after what is asked for', async () => {
    const all = await history('solution=storied');
    const known = await history(`solution=storied&knownAt=${String(all[2]?.position)}`);
    expect(known).toEqual(all.slice(0, 3));
  });

  it('has all solutions, each whole and every event once, and never many of them in memory', async () => {
    const solution = await registered('busy');
    for (let day = 0; day < 520; day += 1) {
      const from = new Date(Date.UTC(2018, 0, 1 + day)).toISOString().slice(0, 10);
      await recorded(service.post(`${solution}/adoptions/0301/reports`, report(from)));
    }
    const read = jest.spyOn(service.store, 'readAt');
    const rows = await history('');
    expect(Math.max(...read.mock.calls.map(([positions]) => positions.length))).toBe(500);
    read.mockRestore();
    const solutions = rows.map(({ solution: id }) => id);
    expect(solutions).toEqual(solutions.toSorted());
    expect(new Set(rows.map(({ event }) => event)).size).toBe(rows.length);
    expect(rows.filter(({ solution: id }) => id === 'busy').length).toBe(521);
  });
});

describe.each([COSTS, LIFECYCLE, '/v1/reports/ownership', '/v1/reports/suppliers', '/v1/reports/history'])('%s', (path) => {
  it('refuses a solution and a programme that are not registered', async () => {
    expect((await service.get(`${path}?solution=digisos,digsos`)).problem('unknown-solution').errors).toMatchObject([{ parameter: 'solution' }]); // prettier-ignore
    expect((await service.get(`${path}?programme=jurnal`)).problem('unknown-programme').errors).toMatchObject([{ parameter: 'programme' }]); // prettier-ignore
  });
});
