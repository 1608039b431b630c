import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { type Coverage, type CoverageRow } from '../../src/domain/adoption/coverage.ts';
import { INHERITANCES } from '../../src/domain/adoption/inheritance.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { countyOn } from '../../src/domain/municipality/graph.ts';
import { NEVER } from '../../src/domain/position.ts';
import { Chronicle, type Question } from './chronicle.ts';
import { naiveFigures } from './naive-figures.ts';
import { type NaiveRow, naiveRows } from './naive.ts';
import { histories } from './synthetic-history.ts';
import { choice, datesOf, part, positionOf, solutionsKnown, whenever } from './synthetic-questions.ts';

// A busy machine is slow, and speed is not what is asked for here.
jest.setTimeout(300_000);

/** A question to a history: known at some part of it, all of it often. */
const questions = fc.array(fc.record({ when: whenever, part, solution: fc.nat({ max: 3 }), ...choice }), { minLength: 6, maxLength: 6 });
type Drawn = (typeof questions extends fc.Arbitrary<infer All> ? All : never)[number];

function questionTo(history: Chronicle, { when, part: known, solution, ...chosen }: Drawn): Question {
  const knownAt = positionOf(history, known);
  const ids = solutionsKnown(history, knownAt);
  const [asOf] = datesOf(history, [when]);
  return { ...chosen, knownAt, asOf: asOf as CivilDate, solutionId: ids[solution % ids.length] ?? '' };
}

/** A rule that must hold of every history and every question to it. */
const always = (numRuns: number, rule: (history: Chronicle, question: Question) => void): void => {
  fc.assert(
    fc.property(histories, questions, (history, asked) => {
      for (const drawn of asked) rule(history, questionTo(history, drawn));
    }),
    { numRuns },
  );
};

/** A row of the registry in the words of the naive count. */
const told = ({ models }: Chronicle, { asOf, knownAt, inheritance }: Question) => ({ municipality, member, reached, partial, stale, standing, population }: CoverageRow): NaiveRow => ({
  number: municipality.number,
  county: municipality.countyNumber,
  region: countyOn(models.municipalities.graph(knownAt), municipality.countyNumber, asOf)?.healthRegion ?? null,
  member,
  stage: standing.stages[inheritance],
  source: standing.source,
  since: standing.since,
  facts: standing.facts,
  confirmedAt: standing.confirmedAt,
  reached,
  partial,
  stale,
  inhabitants: population?.inhabitants ?? null,
  countedOn: population?.countedOn ?? null,
  derived: population?.derived ?? null,
}); // prettier-ignore

describe('of every history, on every date and as known at every position', () => {
  it('every municipality and every figure is as a naive count has it', () => {
    always(800, (history, question) => {
      const { rows, coverage } = history.ask(question);
      const expected = naiveRows(history.events, question);
      expect(rows.map(told(history, question))).toEqual(expected);
      expect(coverage).toEqual(naiveFigures(expected));
    });
  });

  it('the answer is the same before and after whatever is recorded later', () => {
    always(300, (history, question) => {
      const then = new Chronicle().replay(history.events.filter(({ position }) => position <= question.knownAt));
      expect(history.ask(question).coverage).toEqual(then.ask({ ...question, knownAt: NEVER }).coverage);
    });
  });

  it('who has reached a stage under all has under majority, and who has under majority has under any', () => {
    always(300, (history, question) => {
      const reached = INHERITANCES.map((inheritance) => history.ask({ ...question, inheritance }).coverage.municipalities.numerator);
      expect(reached).toEqual(reached.toSorted((a, b) => a - b));
    });
  });

  it('numerator, unknown and partial are parts of the denominator', () => {
    always(300, (history, question) => {
      const { municipalities, population }: Coverage = history.ask(question).coverage;
      for (const { numerator, denominator, unknown, inherited, partial, stale } of [municipalities, population]) {
        expect(numerator + unknown).toBeLessThanOrEqual(denominator);
        expect(partial + unknown).toBeLessThanOrEqual(denominator);
        expect(Math.max(inherited, stale)).toBeLessThanOrEqual(numerator);
      }
    });
  });
});

describe('what a decision leads to', () => {
  it('is never ignored by the fold', () => {
    fc.assert(fc.property(histories, ({ ignored }) => { expect(ignored).toEqual([]); }), { numRuns: 150 }); // prettier-ignore
  });
});

describe('the histories', () => {
  /** What the answers to some questions have to show, so that the comparison above is about something. */
  const shown: [string, (row: NaiveRow) => boolean][] = [
    ['its own report', ({ source }) => source === 'own'],
    ['a renumbering', ({ source }) => source === 'renumbered'],
    ['an inheritance', ({ source }) => source === 'inherited'],
    ['an inheritance of several reports', ({ source, facts }) => source === 'inherited' && facts.length > 1],
    ['an inheritance without a stage', ({ source, stage }) => source === 'inherited' && stage === null],
    ['nothing', ({ source }) => source === 'unknown'],
    ['a part only', ({ partial }) => partial],
    ['an old confirmation', ({ stale }) => stale],
    ['an old confirmation of several', ({ stale, source, facts }) => stale && source === 'inherited' && facts.length > 1],
    ['inhabitants of its predecessors', ({ derived }) => derived === true],
    ['no known inhabitants', ({ inhabitants }) => inhabitants === null],
    ['no health region', ({ region }) => region === null],
    ['use outside the target group', ({ member, reached }) => !member && reached],
  ];
  const rows = fc
    .sample(fc.tuple(histories, questions), { numRuns: 200, seed: 1 })
    .flatMap(([history, asked]) => asked.flatMap((drawn) => naiveRows(history.events, questionTo(history, drawn))));

  it.each(shown)('have municipalities with %s', (_, shows) => {
    expect(rows.filter(shows).length).toBeGreaterThan(20);
  });
});
