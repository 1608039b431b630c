import { describe, expect, it } from '@jest/globals';
import { compareCodes, SIZE_CLASSES, sizeClassOf } from '../../../src/domain/adoption/grouping.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';

const counted = (inhabitants: number) => ({ inhabitants, countedOn: '2024-01-01' as CivilDate, derived: false });

describe('the size class of a municipality', () => {
  it.each([
    [0, '0-1999'],
    [1_999, '0-1999'],
    [2_000, '2000-4999'],
    [4_999, '2000-4999'],
    [5_000, '5000-9999'],
    [9_999, '5000-9999'],
    [10_000, '10000-19999'],
    [19_999, '10000-19999'],
    [20_000, '20000-49999'],
    [49_999, '20000-49999'],
    [50_000, '50000+'],
  ])('of %d inhabitants is %s', (inhabitants, sizeClass) => {
    expect(sizeClassOf(counted(inhabitants))).toBe(sizeClass);
  });

  it('is unknown where nobody counted', () => {
    expect(sizeClassOf(undefined)).toBe('unknown');
  });
});

describe('the groups of a dimension', () => {
  it('stand by their codes, the one without a code last', () => {
    expect(['b', null, 'a'].sort((one, other) => compareCodes('programme', one, other))).toEqual(['a', 'b', null]);
  });

  it('stand from the smallest to the largest where they are size classes', () => {
    expect([...SIZE_CLASSES].reverse().sort((one, other) => compareCodes('size-class', one, other))).toEqual(SIZE_CLASSES);
  });
});
