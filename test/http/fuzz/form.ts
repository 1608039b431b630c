import { randomInt } from 'node:crypto';

/**
 * `FUZZ_REQUESTS=500000` sends as many requests, reads and writes together; with the `FUZZ_SEED` that such a run says, or that a failure
 * says, the same ones again.
 */
export const REQUESTS = Number(process.env['FUZZ_REQUESTS'] ?? 20_000);
export const SEED = Number(process.env['FUZZ_SEED'] ?? randomInt(2 ** 31));
export const IS_LONG = process.env['FUZZ_REQUESTS'] !== undefined;

/** A busy machine is slow, and speed is not what is asked for here: in milliseconds. */
export const PATIENCE = 300_000 + REQUESTS * 50;
