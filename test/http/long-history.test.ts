import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import type { AdoptionEvent } from '../../src/domain/adoption/events.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, START } from '../../src/domain/position.ts';
import { adoptionStream, solutionStream } from '../../src/domain/streams.ts';
import { historyRows } from '../../src/http/reports/history.ts';
import { Facts } from '../../src/projections/facts.ts';
import { solutionBearings } from '../../src/registry/bearing-events.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { Chronicle, registryOf } from '../coverage/chronicle.ts';
import { reported } from '../domain/adoption/reports.ts';
import { countyEstablished, established } from '../domain/municipality/register.ts';
import { registered, solutionId } from '../domain/solution/events.ts';
import { recorded, registerDigisos, report } from './sector.ts';
import { startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
const dayOf = (day: number): string => new Date(Date.UTC(2018, 0, 1 + day)).toISOString().slice(0, 10);
for (let day = 0; day < 120; day += 1) await recorded(service.post('/v1/solutions/digisos/adoptions/0301/reports', report(dayOf(day))));
afterAll(() => service.end());

describe('a page of a long history', () => {
  const pageAt = async (target: string) => {
    const [tracing, looking] = [jest.spyOn(Facts.prototype, 'traceAt'), jest.spyOn(Facts.prototype, 'positionAt')];
    const page = (await service.get(target)).as('SolutionHistory');
    const [traced, looked] = [tracing.mock.calls.length, looking.mock.calls.length];
    tracing.mockRestore();
    looking.mockRestore();
    return { page, traced, looked };
  };

  it.each(['', 'type=adoption-report&'])('makes of its facts only those that it shows (%s)', async (filter) => {
    const { page, traced } = await pageAt(`/v1/solutions/digisos/history?${filter}limit=3`);
    expect([page.items.length, traced]).toEqual([3, 3]);
  });

  it('finds where it begins without looking at each fact before it', async () => {
    const { page } = await pageAt('/v1/solutions/digisos/history?limit=100');
    const { page: second, looked } = await pageAt(page.next ?? '');
    expect(second.items.length).toBeGreaterThan(0);
    expect(looked).toBeLessThan(20);
  });
});

/** A solution with so many reports on it, the first ten of which were corrected at last. */
function long(reports: number): Chronicle {
  const chronicle = new Chronicle();
  chronicle.register(countyEstablished('11'));
  chronicle.register(established('1101'));
  chronicle.race(solutionStream(solutionId), registered());
  const stream = adoptionStream(solutionId, '1101');
  for (let day = 0; day < reports; day += 1) chronicle.race(stream, reported('1101', 'in-use', dayOf(day)));
  for (const { id, data } of chronicle.events.filter(({ type }) => type === 'AdoptionReported').slice(0, 10))
    chronicle.race(stream, { type: 'AdoptionReportCorrected', data: { factId: id, reason: 'a slip', fact: { type: 'AdoptionReported', data: { ...data, stage: 'planned' } } } } as AdoptionEvent); // prettier-ignore
  return chronicle;
}

describe('a report that goes through a long history', () => {
  const chronicle = long(1_200);
  const { events, models } = chronicle;
  /** How many positions were asked of the log at once, each time, and the turns that others had. */
  const watched = async <Result>(work: (registry: Registry) => Promise<Result>) => {
    const { store } = registryOf(chronicle);
    const asked: number[] = [];
    const readAt: typeof store.readAt = (positions) => (asked.push(positions.length), store.readAt(positions));
    let [turns, isOver] = [0, false];
    const others = (async () => {
      for (; !isOver; turns += 1) await turn();
    })();
    const result = await work({ models, store: { ...store, readAt, logId: 'log' } } as unknown as Registry);
    const meanwhile = turns;
    isOver = true;
    await others;
    return { result, asked, turns: meanwhile };
  };

  it('has all of it in the order of the log, a portion at a time, and gives others their turn behind each', async () => {
    const solution = models.solutions.get(solutionId);
    if (solution === undefined) throw new Error('it is not registered');
    const moment = { asOf: '2024-01-01' as CivilDate, knownAt: NEVER, position: '', instant: null };
    const labels = () => (code: string) => code;
    const { result, asked, turns } = await watched((registry) =>
      Array.fromAsync(historyRows(registry, [solution], undefined, moment, labels, 'nb')),
    );
    const rows = result.flat();
    expect(rows.map(({ event }) => event)).toEqual(events.slice(2).map(({ id }) => id));
    expect(rows.slice(-10).map(({ fact }) => fact)).toEqual(rows.slice(1, 11).map(({ event }) => event));
    expect(asked).toEqual([500, 500, 211]);
    expect(turns).toBeGreaterThanOrEqual(3);
  });

  it('holds the events of some facts at a time, to say which bear on coverage, and gives others their turn in between', async () => {
    const between = { asOf: '2024-01-01' as CivilDate, after: START, until: NEVER };
    const { result, asked, turns } = await watched((registry) => solutionBearings(registry, { solutionId, capability: null }, between));
    expect(result.map(({ eventId }) => eventId).sort()).toEqual(events.slice(2).map(({ id }) => id).sort()); // prettier-ignore
    expect(Math.max(...asked)).toBeLessThanOrEqual(510);
    expect(turns).toBeGreaterThanOrEqual(2);
  });

  it('reads nothing of facts to which nothing has happened since', async () => {
    const between = { asOf: '2024-01-01' as CivilDate, after: events.at(-2)?.position ?? START, until: NEVER };
    const { result, asked } = await watched((registry) => solutionBearings(registry, { solutionId, capability: null }, between));
    expect([result.map(({ eventId }) => eventId), asked]).toEqual([[events.at(-1)?.id], [2]]);
  });
});
