import { afterEach, describe, expect, it } from '@jest/globals';
import type { Registry } from '../../../src/registry/registry.ts';
import { EVERY, SnapshotKeeper, type Taking } from '../../../src/registry/snapshots/keeper.ts';

/** A registry that has folded so many events. */
function registryWith(events: number) {
  const written: number[] = [];
  const follower = { events };
  const snapshot = { write: () => Promise.resolve(written.push(follower.events)) };
  return { registry: { follower, snapshot, store: {} } as unknown as Registry, follower, written };
}

const keepers: SnapshotKeeper[] = [];
afterEach(async () => {
  await Promise.all(keepers.splice(0).map((keeper) => keeper.end()));
});

function keeping(registry: Registry, snapshotted: number, take: Taking = () => Promise.resolve()) {
  const [taken, faults]: [number[], unknown[]] = [[], []];
  const taking: Taking = (signal) => {
    taken.push(registry.follower.events);
    return take(signal);
  };
  const keeper = new SnapshotKeeper(registry, snapshotted, taking, (fault) => faults.push(fault), 1);
  keepers.push(keeper);
  return { keeper, taken, faults };
}

const until = async (holds: () => boolean): Promise<void> => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 2));
};

describe('keeping snapshots', () => {
  it('has one taken at once after a start that folded many events', () => {
    expect(keeping(registryWith(EVERY).registry, 0).taken).toEqual([EVERY]);
  });

  it('has none taken where few events came since the last, nor at the end', async () => {
    const { registry, written } = registryWith(2 * EVERY - 1);
    const { keeper, taken } = keeping(registry, EVERY);
    await keeper.end();
    expect([taken, written]).toEqual([[], []]);
  });

  it('has the next one taken when as many events have come again, and not while one is being taken', async () => {
    const { registry, follower } = registryWith(EVERY);
    let finish: () => void = () => undefined;
    const { taken } = keeping(registry, 0, () => new Promise((resolve) => (finish = resolve)));
    follower.events = 3 * EVERY;
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(taken).toEqual([EVERY]);
    finish();
    await until(() => taken.length === 2);
    expect(taken).toEqual([EVERY, 3 * EVERY]);
    finish();
  });

  it('writes the last one itself at the end, where one is due or one was being taken', async () => {
    const { registry, follower, written } = registryWith(EVERY);
    const ending = keeping(registry, 0, (signal) => new Promise((_, reject) => { signal.addEventListener('abort', () => { reject(new Error('ended')); }); })); // prettier-ignore
    follower.events += 1;
    await ending.keeper.end();
    expect([written, ending.faults]).toEqual([[EVERY + 1], []]);
  });

  it('writes it at the end, too, where the last one could not be taken: who ends the service may have ended that first', async () => {
    const { registry, written } = registryWith(EVERY);
    const { keeper, faults } = keeping(registry, 0, () => Promise.reject(new Error('it was killed')));
    await until(() => faults.length === 1);
    await keeper.end();
    expect(written).toEqual([EVERY]);
  });

  it('writes the last one only when nobody writes the one that was being taken any more', async () => {
    const { registry, written } = registryWith(EVERY);
    const { promise, reject: letGo } = Promise.withResolvers<undefined>();
    const ended = keeping(registry, 0, () => promise).keeper.end();
    await new Promise(setImmediate);
    expect(written).toEqual([]);
    letGo(new Error('ended'));
    await ended;
    expect(written).toEqual([EVERY]);
  });

  it('tells of one that could not be taken, and goes on', async () => {
    const { registry, follower } = registryWith(EVERY);
    const { taken, faults } = keeping(registry, 0, () => Promise.reject(new Error('no room')));
    await until(() => faults.length === 1);
    follower.events = 2 * EVERY;
    await until(() => taken.length === 2);
    expect(faults[0]).toEqual(new Error('no room'));
  });
});
