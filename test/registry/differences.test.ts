import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { coverageOf } from '../../src/domain/adoption/coverage.ts';
import { counts, type Difference, differences } from '../../src/domain/adoption/difference.ts';
import { INHERITANCES } from '../../src/domain/adoption/inheritance.ts';
import { revisions } from '../../src/domain/adoption/revision.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, type Position, START } from '../../src/domain/position.ts';
import { adoptionStream, solutionStream } from '../../src/domain/streams.ts';
import { registerBearings, solutionBearings } from '../../src/registry/bearing-events.ts';
import { Chronicle, type Question, registryOf } from '../coverage/chronicle.ts';
import { day, histories } from '../coverage/synthetic-history.ts';
import { positionOf } from '../coverage/synthetic-questions.ts';
import { corrected, reported } from '../domain/adoption/reports.ts';
import { established } from '../domain/municipality/register.ts';
import { registered, solutionId } from '../domain/solution/events.ts';

const dates = fc.uniqueArray(day, { minLength: 2, maxLength: 2 }).map((two) => two.toSorted() as [CivilDate, CivilDate]);
const choices = fc.record({ stage: fc.constantFrom('planned', 'in-use'), inheritance: fc.constantFrom(...INHERITANCES), capability: fc.constantFrom(null, null, 'booking') }); // prettier-ignore
type Choice = Pick<Question, 'stage' | 'inheritance' | 'capability'>;

describe('the difference between two dates, of every history', () => {
  const between = fc.property(histories, dates, choices, (history, [from, to], choice) => {
    const [before, after] = [from, to].map((asOf) => history.ask({ solutionId, ...(choice as Choice), asOf, knownAt: NEVER }));
    const found = differences(before?.rows ?? [], after?.rows ?? []);
    const of = (change: Difference['change']) => found.filter((one) => one.change === change);
    const ended = of('ended').filter((one) => counts(one.before));
    const began = of('began').filter((one) => counts(one.after));
    const numerator = (before?.coverage.municipalities.numerator ?? 0) + of('joined').length - of('left').length - ended.length + began.length;
    expect(numerator).toBe(after?.coverage.municipalities.numerator);
  }); // prettier-ignore

  it('leads from the numerator of the first to that of the second: and who joined, less who left, less who ended and counted, and who began and counts', () => {
    fc.assert(between, { numRuns: 1_500 });
  });
});

async function revised(history: Chronicle, choice: Choice, asOf: CivilDate, [first, last]: readonly [Position, Position]) {
  const [before, after] = [first, last].map((knownAt) => {
    const { rows, coverage } = history.ask({ solutionId, ...choice, asOf, knownAt });
    return { rows, coverage, graph: history.models.municipalities.graph(knownAt) };
  }) as [Known, Known];
  const between = { asOf, after: first, until: last };
  const ofSolution = await solutionBearings(registryOf(history), { solutionId, capability: choice.capability }, between);
  const events = [...ofSolution, ...(await registerBearings(registryOf(history), between))];
  return { before, after, found: revisions(before, after, choice.inheritance, events) };
}
type Known = ReturnType<Chronicle['ask']> & { graph: ReturnType<Chronicle['models']['municipalities']['graph']> };

/** Two positions of a history, the first not before its solution was registered. */
const parts = fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }));
const positions = (history: Chronicle, two: readonly [number, number]): [Position, Position] =>
  two.toSorted((a, b) => a - b).map((part) => positionOf(history, part)) as [Position, Position];

describe('the difference between what was known at two positions, of every history', () => {
  const always = (rule: (found: Awaited<ReturnType<typeof revised>>, between: readonly [Position, Position]) => void, numRuns: number) =>
    fc.assert(
      fc.asyncProperty(histories, parts, day, choices, async (history, part, asOf, choice) => {
        const between = positions(history, part);
        rule(await revised(history, choice as Choice, asOf as CivilDate, between), between);
      }),
      { numRuns },
    );

  it('has all that changed: with its rows put in their place, the figures of the first are those of the second', () =>
    always(({ before, after, found }) => {
      const numbers = new Set<string>(found.map(({ municipalityNumber }) => municipalityNumber));
      const kept = before.rows.filter(({ municipality }) => !numbers.has(municipality.number));
      expect(coverageOf([...kept, ...found.flatMap((one) => one.after ?? [])])).toEqual(after.coverage);
    }, 700));

  it('has nothing between a position and itself', () =>
    fc.assert(
      fc.asyncProperty(histories, parts, day, choices, async (history, part, asOf, choice) => {
        const [at] = positions(history, part);
        expect((await revised(history, choice as Choice, asOf as CivilDate, [at, at])).found).toEqual([]);
      }),
      { numRuns: 50 },
    ));

  it('names at least one event for every municipality, each once, in the order of the log, and recorded in between', () =>
    always(({ found }, [first, last]) => {
      for (const { events } of found) {
        const at = events.map(({ position }) => position);
        expect(at.length).toBeGreaterThan(0);
        expect(at).toEqual([...new Set(at)].sort((a, b) => a - b));
        expect(at.every((position) => position > first && position <= last)).toBe(true);
      }
    }, 1_500));
});

describe('a correction that would make another fact of one', () => {
  const log = new Chronicle();
  log.register(established('0301'));
  log.race(solutionStream(solutionId), registered());
  const stream = adoptionStream(solutionId, '0301');
  log.race(stream, reported('0301', 'planned', '2020-01-01'));
  log.race(stream, corrected(3, reported('0301', 'in-use', '2020-01-01', { capability: 'booking' })));
  log.race(stream, corrected(3, reported('0301', 'in-use', '2020-01-01')));

  it.each([
    ['the solution as a whole', null, ['event 2', 'event 3', 'event 5']],
    ['the capability that it names', 'booking', ['event 2']],
  ])('has changed nothing, and bears on nothing: of %s', async (_, capability, bearing) => {
    const between = { asOf: '2020-06-01' as CivilDate, after: START, until: 5 as Position };
    const found = await solutionBearings(registryOf(log), { solutionId, capability }, between);
    expect(found.map(({ eventId }) => eventId)).toEqual(bearing);
  });
});
