import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { EventStore, Message } from '../../src/eventstore/port.ts';
import { Follower } from '../../src/projections/follower.ts';
import { folders } from '../eventstore/sqlite/folder.ts';
import { eventsOf, recordSteps, type Step, step } from './adoption-log.ts';
import { deliveredAs } from './followed.ts';
import { told } from './told.ts';

const { make, open } = folders();

/** Folds all that is in a log, and says how it was handed over. */
async function followed(store: EventStore, knownBad?: ReadonlySet<string>) {
  const control = new AbortController();
  const kinds: Message['kind'][] = [];
  async function* watched(...args: Parameters<EventStore['subscribe']>) {
    for await (const message of store.subscribe(...args)) {
      kinds.push(message.kind);
      yield message;
    }
  }
  const follower = new Follower({ ...({} as EventStore), subscribe: watched }, knownBad);
  const ended = follower.run(control.signal);
  await follower.caughtUp;
  control.abort();
  await ended;
  return { follower, kinds };
}

/** A store that was closed in order, so that all of it has records, and opened again. */
async function storeOf(steps: readonly Step[]): Promise<EventStore> {
  const path = make();
  const before = open(path);
  await recordSteps(before, steps);
  await before.close();
  return open(path);
}

describe('read models folded from the log in short', () => {
  it('say what they say when every event was read whole, at every position', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), async (steps) => {
        const store = await storeOf(steps);
        const log = await eventsOf(store);
        const [short, whole] = [await followed(store), await followed(deliveredAs(log))];
        expect(short.follower.folded).toBe(whole.follower.folded);
        expect(told(short.follower.models, log)).toBe(told(whole.follower.models, log));
      }),
      { numRuns: 40 },
    );
  });

  it('were handed over in short, where an event of adoption has a record', async () => {
    const store = await storeOf(fc.sample(step, { numRuns: 20, seed: 1 }));
    expect((await followed(store)).kinds).toContain('in-short');
  });

  it('are folded whole where an operator has listed an event to be left out, which is left out', async () => {
    const store = await storeOf(fc.sample(step, { numRuns: 20, seed: 1 }));
    const log = await eventsOf(store);
    const bad = log.find(({ type }) => type === 'AdoptionReported');
    const { follower, kinds } = await followed(store, new Set([bad?.id ?? '']));
    expect([follower.leftOut.length, follower.models.facts.positionOf(bad?.id ?? ''), kinds.includes('in-short')]).toEqual([
      1,
      undefined,
      false,
    ]);
  });
});
