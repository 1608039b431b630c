import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, jest } from '@jest/globals';
import { INHERITANCES } from '../../../src/domain/adoption/inheritance.ts';
import { STAGES, THRESHOLDS } from '../../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { Slug } from '../../../src/domain/names.ts';
import { NEVER } from '../../../src/domain/position.ts';
import { adoptionStream, solutionStream } from '../../../src/domain/streams.ts';
import type { CoverageAsked, CoverageFigures } from '../../../src/projections/coverage/coverage.ts';
import { DayStandings } from '../../../src/projections/coverage/day-standings.ts';
import { Ground } from '../../../src/projections/coverage/ground.ts';
import { Historian } from '../../../src/projections/coverage/history.ts';
import { coverageAt } from '../../../src/projections/coverage/table.ts';
import { Chronicle } from '../../coverage/chronicle.ts';
import { reported } from '../../domain/adoption/reports.ts';
import { counted, countyEstablished, established, graphOf } from '../../domain/municipality/register.ts';
import { registered } from '../../domain/solution/events.ts';
import { CoverageByRule } from './by-rule.ts';

/** More than are amended one by one, and so many that every solution comes to all of them. */
const NUMBERS = Array.from({ length: 13 }, (_, index) => String(1101 + index));
const SOLUTIONS = ['a', 'b', 'c', 'd'];
/** The end of a month, which is kept, and days within one, which are counted from there. */
const DATES = ['2018-02-14', '2018-04-20', '2018-05-14', '2018-06-30', '2018-07-20', '2018-08-14', '2024-12-31'] as CivilDate[];

/** A registry of some solutions, and one report after the other on them in turn. */
function registry(solutionIds = SOLUTIONS) {
  const chronicle = new Chronicle();
  for (const fact of [countyEstablished('11'), ...NUMBERS.map((number) => established(number))]) chronicle.register(fact);
  for (const id of solutionIds) {
    const event = registered({ confirmationMonths: 12 });
    chronicle.race(solutionStream(id), { ...event, data: { ...event.data, solutionId: id as Slug } });
  }
  let count = 0;
  const report = (solutionId = solutionIds[count % solutionIds.length] ?? ''): void => {
    const number = NUMBERS[count % NUMBERS.length] ?? '';
    const fact = reported(number, STAGES[count % STAGES.length] ?? 'in-use', `2018-0${1 + (count % 9)}-${10 + (count % 19)}`);
    chronicle.race(adoptionStream(solutionId, number), { ...fact, data: { ...fact.data, solutionId: solutionId as Slug } });
    count += 1;
  };
  return { ...chronicle.models, report, events: chronicle.events };
}

const asked: CoverageAsked = { solutionIds: SOLUTIONS, capability: null, stage: 'planned', inheritance: 'majority', knownAt: NEVER };
const told = (figures: Pick<CoverageFigures, 'series'>, question: CoverageAsked) => {
  const table = figures.series(question, DATES, ['solution']);
  return Array.from({ length: table.length }, (_, row) => coverageAt(table, row));
};

describe('figures that are kept', () => {
  it.each([1, 3, 63, 64, 65, 200])('are right after %d reports since the same was asked', (many) => {
    const { report, coverage, ...models } = registry();
    for (let round = 0; round < 3; round += 1) {
      for (let one = 0; one < many; one += 1) report();
      expect(told(coverage, asked)).toEqual(told(new CoverageByRule(models), asked));
    }
  });

  it('are right for each list of solutions, whatever other list was asked for in between', () => {
    const { report, coverage, ...models } = registry();
    for (const solutionIds of [['b'], SOLUTIONS, ['d', 'a'], ['b'], SOLUTIONS, ['c', 'c']]) {
      for (let one = 0; one < 5; one += 1) report();
      expect(told(coverage, { ...asked, solutionIds })).toEqual(
        told(new CoverageByRule(models), { ...asked, solutionIds: [...new Set(solutionIds)] }),
      );
    }
  });

  it('are right for more choices than are kept, and for the first of them again', () => {
    const { report, coverage, ...models } = registry();
    const rule = new CoverageByRule(models);
    const choices = ['booking', null].flatMap((capability) =>
      THRESHOLDS.flatMap((stage) => INHERITANCES.map((inheritance) => ({ ...asked, capability, stage, inheritance }))),
    );
    for (const choice of [...choices, ...choices.slice(0, 3)]) {
      report();
      expect(told(coverage, choice)).toEqual(told(rule, choice));
    }
  });

  it('are right as known earlier, whatever was recorded since the past was last asked for', () => {
    const { report, events, coverage, ...models } = registry(['a']);
    const rule = new CoverageByRule(models);
    for (let round = 0; round < 9; round += 1) {
      for (let one = 0; one < 3; one += 1) report();
      const past = { ...asked, solutionIds: ['a'], knownAt: events.at(-2)?.position ?? NEVER };
      for (const date of DATES) {
        const one = coverage.one({ ...past, solutionId: 'a' }, date);
        expect(one).toEqual(coverageAt(rule.series(past, [date]), 0));
      }
    }
  });

  it('are none of a solution that is not registered: it is told, and others are answered for all the same', () => {
    const { report, coverage, ...models } = registry();
    report();
    expect(() => told(coverage, { ...asked, solutionIds: ['a', 'nothing'] })).toThrow('solution nothing is not registered');
    expect(told(coverage, asked)).toEqual(told(new CoverageByRule(models), asked));
  });
});

