import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { type DatedFacts, noFacts, withAnnulment, withCorrection, withFact } from '../../src/domain/dated-facts.ts';
import type { Position } from '../../src/domain/position.ts';

/** What a stream of one timeline may hold: a fact, the correction of one, or its annulment. `fact` is the index of the original. */
export type Written =
  | { readonly kind: 'recorded'; readonly date: CivilDate; readonly content: number }
  | { readonly kind: 'corrected'; readonly fact: number; readonly date: CivilDate; readonly content: number }
  | { readonly kind: 'annulled'; readonly fact: number };

/** Few dates, so that facts meet on one. */
const DATES = ['2020-01-01', '2020-01-02', '2020-06-30', '2021-01-01', '2024-12-31'] as CivilDate[];
/** Every day on which something may change, the day before the first, and one between. */
export const ASKED: readonly CivilDate[] = ['2019-12-31' as CivilDate, ...DATES, '2022-07-01' as CivilDate];

const date = fc.constantFrom(...DATES);
const content = fc.nat({ max: 3 });
const fact = fc.nat({ max: 7 });

/** Histories of any order: late, corrected (also annulled facts and facts that are none), annulled twice. */
export const histories: fc.Arbitrary<Written[]> = fc.array(
  fc.oneof(
    { arbitrary: fc.record({ kind: fc.constant('recorded' as const), date, content }), weight: 3 },
    { arbitrary: fc.record({ kind: fc.constant('corrected' as const), fact, date, content }), weight: 2 },
    { arbitrary: fc.record({ kind: fc.constant('annulled' as const), fact }), weight: 1 },
  ),
  { maxLength: 30 },
);

const idOf = (index: number): string => `fact ${index}`;
export const TIMELINE = 'the timeline';
export type Content = { readonly type: 'Content'; readonly data: { readonly content: number } };

/** The history as the domain folds it; its n-th entry, from 0, stands at position n + 1. */
export function folded(history: readonly Written[]): DatedFacts<Content> {
  let facts: DatedFacts<Content> = noFacts;
  for (const [index, written] of history.entries()) {
    const position = (index + 1) as Position;
    if (written.kind === 'annulled') {
      facts = withAnnulment(facts, idOf(written.fact), { id: idOf(index), position });
      continue;
    }
    const place = { timeline: TIMELINE, effectiveFrom: written.date };
    const fact = { type: 'Content' as const, data: { content: written.content } };
    facts =
      written.kind === 'recorded'
        ? withFact(facts, { factId: idOf(index), position, fact }, place)
        : withCorrection(facts, { factId: idOf(written.fact), position, fact }, place);
  }
  return facts;
}

/** A fact as it stands. */
export interface Live {
  readonly fact: number;
  readonly date: CivilDate;
  readonly content: number;
  readonly position: number;
}

/** The facts that stand at a position: the history up to there, read from its beginning with nothing but the rules at hand. */
export function live(history: readonly Written[], position: number): Live[] {
  let standing: Live[] = [];
  for (const [index, written] of history.slice(0, position).entries()) {
    const here = index + 1;
    if (written.kind === 'recorded') standing.push({ fact: index, date: written.date, content: written.content, position: here });
    else if (standing.some(({ fact: one }) => one === written.fact)) {
      standing = standing.filter(({ fact: one }) => one !== written.fact);
      if (written.kind === 'corrected') standing.push({ fact: written.fact, date: written.date, content: written.content, position: here });
    }
  }
  return standing;
}

/** Of the facts that stand, the one with the greatest date at or before the day; of one date, the one latest in the log. */
export function decisive(standing: readonly Live[], day: CivilDate): Live | undefined {
  const begun = standing.filter(({ date: from }) => from <= day);
  const greatest = begun.map(({ date: from }) => from).reduce((a, b) => (a > b ? a : b), '' as CivilDate);
  return begun.filter(({ date: from }) => from === greatest).reduce<Live | undefined>(
    (latest, one) => (latest === undefined || one.position > latest.position ? one : latest),
    undefined,
  ); // prettier-ignore
}
