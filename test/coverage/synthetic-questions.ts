import fc from 'fast-check';
import { INHERITANCES } from '../../src/domain/adoption/inheritance.ts';
import { THRESHOLDS } from '../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, type Position } from '../../src/domain/position.ts';
import type { Chronicle } from './chronicle.ts';
import { monthsLater } from './naive-facts.ts';
import { day } from './synthetic-history.ts';
import { nextTo } from './synthetic-register.ts';

/** A date to ask for: one of those on which something happens in a history, or beside it, or just any. */
export const whenever = fc.oneof(
  { arbitrary: fc.record({ turn: fc.nat({ max: 9_999 }), beside: fc.constantFrom(-1, 0, 0, 1) }), weight: 4 },
  { arbitrary: fc.record({ on: day }), weight: 2 },
  { arbitrary: fc.record({ on: fc.constantFrom('2017-01-01', '2023-05-05', '2030-01-01', '2100-12-31') }), weight: 1 },
);
export type Whenever = typeof whenever extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** The days on which anything may change: all that the events name, and those after which a confirmation is old. */
function turnsOf({ events }: Chronicle): string[] {
  const named = events.flatMap(({ data }) => JSON.stringify(data).match(/\d{4}-\d{2}-\d{2}/g) ?? []);
  const turns = new Set(named.flatMap((date) => [date, ...[1, 6, 12].map((months) => monthsLater(date, months))]));
  return [...turns].filter((date) => date >= '2017-01-01' && date <= '2100-12-31').sort();
}

/** The dates meant, each once and in order. */
export function datesOf(history: Chronicle, drawn: readonly Whenever[]): CivilDate[] {
  const turns = turnsOf(history);
  const dates = drawn.map((one) => ('on' in one ? one.on : nextTo(turns[one.turn % turns.length] ?? '2017-01-01', one.beside)));
  return [...new Set(dates.map((date) => (date < '2017-01-01' ? '2017-01-01' : date)))].sort() as CivilDate[];
}

/** How much of a history is known: all of it often. */
export const part = fc.oneof(fc.constant(1), fc.double({ min: 0, max: 1, noNaN: true }));

/** The position up to which so much of a history is known: never less than the registration of its first solution. */
export function positionOf({ events }: Chronicle, known: number): Position {
  if (known === 1) return NEVER;
  const first = events.findIndex(({ type }) => type === 'SolutionRegistered');
  return events[first + Math.round(known * (events.length - 1 - first))]?.position ?? NEVER;
}

/** What is chosen of a question: the rule, the stage, the capability. */
export const choice = {
  stage: fc.constantFrom(...THRESHOLDS, 'in-use' as const, 'in-use' as const),
  inheritance: fc.constantFrom(...INHERITANCES),
  capability: fc.constantFrom(null, null, null, null, 'booking'),
};

/** The ids of the solutions that are registered by a position. */
export const solutionsKnown = ({ events }: Chronicle, knownAt: Position): string[] =>
  events.flatMap(({ type, data, position }) => (type === 'SolutionRegistered' && position <= knownAt ? data.solutionId : []));

/** A difference to ask for: between two dates, and between what was known at two positions. */
export const drawnDifference = fc.record({
  ...choice,
  solution: fc.nat({ max: 3 }),
  when: fc.tuple(whenever, whenever),
  parts: fc.tuple(part, part),
});
export type DrawnDifference = typeof drawnDifference extends fc.Arbitrary<infer One> ? One : never;

export function differenceOf(history: Chronicle, { when, parts, solution, ...chosen }: DrawnDifference) {
  const positions = parts.map((one) => positionOf(history, one)).toSorted((a, b) => (a < b ? -1 : 1));
  const [knownFrom, knownAt] = positions as [Position, Position];
  const [from, to = from] = datesOf(history, when) as [CivilDate, CivilDate?];
  const ids = solutionsKnown(history, knownFrom);
  return { ...chosen, from, to, knownFrom, knownAt, solutionId: ids[solution % ids.length] ?? '' };
}
