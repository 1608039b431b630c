import { v5, v7 } from 'uuid';
import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type NewEvent } from '../../../src/eventstore/port.ts';
import { newStream, reported, reports } from '../events.ts';
import type { AppendCall } from './fake/server.ts';
import { HASTE, logs } from './logs.ts';

const { start, open } = logs();

const opened = async () => {
  const server = await start();
  return { server, store: await open(server, { timing: HASTE }) };
};
const idsIn = async (store: Awaited<ReturnType<typeof open>>, stream: string) =>
  (await Array.fromAsync(store.readStream(stream))).map(({ id }) => id);

const silent = () => undefined;
const writtenButUnavailable = ({ write, fail }: AppendCall) => {
  write();
  fail(status.UNAVAILABLE);
};

describe('an append to a server that', () => {
  it('is cut off after it has written answers as if nothing had happened, and the event stands once', async () => {
    const { server, store } = await opened();
    const [stream, event] = [newStream(), reported()];
    server.faults.append.push(writtenButUnavailable);
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
    expect(await idsIn(store, stream)).toEqual([event.id]);
  });

  it('is cut off before it has written is tried again', async () => {
    const { server, store } = await opened();
    const [stream, event] = [newStream(), reported()];
    server.faults.append.push(({ fail }) => fail(status.UNAVAILABLE)); // prettier-ignore
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
    expect(await idsIn(store, stream)).toEqual([event.id]);
  });

  it('is silent, though it has written, is tried again when its time is up', async () => {
    const { server, store } = await opened();
    const [stream, event] = [newStream(), reported()];
    server.faults.append.push(({ write }) => void write());
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
    expect(await idsIn(store, stream)).toEqual([event.id]);
    expect(server.calls.append).toBe(3); // the id of the log, then twice: the client's own time is longer than all our patience
  });

  it('stays silent is told of as unknown, not as refused', async () => {
    const { server, store } = await opened();
    server.faults.append.push(...Array.from({ length: 20 }, () => silent));
    await expect(store.append(newStream(), [reported()], NO_STREAM)).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('writes, breaks off, and then speaks of a conflict is not believed: the event that is in the way is our own', async () => {
    const { server, store } = await opened();
    const [stream, event] = [newStream(), reported()];
    server.faults.append.push(writtenButUnavailable, ({ answer }) => answer({ kind: 'wrong-version', current: 0n })); // prettier-ignore
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
  });

  it('breaks off, and then speaks of a conflict with what it does not show yet, as a new leader does, is asked until it shows it', async () => {
    const { server, store } = await opened();
    const [stream, event] = [newStream(), reported()];
    server.faults.append.push(
      ({ fail }) => fail(status.UNAVAILABLE),
      ({ write, answer }) => {
        answer({ kind: 'wrong-version', current: 0n });
        setTimeout(write, 300);
      },
    );
    expect(await store.append(stream, [event], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
  });

  it('writes, and can then not be read, has not recorded nothing: that is told of as unknown', async () => {
    const { server, store } = await opened();
    server.faults.read.push(...Array.from({ length: 20 }, () => () => undefined));
    const appended = store.append(newStream(), [{ ...reported(), id: v5('a key', v5.DNS) }], NO_STREAM);
    await expect(appended).rejects.toMatchObject({ code: 'outcome-unknown' });
  });

  it('breaks off, and then has an event of somebody else there, is a conflict', async () => {
    const { server, store } = await opened();
    const other = await open(server);
    const stream = newStream();
    server.faults.append.push(({ fail }) => {
      void other.append(stream, [reported()], NO_STREAM).then(() => fail(status.UNAVAILABLE)); // prettier-ignore
    });
    await expect(store.append(stream, [reported()], NO_STREAM)).rejects.toMatchObject({
      code: 'revision-conflict',
      details: { actual: 0 },
    });
  });

  it.each([status.CANCELLED, status.DEADLINE_EXCEEDED, status.ABORTED, status.UNKNOWN, status.INTERNAL])(
    'answers with the gRPC status %i once is tried again',
    async (code) => {
      const { server, store } = await opened();
      const stream = newStream();
      server.faults.append.push(({ write, fail }) => {
        write();
        fail(code);
      });
      expect(await store.append(stream, [reported()], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
      expect(await idsIn(store, stream)).toHaveLength(1);
    },
  );

  it('leads no longer is left for the one that does', async () => {
    const { server, store } = await opened();
    const leader = await start({ journal: server.journal });
    server.faults.append.push(({ redirect }) => redirect(leader.port)); // prettier-ignore
    expect(await store.append(newStream(), [reported()], NO_STREAM)).toMatchObject({ revision: 0, deduplicated: false });
    expect(leader.calls.append).toBe(1);
  });

  it('is not there has recorded nothing, and later does', async () => {
    const { server, store } = await opened();
    const stream = newStream();
    server.stop();
    await expect(store.append(stream, [reported()], NO_STREAM)).rejects.toMatchObject({ code: 'unavailable' });
    const { journal, port } = server;
    await start({ journal, port });
    expect(await store.append(stream, [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
  });
});

/** Twenty appends, all with the server before it answers the first: `first` is done to that one, and the others are written. */
async function amongMany(first: (call: AppendCall) => void) {
  const { server, store } = await opened();
  const streams = Array.from({ length: 20 }, newStream);
  const waiting: AppendCall[] = [];
  const gather = (call: AppendCall) => {
    waiting.push(call);
    if (waiting.length < streams.length) return;
    for (const [index, one] of waiting.entries()) {
      if (index === 0) first(one);
      else one.answer(one.write());
    }
  };
  server.faults.append.push(...streams.map(() => gather));
  const appended = await Promise.allSettled(streams.map((stream) => store.append(stream, [reported()], NO_STREAM)));
  return { server, store, streams, appended };
}

describe('the append of one client among many', () => {
  it('that the server rejects disturbs no other', async () => {
    const { server, streams, appended } = await amongMany(({ answer }) => answer({ kind: 'wrong-version', current: 6n })); // prettier-ignore
    const outcomes = appended.map((one) => (one.status === 'rejected' ? (one.reason as { code: string }).code : one.value.deduplicated));
    expect(outcomes).toEqual(['revision-conflict', ...streams.slice(1).map(() => false)]);
    expect(server.calls.append - 1).toBe(streams.length); // the first of all gave the log its id, and nobody had to ask again
  });

  it.each([
    ['breaks the call that they share', ({ fail }: AppendCall) => fail(status.RESOURCE_EXHAUSTED)],
    ['loses the connection', ({ fail }: AppendCall) => fail(status.UNAVAILABLE)],
    ['has the call ended as well as can be', ({ end }: AppendCall) => end()],
  ])('that %s fails none of them, and each stands once', async (_what, first) => {
    const { store, streams, appended } = await amongMany(first);
    expect(appended).toMatchObject(streams.map(() => ({ status: 'fulfilled', value: { revision: 0, deduplicated: false } })));
    expect((await Promise.all(streams.map((stream) => idsIn(store, stream)))).map(({ length }) => length)).toEqual(streams.map(() => 1));
  });

  it('that is answered when nobody waits any more is no fault, and no answer to another', async () => {
    const { server, store } = await opened();
    const late = Promise.withResolvers<() => void>();
    server.faults.append.push(({ write, answer }) => late.resolve(() => answer(write()))); // prettier-ignore
    const [first, second] = [newStream(), newStream()];
    await store.append(first, [reported()], NO_STREAM); // asked a second time
    (await late.promise)();
    expect(await store.append(second, [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
    expect([(await idsIn(store, first)).length, (await idsIn(store, second)).length]).toEqual([1, 1]);
  });

  it('is not refused by a server whose clock is hours ahead of ours', async () => {
    const { server, store } = await opened();
    server.journal.now = () => Date.now() + 7_200_000;
    expect(await store.append(newStream(), [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
    expect(server.calls.append).toBe(2); // the id of the log, and this one
  });
});

describe('«success»', () => {
  /** The same id as another process derives it from the same key. */
  const derived = (): NewEvent => ({ ...reported(), id: v5('a key of a client', '6f9e1c5a-52d4-4c09-9d0b-0c9f9f3a8e21') });

  it('for the events of another process with the same ids is told apart, and its event is what stands', async () => {
    const { server, store } = await opened();
    const other = await open(server);
    const [stream, theirs, ours] = [newStream(), derived(), derived()];
    await other.append(stream, [theirs], NO_STREAM);
    const appended = await store.append(stream, [ours], NO_STREAM);
    expect(appended.deduplicated).toBe(true);
    expect(appended.events[0]?.metadata.attempt).toBe(theirs.metadata.attempt);
  });

  it('for them is what the next append goes on from: the chain of hashes stays whole', async () => {
    const { server, store } = await opened();
    const other = await open(server);
    const [stream, theirs, ours] = [newStream(), derived(), derived()];
    const { events } = await other.append(stream, [theirs], NO_STREAM);
    await store.append(stream, [ours], NO_STREAM);
    const next = await store.append(stream, [reported()], 0);
    const [first, second] = await Array.fromAsync(store.readStored(0 as never));
    expect(first?.metadata.hash).toBe(events[0]?.metadata.hash);
    const { hashAfter } = await import('../../../src/eventstore/hash.ts');
    expect(second && hashAfter(first?.metadata.hash ?? '', second)).toBe(next.events[0]?.metadata.hash);
  });

  it('for an event that went behind those of a deleted stream is told as the deletion that it shows', async () => {
    const { server, store } = await opened();
    const stream = newStream();
    await store.append(stream, reports(3), NO_STREAM);
    server.journal.softDelete(stream);
    const restarted = await open(server);
    await expect(restarted.append(stream, [reported()], NO_STREAM)).rejects.toMatchObject({ code: 'stream-gone', details: { stream } });
    await expect(Array.fromAsync(restarted.readStream(stream))).rejects.toMatchObject({ code: 'stream-gone' });
  });
});

it('a tombstoned stream takes nothing and gives nothing, and is named', async () => {
  const { server, store } = await opened();
  const stream = newStream();
  await store.append(stream, reports(1), NO_STREAM);
  server.journal.tombstone(stream);
  await expect(store.append(stream, [reported()], 0)).rejects.toMatchObject({ code: 'stream-gone', details: { stream } });
  await expect(Array.fromAsync(store.readStream(stream))).rejects.toMatchObject({ code: 'stream-gone', details: { stream } });
});

it("an append at an exact revision, with an id that is nobody else's, asks the server nothing before it", async () => {
  const { server, store } = await opened();
  const stream = newStream();
  await store.append(stream, [reported()], NO_STREAM);
  const before = { ...server.calls };
  await store.append(stream, [{ ...reported(), id: v7() }], 0);
  expect(server.calls).toEqual({ ...before, append: before.append + 1 });
});
