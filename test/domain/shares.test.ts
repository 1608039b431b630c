import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { basisPoints, share, split } from '../../src/domain/shares.ts';

const amounts = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const weights = fc
  .array(fc.integer({ min: 0, max: 10_000 }), { minLength: 1, maxLength: 12 })
  .filter((all) => all.some((weight) => weight > 0));
const sum = (parts: readonly number[]): bigint => parts.reduce((total, part) => total + BigInt(part), 0n);
const splits = (rule: (amount: number, shares: readonly number[], parts: readonly number[]) => void): void => {
  fc.assert(fc.property(amounts, weights, (amount, shares) => { rule(amount, shares, split(amount, shares)); })); // prettier-ignore
};

describe('a stored share', () => {
  it.each([1, 8_621, 10_000])('is %p basis points', (share) => expect(basisPoints.parse(share)).toBe(share));

  it.each([0, 10_001, 5_000.5, NaN, '5000', null])('is never %p', (none) => expect(basisPoints.safeParse(none).success).toBe(false));
});

describe('splitting an amount by shares', () => {
  it('loses nothing and makes nothing: the parts sum to the amount', () => {
    splits((amount, _, parts) => { expect(sum(parts)).toBe(BigInt(amount)); }); // prettier-ignore
  });

  it('gives everybody its exact part, rounded down or up', () => {
    splits((amount, shares, parts) => {
      const whole = sum(shares);
      for (const [index, part] of parts.entries()) {
        const exact = BigInt(amount) * BigInt(shares[index] ?? 0);
        const [down, up] = [exact / whole, (exact + whole - 1n) / whole];
        expect([down, up]).toContain(BigInt(part));
      }
    });
  });

  it('gives nothing for a share of nothing', () => {
    splits((_, shares, parts) => { expect(parts.filter((part, index) => shares[index] === 0 && part !== 0)).toEqual([]); }); // prettier-ignore
  });

  it('never gives less for a larger share', () => {
    splits((_, shares, parts) => {
      const wronged = parts.some((part, one) => parts.some((other, two) => (shares[one] ?? 0) > (shares[two] ?? 0) && part < other));
      expect(wronged).toBe(false);
    });
  });

  it.each([
    ['gives what is left to the largest remainder', 10, [6_000, 3_500, 500], [6, 4, 0]],
    ['gives what is left to the largest remainders, one each', 5, [2_500, 2_400, 2_600, 2_500], [1, 1, 2, 1]],
    ['gives what is left to the earlier one of equal remainders', 10, [3_333, 3_333, 3_333], [4, 3, 3]],
    ['keeps the order of the shares', 7, [1, 2, 4], [1, 2, 4]],
    ['splits nothing into nothings', 0, [1, 1], [0, 0]],
    ['gives all to the only one', 11, [4_300], [11]],
    ['is exact where floating point is not', Number.MAX_SAFE_INTEGER, [9_999, 1], [9_006_298_534_815_517, 900_719_925_474]],
  ])('%s', (_, amount, shares, parts) => {
    expect(split(amount, shares)).toEqual(parts);
  });
});

describe('a share of a denominator', () => {
  it.each([
    ['has four decimals', 1, 3, 0.3333],
    ['is rounded up from the half', 1, 20_000, 0.0001],
    ['is rounded up from the half in the middle of the scale', 10_001, 20_000, 0.5001],
    ['is rounded down below the half', 49_999, 1_000_000_000, 0],
    ['is 1 for all', 20_000, 20_000, 1],
    ['is 1 also where so few are left that they round away', 19_999, 20_000, 1],
    ['is 0 for nobody', 0, 357, 0],
  ])('%s', (_, numerator, denominator, expected) => {
    expect(share(numerator, denominator)).toBe(expected);
  });

  it('is null where there is nothing to share', () => {
    expect(share(0, 0)).toBeNull();
  });

  it('is at most half a ten-thousandth from the exact one, and up where both are as near', () => {
    const counts = fc.integer({ min: 1, max: 6_000_000 }).chain((whole) => fc.tuple(fc.nat({ max: whole }), fc.constant(whole)));
    fc.assert(
      fc.property(counts, ([part, whole]) => {
        const tenThousandths = BigInt(Math.round((share(part, whole) ?? NaN) * 10_000));
        const twiceOff = 2n * (tenThousandths * BigInt(whole) - 10_000n * BigInt(part));
        expect(twiceOff > -BigInt(whole) && twiceOff <= BigInt(whole)).toBe(true);
      }),
    );
  });
});