describe('figures that are prepared', () => {
  const many = Array.from({ length: 40 }, (_, index) => `solution-${index}`);
  const all = { ...asked, solutionIds: many };

  it('leave others their turn', async () => {
    const { report, coverage } = registry(many);
    for (const id of many) report(id);
    let turns = 0;
    const preparing = coverage.prepare(all, 12).then(() => turns);
    for (let turn = 0; turn < 3; turn += 1) {
      await setImmediate();
      turns += 1;
    }
    expect(await preparing).toBeGreaterThan(1);
  });

  it('leave others their turn where they are of an earlier position, too', async () => {
    const { report, coverage, events } = registry(many);
    for (const id of many) report(id);
    const knownAt = events.at(-1)?.position ?? NEVER;
    for (const id of many) report(id);
    const past = { ...all, knownAt };
    let turns = 0;
    const preparing = coverage.prepare(past, DATES.length).then(() => turns);
    for (let turn = 0; turn < 3; turn += 1) {
      await setImmediate();
      turns += 1;
    }
    expect(await preparing).toBeGreaterThan(1);
  });

  it('are right, whatever is recorded and asked for meanwhile', async () => {
    const { report, coverage, ...models } = registry(many);
    for (const id of many) report(id);
    const rule = new CoverageByRule(models);
    const preparing = coverage.prepare(all, 12);
    // Nothing is derived of the last ones yet, and the first are derived already.
    for (const solutionId of ['solution-39', 'solution-0']) {
      report(solutionId);
      const table = rule.series({ ...asked, solutionIds: [solutionId] }, DATES);
      for (const [at, date] of DATES.entries()) expect(coverage.one({ ...asked, solutionId }, date)).toEqual(coverageAt(table, at));
    }
    await preparing;
    expect(told(coverage, all)).toEqual(told(rule, all));
  });

  it('of the past are not derived again while they are held, whatever else is asked for', async () => {
    const { report, coverage, events } = registry();
    for (let one = 0; one < 20; one += 1) report();
    const positions = events.slice(-20).map(({ position }) => position);
    report();
    const deriving = jest.spyOn(Historian.prototype, 'historyOf');
    const past = { ...asked, knownAt: positions[0] ?? NEVER };
    const askOthers = () => { for (const knownAt of positions.slice(1)) for (const stage of THRESHOLDS) told(coverage, { ...asked, stage, knownAt }); }; // prettier-ignore
    const derivedFor = (question: CoverageAsked) => {
      const before = deriving.mock.calls.length;
      told(coverage, question);
      return deriving.mock.calls.length - before;
    };
    const held = await coverage.hold(past);
    expect(derivedFor(past)).toBeGreaterThan(0);
    askOthers();
    expect(derivedFor(past)).toBe(0);
    held[Symbol.dispose]();
    askOthers();
    expect(derivedFor(past)).toBeGreaterThan(0);
    deriving.mockRestore();
  });

  it('of the past are held for eight questions at once; for what is known now nobody waits', async () => {
    const { report, coverage, events } = registry();
    for (let one = 0; one < 9; one += 1) report();
    const positions = events.slice(-9).map(({ position }) => position);
    report();
    const held = await Promise.all(positions.slice(0, 8).map((knownAt) => coverage.hold({ ...asked, knownAt })));
    let isHeld = false;
    const ninth = coverage.hold({ ...asked, knownAt: positions[8] ?? NEVER }).then(() => { isHeld = true; }); // prettier-ignore
    await coverage.hold(asked);
    await setImmediate();
    expect(isHeld).toBe(false);
    held[7]?.[Symbol.dispose]();
    await ninth;
  });

  it('are none of a solution that is not registered', async () => {
    const { coverage } = registry();
    await expect(coverage.prepare({ ...asked, solutionIds: ['a', 'nothing'] }, 1)).rejects.toThrow('solution nothing is not registered');
  });
});

describe('sums for a day of the past', () => {
  it('begin with nothing, though a question before them failed half-way', () => {
    const ground = new Ground(graphOf(established('1101')));
    const standings = new DayStandings(ground);
    const cells = ground.groupsBy([], 0);
    standings.sumsOf(cells).add(Uint8Array.of(5), 0);
    expect([...standings.sumsOf(cells).sums].every((sum) => sum === 0)).toBe(true);
  });
});

describe('a register too large for the columns', () => {
  it('is told when it has more municipalities than an entry can name', () => {
    const graph = graphOf(established('1101'));
    const many = { ...graph, municipalities: Array.from({ length: 4_097 }, () => graph.municipalities).flat() };
    expect(() => new Ground(many)).toThrow('coverage holds 4096 municipalities of all time, and the register has 4097');
  });

  it('is told when it counts more inhabitants than a column holds', () => {
    const register = [established('1101'), established('1102'), counted('1101', 2 ** 31), counted('1102', 2 ** 31)];
    expect(() => new Ground(graphOf(...register))).toThrow('coverage holds 4294967295 inhabitants, and the register counts 4294967296');
  });
});
