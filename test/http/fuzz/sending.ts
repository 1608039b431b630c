import fc from 'fast-check';
import type { Operation } from '../contract.ts';
import { requestsOf } from './drawn.ts';
import { REQUESTS, SEED } from './form.ts';
import { kept, type Tally } from './kept.ts';
import { fuzzedWorld } from './world.ts';

/** Drawn at once; more would be a burden on memory. */
const PORTION = 1_000;
/** Sent to one world: in one that has grown for long, each answer is long. */
const FOR_ONE_WORLD = 10_000;

/** Sends half of all requests to these operations, one after the other, and none that does not keep the contract. */
export async function sendAll(operations: readonly Operation[], tally: Tally): Promise<void> {
  const drawn = fc.oneof(...operations.map(requestsOf));
  const portions = Math.ceil(REQUESTS / 2 / PORTION);
  for (let first = 0; first < portions; first += FOR_ONE_WORLD / PORTION) {
    const world = await fuzzedWorld();
    try {
      for (let portion = first; portion < Math.min(portions, first + FOR_ONE_WORLD / PORTION); portion += 1)
        for (const request of fc.sample(drawn, { seed: SEED + portion, numRuns: PORTION })) await kept(request, world, tally);
    } finally {
      await world.service.end();
    }
  }
}

/** Every status that was answered. */
export const statusesIn = (tally: Tally): number[] => [...new Set([...tally.values()].flatMap((statuses) => [...statuses.keys()]))].sort();

export const timesIn = (tally: Tally): number =>
  [...tally.values()].flatMap((statuses) => [...statuses.values()]).reduce((sum, times) => sum + times, 0);
