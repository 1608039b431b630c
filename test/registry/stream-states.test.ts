import { ReadableStream } from 'node:stream/web';
import { describe, expect, it } from '@jest/globals';
import { type EventStore, NO_STREAM, type Recorded } from '../../src/eventstore/port.ts';
import type { Command } from '../../src/registry/command.ts';
import { StreamStates } from '../../src/registry/stream-states.ts';

const FROM_KEY = '0d5c2a1e-6b1f-5e0a-9d3c-2f1e0a9b8c7d';
const RANDOM = '0d5c2a1e-6b1f-4e0a-9d3c-2f1e0a9b8c7d';

/**
 * A log that has one event in every stream, and remembers which streams were read.
 * @param foldedTo what is folded of every stream
 * @param shown how many events it shows, before and after somebody asks for its head
 */
function readLog(foldedTo = 0, shown: readonly [before: number, after: number] = [1, 1]) {
  const read: string[] = [];
  const [, atHead] = shown;
  let [count] = shown;
  const store = {
    readStream: (stream: string, from = 0): AsyncIterable<Recorded> => {
      read.push(stream);
      const events = Array.from({ length: count }, (_, revision) => ({
        id: revision === 0 ? FROM_KEY : RANDOM,
        revision,
        position: 1,
        metadata: { fingerprint: 'f', attempt: 'a', recordedAt: '2026-11-23T09:00:00.000Z', consumer: '994598759' },
        type: 'CostUpdated',
        data: {},
        stream,
      }));
      return ReadableStream.from(events.slice(from) as unknown as Recorded[]);
    },
    head: () => {
      count = atHead;
      return Promise.resolve(1);
    },
  } as unknown as EventStore;
  return { read, states: new StreamStates(store, () => foldedTo) };
}

/** A concept that counts its events. */
const on = (stream: string) => ({ stream, concept: { initial: 0, evolve: (count: number) => count + 1 } }) as unknown as Command<number>;

describe('the state of a stream', () => {
  it('is read once, and then remembered', async () => {
    const { read, states } = readLog();
    await states.recall(on('one'));
    await states.recall(on('one'));
    expect(read).toEqual(['one']);
  });

  it('has of its events those that a key may lead to once more, and of these where they stand', async () => {
    const { states } = readLog(1, [2, 2]);
    const { keyed } = await states.recall(on('one'));
    expect([...keyed]).toEqual([
      [FROM_KEY, { id: FROM_KEY, revision: 0, position: 1, fingerprint: 'f', attempt: 'a', recordedAt: '2026-11-23T09:00:00.000Z' }],
    ]);
  });

  it('of one stream says nothing of another', async () => {
    const { states } = readLog(1, [2, 2]);
    await states.recall(on('one'));
    const { states: none } = readLog(NO_STREAM);
    expect((await none.recall(on('two'))).keyed.size).toBe(0);
  });

  it('is that of an empty one, and nothing is read, where the read models do not know it', async () => {
    const { read, states } = readLog(NO_STREAM);
    expect(await states.recall(on('another'))).toMatchObject({ state: 0, revision: -1 });
    expect(read).toEqual([]);
  });

  it('is read all the same when it is asked for at the head: the read models may be behind', async () => {
    const { states } = readLog(NO_STREAM);
    await states.recall(on('one'));
    expect(await states.refresh(on('one'))).toMatchObject({ state: 1, revision: 0 });
  });

  it('is the fold of its events, with the revision of the last', async () => {
    const { states } = readLog();
    expect(await states.recall(on('one'))).toMatchObject({ state: 1, revision: 0 });
  });

  it('is read on from where it was, not from the beginning', async () => {
    const { states } = readLog();
    await states.recall(on('one'));
    expect(await states.refresh(on('one'))).toMatchObject({ state: 1, revision: 0 });
  });

  it('is forgotten when twenty thousand others have been used since, and then read again', async () => {
    const { read, states } = readLog();
    await states.recall(on('one'));
    for (let other = 0; other < 20_000; other += 1) await states.recall(on(`other ${other}`));
    await states.recall(on('one'));
    expect(read.filter((stream) => stream === 'one')).toHaveLength(2);
  });

  it('is not forgotten while it is used', async () => {
    const { read, states } = readLog();
    await states.recall(on('one'));
    for (let other = 0; other < 25_000; other += 1) {
      await states.recall(on(`other ${other}`));
      if (other % 1_000 === 0) await states.recall(on('one'));
    }
    expect(read.filter((stream) => stream === 'one')).toHaveLength(1);
  });

  it('is refused where less is read than was folded: nothing is decided from half a stream', async () => {
    const { states } = readLog(1);
    await expect(states.recall(on('one'))).rejects.toThrow('one is read up to revision 0, and was folded up to 1');
  });

  it('is that at the head where less is read than was folded: a new leader knows a moment later what the one before it has told', async () => {
    const { states } = readLog(1, [1, 2]);
    expect(await states.recall(on('one'))).toMatchObject({ state: 2, revision: 1 });
  });

  it('that was forgotten is the same when it is read again', async () => {
    const { states } = readLog();
    const before = await states.recall(on('one'));
    for (let other = 0; other < 20_000; other += 1) await states.recall(on(`other ${other}`));
    expect(await states.recall(on('one'))).toEqual(before);
  });
});
