import { randomInt } from 'node:crypto';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import type { Position } from '../../../src/domain/position.ts';
import type { Stored } from '../../../src/eventstore/port.ts';
import { registerOrganisations } from '../sector.ts';
import { startService } from '../service.ts';
import { agrees } from './agreeing.ts';
import { runs } from './commands.ts';
import { explained } from './explained.ts';
import { play } from './run.ts';
import { type Answered, openDoor } from './sending.ts';

/** What clients must have met, or all that agrees would show little: runs are played until each was, five times as many at most. */
const MET = ['201', '200', '403 not-allowed', '404 unknown-solution', '409 solution-exists', '412 stale-revision', '422 key-reused', '422 already-annulled', '422 not-assigned', '428 precondition-required']; // prettier-ignore

/** `MODEL_RUNS=500` plays as many runs; with the `MODEL_SEED` that such a run says, or that a failure says, the same ones again. */
const RUNS = Number(process.env['MODEL_RUNS'] ?? 12);
const SEED = Number(process.env['MODEL_SEED'] ?? randomInt(2 ** 31));
const again = `MODEL_RUNS=${RUNS} MODEL_SEED=${SEED}`;
if (process.env['MODEL_RUNS'] !== undefined) process.stdout.write(`${again}\n`);
jest.setTimeout(300_000 + RUNS * 60_000);

const service = await startService();
await registerOrganisations(service);
const door = await openDoor(service);
afterAll(async () => {
  door.server.close();
  await service.end();
});

interface FeedEvent {
  readonly id: string;
  readonly position: string;
}

/** The events after a position, as the feed gives them, and as the log itself has them. */
async function eventsAfter(position: Position): Promise<readonly Stored[]> {
  const { text } = await service.get(`/v1/events?after=${service.store.logId}~${position}&limit=1000`);
  const fed = (JSON.parse(text) as FeedEvent[]).map((event) => [event.id, event.position]);
  const stored = await Array.fromAsync(service.store.readStored(position));
  expect(fed).toEqual(stored.map((event) => [event.id, `${service.store.logId}~${event.position}`]));
  return stored;
}

const tally = new Map<string, number>();
const count = (what: string): void => void tally.set(what, (tally.get(what) ?? 0) + 1);

describe('several clients at once, with keys that come again, revisions that have passed and answers that are lost', () => {
  it('find everything as a Map has it that knows only the rules', async () => {
    for (const [number, asked] of fc.sample(runs, { seed: SEED, numRuns: 5 * RUNS }).entries()) {
      if (number >= RUNS && MET.every((answer) => tally.has(answer))) break;
      try {
        const run = await play(service, door, `run-${number}`, asked);
        const log = await eventsAfter(run.start);
        const states = explained(run, log.map(({ id }) => id)); // prettier-ignore
        run.rounds.flat().forEach(({ answer }: Answered) => { count(answer); }); // prettier-ignore
        const last = states.length - 1;
        for (const [index, asOf] of [[last, '2022-12-31'], [last, '2023-12-31'], [Math.floor(last / 2), '2021-12-31'], [Math.floor(last / 3), '2020-12-31']] as const) {
          const state = states[index];
          if (state !== undefined) await agrees(service, run.solutions, state, log[index - 1]?.position ?? run.start, asOf);
        } // prettier-ignore
      } catch (cause) {
        throw new Error(`run ${number} of ${again}: ${(cause as Error).message}`, { cause });
      }
    }
    if (process.env['MODEL_RUNS'] !== undefined) process.stdout.write(`${JSON.stringify(Object.fromEntries(tally))}\n`);
  });

  it.each(MET)('meet %s, or it would show little', (answer) => {
    expect(tally.get(answer)).toBeGreaterThan(0);
  });
});
