import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { HEALTH_REGIONS } from '../../src/domain/municipality/events.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { Chronicle } from './chronicle.ts';
import { engineGroups } from './engine-groups.ts';
import { type Choice, GROUPINGS, type NaiveDimension, type NaiveGroup, naiveGroups, naivePairs } from './naive-figures.ts';
import { naiveWorld } from './naive.ts';
import { histories, SOLUTIONS } from './synthetic-history.ts';
import { nextTo } from './synthetic-register.ts';
import { choice, datesOf, part, positionOf, solutionsKnown, whenever } from './synthetic-questions.ts';

/** `ORACLE_RUNS=100` draws a hundred times as many histories; with the `ORACLE_SEED` that such a run says, the same ones again. */
const times = Number(process.env['ORACLE_RUNS'] ?? 1);
const seed = Number(process.env['ORACLE_SEED'] ?? randomInt(2 ** 31));
if (times > 1) process.stdout.write(`ORACLE_RUNS=${times} ORACLE_SEED=${seed}\n`);
// A busy machine is slow, and speed is not what is asked for here.
jest.setTimeout(300_000 * times);

/** A question to a history: which solutions, which dates, how much is known. */
const question = fc.record({
  ...choice,
  whom: fc.shuffledSubarray([...SOLUTIONS], { minLength: 1 }),
  when: fc.array(whenever, { minLength: 1, maxLength: 4 }),
  part,
});
type Drawn = typeof question extends fc.Arbitrary<infer One> ? One : never;
const questions = (many: number) => fc.array(question, { minLength: many, maxLength: many });

/** Those of the solutions that were there, in whatever order; all that were, if none of them was. */
function choiceOf(history: Chronicle, { whom, stage, inheritance, capability }: Drawn, knownAt: Position): Choice {
  const known = solutionsKnown(history, knownAt);
  const meant = whom.filter((id) => known.includes(id));
  return { solutionIds: meant.length === 0 ? known : meant, stage, inheritance, capability };
}

type Groupings = readonly (readonly NaiveDimension[])[];

/** The registry answers what the naive count gives: for the first date, and as a series over all of them. */
function agree(history: Chronicle, asked: Choice, dates: readonly CivilDate[], knownAt: Position, groupings: Groupings): void {
  const [first = NEW_YEAR] = dates;
  const pairs = naivePairs(naiveWorld(history.events, knownAt), asked, dates);
  for (const dimensions of groupings) {
    const series = naiveGroups(pairs, dates, dimensions);
    const expected = { asked, knownAt, dimensions, on: series.filter(({ date }) => date === first), series };
    const on = engineGroups(history, asked, knownAt, first, dimensions);
    const answered = { ...expected, on, series: engineGroups(history, asked, knownAt, dates, dimensions) };
    // What is the same to Node is so to Jest, which takes far longer to see it.
    if (!isDeepStrictEqual(answered, expected)) expect(answered).toEqual(expected);
  }
}
const NEW_YEAR = '2020-01-01' as CivilDate;

describe('coverage as the registry computes it is what a naive count gives', () => {
  it('by every grouping, on every date, as known at any position', () => {
    const rule = (history: Chronicle, asked: readonly Drawn[]): void => {
      for (const drawn of asked) {
        const knownAt = positionOf(history, drawn.part);
        agree(history, choiceOf(history, drawn, knownAt), datesOf(history, drawn.when), knownAt, GROUPINGS);
      }
    };
    fc.assert(fc.property(histories, questions(2), rule), { numRuns: 500 * times, seed });
  });

  it('under many rules, stages and capabilities, one after the other and again', () => {
    const rule = (history: Chronicle, asked: readonly Drawn[], first: Drawn): void => {
      const dates = datesOf(history, first.when.slice(0, 2));
      for (const drawn of [...asked, ...asked.slice(0, 3)])
        agree(history, choiceOf(history, { ...drawn, whom: first.whom }, NEVER), dates, NEVER, [[], ['county']]);
    };
    fc.assert(fc.property(histories, questions(20), question, rule), { numRuns: 60 * times, seed });
  });

  it('day by day', () => {
    const rule = (history: Chronicle, drawn: Drawn): void => {
      const knownAt = positionOf(history, drawn.part);
      const [first = NEW_YEAR] = datesOf(history, drawn.when);
      const days = Array.from({ length: 70 }, (_, day) => nextTo(first, day)) as CivilDate[];
      agree(history, choiceOf(history, drawn, knownAt), [...new Set(days)], knownAt, [[], ['solution']]);
    };
    fc.assert(fc.property(histories, question, rule), { numRuns: 25 * times, seed });
  });

  it('in a series of many months', () => {
    const lastOfMonth = (month: number) => new Date(Date.UTC(2017, month + 1, 0)).toISOString().slice(0, 10) as CivilDate;
    const rule = (history: Chronicle, drawn: Drawn, first: number): void => {
      const knownAt = positionOf(history, drawn.part);
      const months = Array.from({ length: 48 }, (_, month) => lastOfMonth(first + month));
      const asked = choiceOf(history, drawn, knownAt);
      agree(history, asked, months, knownAt, [[], ['solution'], ['programme'], ['county', 'health-region']]);
    };
    fc.assert(fc.property(histories, question, fc.nat({ max: 60 }), rule), { numRuns: 25 * times, seed });
  });

  it('as known at each position of a history, one after the other', () => {
    const rule = (history: Chronicle, drawn: Drawn): void => {
      const dates = datesOf(history, drawn.when.slice(0, 2));
      for (const position of questionable(history).map((event) => event.position))
        agree(history, choiceOf(history, drawn, position), dates, position, [[], ['solution', 'county']]);
    };
    fc.assert(fc.property(histories, question, rule), { numRuns: 40 * times, seed });
  });
});

