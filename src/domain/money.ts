import { z } from 'zod';

/** An exact amount: an integer number of minor units (øre for NOK) and its ISO 4217 currency. Never a float. */
export type Money = z.output<typeof money>;
export const money = z.strictObject({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) });
