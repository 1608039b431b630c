import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { repeats, sameContent } from '../../src/domain/dated-facts.ts';
import { decisive, folded, histories, live, TIMELINE } from './written-facts.ts';

/** A copy with the members of every object in another order. */
const turned = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, one]) => [key, turned(one)]),
  );
};

describe('the same content', () => {
  it('is the same whatever the order of members', () => {
    fc.assert(fc.property(fc.jsonValue(), (value) => { expect(sameContent(value, turned(value))).toBe(true); })); // prettier-ignore
  });

  it.each([
    ['another value', { stage: 'planned' }, { stage: 'committed' }],
    ['a member more', { stage: 'planned' }, { stage: 'planned', evidence: null }],
    ['a member less', { stage: 'planned', evidence: null }, { stage: 'planned' }],
    ['another member of the same value', { nn: null }, { en: null }],
    ['another order of a list', ['1101', '1103'], ['1103', '1101']],
    ['a longer list', ['1101'], ['1101', '1103']],
    ['a list for an object', [], {}],
    ['null for an object', { group: {} }, { group: null }],
    ['a number for its text', { amount: 1 }, { amount: '1' }],
  ])('is not %s', (_, one, other) => {
    expect(sameContent(one, other)).toBe(false);
  });
});

describe('a repetition', () => {
  const day = '2020-06-30' as CivilDate;
  const fact = (content: number) => ({ type: 'Content' as const, data: { content } });
  const at = { timeline: TIMELINE, effectiveFrom: day };

  it('is what says of a date what a fact of that very date says there already', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 3 }), (history, content) => {
        const standing = decisive(live(history, history.length), day);
        expect(repeats(folded(history), fact(content), at)).toBe(standing?.date === day && standing.content === content);
      }),
    );
  });

  it('is a correction only of the fact that gives the value', () => {
    fc.assert(
      fc.property(histories, fc.nat({ max: 3 }), fc.nat({ max: 7 }), (history, content, original) => {
        const standing = decisive(live(history, history.length), day);
        const expected = standing?.date === day && standing.content === content && standing.fact === original;
        expect(repeats(folded(history), fact(content), at, `fact ${original}`)).toBe(expected);
      }),
    );
  });
});