/** The events from the registration of the first solution on. */
const questionable = ({ events }: Chronicle) => events.slice(events.findIndex(({ type }) => type === 'SolutionRegistered'));

/** The events of a history one after the other, and the same questions again and again: what was kept too long shows. */
function askInBetween(history: Chronicle, asked: readonly Drawn[], isTimeToAsk: (index: number) => boolean): void {
  const growing = new Chronicle();
  const from = questionable(history)[0]?.position ?? NEVER;
  for (const [index, event] of history.events.entries()) {
    growing.replay([event]);
    if (event.position < from || !(isTimeToAsk(index) || index === history.events.length - 1)) continue;
    for (const [at, drawn] of asked.entries()) {
      const knownAt = at === 0 ? NEVER : positionOf(growing, drawn.part);
      const groupings: Groupings = [[], ['county'], ['programme', 'size-class']];
      agree(growing, choiceOf(growing, drawn, knownAt), datesOf(history, drawn.when), knownAt, groupings);
    }
  }
}

describe('coverage of no solution', () => {
  it('is one row of zeros a date, and in groups none', () => {
    const [history = new Chronicle()] = fc.sample(histories, { numRuns: 1, seed: 1 });
    const none: Choice = { solutionIds: [], capability: null, stage: 'in-use', inheritance: 'any' };
    agree(history, none, ['2019-01-01', NEW_YEAR] as CivilDate[], NEVER, GROUPINGS);
    expect(engineGroups(history, none, NEVER, NEW_YEAR, []).map(({ figures }) => figures.municipalities.denominator)).toEqual([0]);
    expect(engineGroups(history, none, NEVER, NEW_YEAR, ['county'])).toEqual([]);
  });
});

describe('a question sees what was recorded just before it', () => {
  it('after every single event', () => {
    const rule = (history: Chronicle, asked: readonly Drawn[]): void => askInBetween(history, asked, () => true);
    fc.assert(fc.property(histories, questions(2), rule), { numRuns: 25 * times, seed });
  });

  it('after batches of events', () => {
    const rule = (history: Chronicle, asked: readonly Drawn[], size: number): void =>
      askInBetween(history, asked, (index) => index % size === 0);
    fc.assert(fc.property(histories, questions(2), fc.integer({ min: 2, max: 40 }), rule), { numRuns: 120 * times, seed });
  });
});

describe('the groups that are compared', () => {
  const groups = fc.sample(fc.tuple(histories, question), { numRuns: 150, seed: 1 }).flatMap(([history, drawn]) => {
    const knownAt = positionOf(history, drawn.part);
    const dates = datesOf(history, drawn.when);
    const pairs = naivePairs(naiveWorld(history.events, knownAt), choiceOf(history, drawn, knownAt), dates);
    return GROUPINGS.flatMap((dimensions) => naiveGroups(pairs, dates, dimensions));
  });
  /** What groups may hold: often enough that the comparison is about it. */
  const shown: [string, (group: NaiveGroup) => boolean][] = [
    ...[
      '0-1999',
      '2000-4999',
      '5000-9999',
      '10000-19999',
      '20000-49999',
      '50000+',
      'unknown',
      ...HEALTH_REGIONS,
      ...SOLUTIONS,
      'journal',
      'velferd',
      '13',
    ].map((code): [string, (group: NaiveGroup) => boolean] => [`the code ${code}`, ({ codes }) => codes.includes(code)]),
    ['no code', ({ codes }) => codes.includes(null)],
    ['nobody in the target group', ({ figures }) => figures.municipalities.share === null],
    ['no counted inhabitants', ({ figures }) => figures.populationCountedOn === null],
    ['inhabitants of predecessors', ({ figures }) => figures.populationDerivedFor > 0],
    ['inherited stages', ({ figures }) => figures.municipalities.inherited > 0],
    ['parts only', ({ figures }) => figures.municipalities.partial > 0],
    ['old confirmations', ({ figures }) => figures.municipalities.stale > 0],
    ['somebody outside the target group', ({ figures }) => figures.municipalities.outsideTargetGroup > 0],
    ['a date far ahead', ({ date }) => date >= '2030-01-01'],
  ];

  it.each(shown)('show %s', (_, shows) => {
    expect(groups.filter(shows).length).toBeGreaterThan(20);
  });
});
