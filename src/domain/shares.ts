import { z } from 'zod';

/** Hundredths of a per cent, 1 to 10,000. */
export type BasisPoints = number & { readonly __brand: 'BasisPoints' };

/** All of it. */
export const WHOLE = 10_000 as BasisPoints;

/** A stored share. */
export const basisPoints = z.custom<BasisPoints>(
  (value) => typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= WHOLE,
  'not basis points',
);

/**
 * Splits a whole number by weights with largest-remainder rounding: the one rule for money, inhabitants and shares.
 * The parts always sum to `amount`; equal remainders go to the earlier part.
 * @param amount a non-negative safe integer
 * @param weights non-negative integers, at least one above 0
 */
export function split(amount: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, weight) => sum + BigInt(weight), 0n);
  const exact = weights.map((weight) => BigInt(amount) * BigInt(weight));
  const parts = exact.map((product) => Number(product / total));
  const left = amount - parts.reduce((sum, part) => sum + part, 0);
  const byRemainder = exact
    .map((product, index) => ({ index, rest: product % total }))
    .sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest < b.rest ? 1 : -1));
  for (const { index } of byRemainder.slice(0, left)) parts[index] = (parts[index] ?? 0) + 1;
  return parts;
}

/** `numerator / denominator` with four decimals, half up; null where there is nothing to share. */
export function share(numerator: number, denominator: number): number | null {
  if (denominator === 0) return null;
  return Math.floor((numerator * 2 * WHOLE + denominator) / (2 * denominator)) / WHOLE;
}
