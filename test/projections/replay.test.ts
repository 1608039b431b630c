import { deserialize, serialize } from 'node:v8';
import { afterAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { municipalitiesOn } from '../../src/domain/municipality/graph.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, START } from '../../src/domain/position.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { Follower, type SavedModels } from '../../src/projections/follower.ts';
import type { ReadModels } from '../../src/projections/read-models.ts';
import { startService } from '../http/service.ts';
import { tellStory } from '../http/story.ts';
import { type Delivery, deliveredAs } from './followed.ts';

const service = await startService();
await tellStory(service);
afterAll(() => service.end());

const log: Recorded[] = [];
for await (const message of service.store.subscribe(START, new AbortController().signal)) {
  if (message.kind === 'caught-up') break;
  if (message.kind === 'events') log.push(...message.events);
}

/** Everything that the read models would say, in one piece. */
function everything({ solutions, organisations, programmes, adoptions, facts, municipalities, revisions, logTimes }: ReadModels): string {
  const days = ['2017-01-01', '2018-12-31', '2020-01-01', '2024-01-01'] as CivilDate[];
  const streams = [...new Set(log.map(({ stream }) => stream))];
  return JSON.stringify({
    solutions: solutions.list(NEVER),
    organisations: organisations.list(NEVER),
    programmes: programmes.list(NEVER),
    reports: adoptions.solutionIds().map((id) => adoptions.liveReports(id)),
    facts: solutions.list(NEVER).map(({ id }) => facts.rowsOf(id, NEVER).map((row) => facts.traceAt(row))),
    municipalities: days.map((day) =>
      municipalitiesOn(municipalities.graph(), day).map(({ number, validFrom, validTo }) => [number, validFrom, validTo]),
    ),
    revisions: streams.map((stream) => revisions.at(stream, NEVER)),
    times: log.map(({ position }) => logTimes.timeAt(position)),
  });
}

const folded = (deliveries: readonly Delivery[]): Promise<string> => followed(new Follower(deliveredAs(log, deliveries)));

async function followed(follower: Follower): Promise<string> {
  const control = new AbortController();
  const ended = follower.run(control.signal);
  await follower.caughtUp;
  const said = everything(follower.models);
  control.abort();
  await ended;
  return said;
}

const once = await folded([]);

describe('the read models', () => {
  it('say of the log what the service says that has followed it live', () => {
    expect(everything(service.registry.models)).toBe(once);
  });

  it('say the same whatever the size of the batches, and wherever the following broke off', async () => {
    const delivery = fc.record({ size: fc.integer({ min: 1, max: 2_000 }), ends: fc.boolean() });
    await fc.assert(
      fc.asyncProperty(fc.array(delivery, { maxLength: 20 }), async (deliveries) => {
        expect(await folded(deliveries)).toBe(once);
      }),
      { numRuns: 12 },
    );
  });

  it('say the same when they go on from what was saved at a position, as it was written down', async () => {
    for (const size of [1, 700, log.length - 60, log.length - 25, log.length]) {
      const before = new Follower(deliveredAs(log.slice(0, size)));
      await followed(before);
      const follower = new Follower(deliveredAs(log));
      follower.restore(deserialize(serialize(before.save())) as SavedModels);
      expect(follower.events).toBe(size);
      expect(await followed(follower)).toBe(once);
    }
  });

  it('say the same event by event over the story of Digisos', async () => {
    const register = log.length - 60;
    expect(await folded([{ size: register, ends: true }, ...Array.from({ length: 60 }, () => ({ size: 1, ends: true }))])).toBe(once);
  });
});
