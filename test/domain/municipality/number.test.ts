import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { digitsOf, numberOfDigits } from '../../../src/domain/municipality/number.ts';

describe('a municipality number as a number', () => {
  it('keeps its zeros when it is printed again', () => {
    expect([digitsOf('0301'), numberOfDigits(301)]).toEqual([301, '0301']);
  });

  it('is another for every number', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: 9999 }), (digits) => expect(digitsOf(numberOfDigits(digits))).toBe(digits)));
  });
});
