import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { DIMENSIONS, type Dimension } from '../../../src/domain/adoption/grouping.ts';
import { INHERITANCES } from '../../../src/domain/adoption/inheritance.ts';
import { THRESHOLDS } from '../../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { NEVER, type Position } from '../../../src/domain/position.ts';
import type { CoverageFigures } from '../../../src/projections/coverage/coverage.ts';
import { coverageAt, type CoverageTable } from '../../../src/projections/coverage/table.ts';
import { Chronicle } from '../../coverage/chronicle.ts';
import { day, histories } from '../../coverage/synthetic-history.ts';
import { part, positionOf, solutionsKnown } from '../../coverage/synthetic-questions.ts';
import { solutionId } from '../../domain/solution/events.ts';
import { CoverageByRule } from './by-rule.ts';

const pairs = DIMENSIONS.flatMap((one) => DIMENSIONS.filter((other) => other !== one).map((other) => [one, other]));
const groupings = fc.oneof(
  { arbitrary: fc.constant<Dimension[]>([]), weight: 3 },
  { arbitrary: fc.constantFrom(...DIMENSIONS).map((one) => [one]), weight: 3 },
  { arbitrary: fc.constantFrom(...pairs), weight: 2 },
);
const dates = fc
  .uniqueArray(
    fc.oneof(
      { arbitrary: day, weight: 8 },
      { arbitrary: fc.constantFrom('2016-12-31', '2023-05-05', '2040-02-29', '2099-06-02', '2100-12-31'), weight: 2 },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((some) => some.sort() as CivilDate[]);
const questions = fc.array(
  fc.record({
    dates,
    part,
    stage: fc.constantFrom(...THRESHOLDS, 'in-use' as const, 'in-use' as const),
    inheritance: fc.constantFrom(...INHERITANCES),
    capability: fc.constantFrom(null, null, null, null, 'booking'),
    grouping: groupings,
  }),
  { minLength: 6, maxLength: 6 },
);
type Question = typeof questions extends fc.Arbitrary<(infer One)[]> ? One : never;

/** A table as a reader has it: for each row its date, its codes and its figures. */
const told = (table: CoverageTable) =>
  Array.from({ length: table.length }, (_, row) => ({
    date: table.dates[table.dateOf[row] ?? -1],
    codes: table.keys.map(({ codes, codeOf }) => codes[codeOf[row] ?? -1]),
    ...coverageAt(table, row),
  }));

const ask = (figures: Pick<CoverageFigures, 'series'>, { part: _, dates: on, grouping, ...choice }: Question, knownAt: Position) =>
  told(figures.series({ ...choice, solutionIds: [solutionId], knownAt }, on, grouping));

describe('coverage from columns', () => {
  it('is what the rule says, row by row: any dates and groups, any choice, as known at any position', () => {
    fc.assert(
      fc.property(histories, questions, (history, asked) => {
        const { models } = history;
        const rule = new CoverageByRule(models);
        for (const question of asked) {
          const knownAt = positionOf(history, question.part);
          expect(ask(models.coverage, question, knownAt)).toEqual(ask(rule, question, knownAt));
        }
      }),
      { numRuns: Number(process.env['COVERAGE_RUNS'] ?? 400) },
    );
  });

  it('is the same for one solution without a table', () => {
    fc.assert(
      fc.property(histories, questions, (history, asked) => {
        const { coverage } = history.models;
        for (const { part, dates: on, grouping: _, ...choice } of asked) {
          const knownAt = positionOf(history, part);
          for (const date of on) {
            const whole = coverageAt(coverage.on({ ...choice, solutionIds: [solutionId], knownAt }, date), 0);
            expect(coverage.one({ ...choice, solutionId, knownAt }, date)).toEqual(whole);
          }
        }
      }),
      { numRuns: Number(process.env['COVERAGE_RUNS'] ?? 150) },
    );
  });

  it('has seen what was recorded just before the question', () => {
    fc.assert(
      fc.property(histories, questions, ({ events }, asked) => {
        const growing = new Chronicle();
        const rule = new CoverageByRule(growing.models);
        for (const [at, event] of events.entries()) {
          growing.replay([event]);
          if (solutionsKnown(growing, NEVER).length === 0) continue;
          const question = asked[at % 2] as Question;
          expect(ask(growing.models.coverage, question, NEVER)).toEqual(ask(rule, question, NEVER));
          const { part: _, dates: on, grouping: __, ...choice } = question;
          const [date = '2017-01-01' as CivilDate] = on;
          const one = growing.models.coverage.one({ ...choice, solutionId, knownAt: NEVER }, date);
          expect(one).toEqual(coverageAt(rule.series({ ...choice, solutionIds: [solutionId], knownAt: NEVER }, [date]), 0));
        }
      }),
      { numRuns: Number(process.env['COVERAGE_RUNS'] ?? 60) },
    );
  });
});
