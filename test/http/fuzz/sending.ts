import fc from 'fast-check';
import type { Operation } from '../contract.ts';
import { requestsOf } from './drawn.ts';
import { REQUESTS, SEED } from './form.ts';
import { kept, type Tally } from './kept.ts';
import type { World } from './world.ts';

/** Drawn at once; more would be a burden on memory. */
const PORTION = 1_000;

/** Sends half of all requests to these operations, one after the other, and none that does not keep the contract. */
export async function sendAll(operations: readonly Operation[], world: World, tally: Tally): Promise<void> {
  const drawn = fc.oneof(...operations.map(requestsOf));
  for (let left = Math.ceil(REQUESTS / 2), seed = SEED; left > 0; left -= PORTION, seed += 1)
    for (const request of fc.sample(drawn, { seed, numRuns: Math.min(left, PORTION) })) await kept(request, world, tally);
}

/** Every status that was answered. */
export const statusesIn = (tally: Tally): number[] => [...new Set([...tally.values()].flatMap((statuses) => [...statuses.keys()]))].sort();

export const timesIn = (tally: Tally): number =>
  [...tally.values()].flatMap((statuses) => [...statuses.values()]).reduce((sum, times) => sum + times, 0);
