import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { Chronicle } from './chronicle.ts';
import { engineGroups } from './engine-groups.ts';
import { naiveWorld } from './naive.ts';
import { type Choice, GROUPINGS, naiveGroups, naivePairs } from './naive-figures.ts';
import { histories, SOLUTIONS } from './synthetic-history.ts';
import { choice, datesOf, part, positionOf, solutionsKnown, whenever } from './synthetic-questions.ts';

/**
 * `ORACLE_RUNS=100` asks a hundred times as many histories; `ORACLE_SEED` takes the seed that such a run prints, and gives the same ones.
 */
const times = Number(process.env['ORACLE_RUNS'] ?? 1);
const seed = Number(process.env['ORACLE_SEED'] ?? Math.floor(Math.random() * 2 ** 31));
if (times > 1) process.stdout.write(`ORACLE_RUNS=${times} ORACLE_SEED=${seed}\n`);
const LONG = 300_000 * times;

/** A question to a history: which solutions, which dates, how much is known. */
const question = fc.record({
  ...choice,
  whom: fc.subarray([...SOLUTIONS], { minLength: 1 }),
  when: fc.array(whenever, { minLength: 1, maxLength: 4 }),
  part,
});
type Drawn = typeof question extends fc.Arbitrary<infer One> ? One : never;

/** Those of the solutions that were there; all that were, if none of them was. */
function choiceOf(history: Chronicle, { whom, stage, inheritance, capability }: Drawn, knownAt: Position): Choice {
  const known = solutionsKnown(history, knownAt);
  const meant = known.filter((id) => whom.some((one) => one === id));
  return { solutionIds: (meant.length === 0 ? known : meant).sort(), stage, inheritance, capability };
}

/** The engine's answer is the naive one: at each date, as a series over the dates, by every grouping. */
function agree(history: Chronicle, asked: Choice, dates: readonly CivilDate[], knownAt: Position, groupings = GROUPINGS): void {
  const pairs = naivePairs(naiveWorld(history.events, knownAt), asked, dates);
  for (const dimensions of groupings) {
    const expected = naiveGroups(pairs, dates, dimensions);
    const about = { asked, knownAt, dimensions };
    expect({ ...about, series: engineGroups(history, asked, knownAt, dates, dimensions) }).toEqual({ ...about, series: expected });
    const [first] = dates;
    if (first === undefined) continue;
    expect({ ...about, on: engineGroups(history, asked, knownAt, first, dimensions) }).toEqual({
      ...about,
      on: expected.filter(({ date }) => date === first),
    });
  }
}

describe('coverage as the registry computes it is what a naive count gives', () => {
  it(
    'for every grouping, rule, threshold and solutions, on every date, as known at any position',
    () => {
      fc.assert(
        fc.property(histories, fc.array(question, { minLength: 2, maxLength: 2 }), (history, asked) => {
          for (const drawn of asked) {
            const knownAt = positionOf(history, drawn.part);
            agree(history, choiceOf(history, drawn, knownAt), datesOf(history, drawn.when), knownAt);
          }
        }),
        { numRuns: 1_000 * times, seed },
      );
    },
    LONG,
  );

  it(
    'at every position of a history',
    () => {
      fc.assert(
        fc.property(histories, question, (history, drawn) => {
          const dates = datesOf(history, drawn.when.slice(0, 2));
          for (const { position } of history.events.slice(4)) {
            const asked = choiceOf(history, drawn, position);
            agree(history, asked, dates, position, [[], ['solution', 'county']]);
          }
        }),
        { numRuns: 40 * times, seed },
      );
    },
    LONG,
  );
});

describe('a question sees what was recorded just before it', () => {
  /** The same questions again and again, so that an answer that was kept too long shows. */
  const again = (history: Chronicle, questions: readonly Drawn[], every: number): void => {
    const growing = new Chronicle();
    const dates = questions.map(({ when }) => datesOf(history, when));
    for (const [index, event] of history.events.entries()) {
      growing.replay([event]);
      if (index < 4 || (index % every !== 0 && index < history.events.length - 1)) continue;
      for (const [at, drawn] of questions.entries()) {
        const knownAt = at === 0 ? NEVER : positionOf(growing, drawn.part);
        agree(growing, choiceOf(growing, drawn, knownAt), dates[at] ?? [], knownAt, BRIEF);
      }
    }
  };
  const BRIEF = [[], ['county'], ['programme', 'size-class']] as const;
  const asked = fc.array(question, { minLength: 2, maxLength: 2 });

  it(
    'after every single event',
    () => {
      fc.assert(
        fc.property(histories, asked, (history, questions) => {
          again(history, questions, 1);
        }),
        { numRuns: 25 * times, seed },
      );
    },
    LONG,
  );

  it(
    'after batches of events',
    () => {
      fc.assert(
        fc.property(histories, asked, fc.integer({ min: 2, max: 40 }), (history, questions, size) => {
          again(history, questions, size);
        }),
        { numRuns: 150 * times, seed },
      );
    },
    LONG,
  );
});
