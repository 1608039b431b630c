import { z } from 'zod';

/** An exact amount: an integer number of minor units (øre for NOK) and its ISO 4217 currency. Never a float. */
export const money = z.strictObject({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });

/** Whether there is such a currency, as far as Node knows. What is recorded stays, whatever a later Node knows: this is asked of new amounts only. */
export const isCurrency = (code: string): boolean => CURRENCIES.has(code);
const CURRENCIES: ReadonlySet<string> = new Set(Intl.supportedValuesOf('currency'));

/** A sum of exact amounts that is beyond the integers that are exact in JSON: it is said, never rounded. */
export class AmountOutOfRange extends RangeError {
  override readonly name = 'AmountOutOfRange';
  readonly sum: bigint;

  constructor(sum: bigint) {
    super(`${sum} is beyond ±${Number.MAX_SAFE_INTEGER}, the amounts that are exact`);
    this.sum = sum;
  }
}

/** The sum of amounts in one currency, exact whatever their order. @throws AmountOutOfRange where it cannot be */
export function total(amounts: readonly number[]): number {
  const sum = amounts.reduce((all, amount) => all + BigInt(amount), 0n);
  if (!Number.isSafeInteger(Number(sum))) throw new AmountOutOfRange(sum);
  return Number(sum);
}
