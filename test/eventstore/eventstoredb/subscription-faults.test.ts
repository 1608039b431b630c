import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { type Position, START } from '../../../src/domain/position.ts';
import type { Drop } from '../../../src/eventstore/eventstoredb/reader.ts';
import { type NewEvent, NO_STREAM } from '../../../src/eventstore/port.ts';
import { described, newStream, reported, reports } from '../events.ts';
import { subscriber } from '../subscriber.ts';
import type { Entry } from './fake/journal.ts';
import type { ReadCall, SubscribeCall } from './fake/server.ts';
import { HASTE, logs } from './logs.ts';

const { start, open } = logs();

/** A store and a subscription on it that has caught up, with three events behind it. */
const following = async (timing = HASTE) => {
  const server = await start();
  const drops: Drop[] = [];
  const store = await open(server, { timing, onDropped: (drop) => drops.push(drop) });
  const stream = newStream();
  await store.append(stream, reports(3), NO_STREAM);
  const reader = subscriber(store, START);
  await reader.caughtUp();
  await until(() => server.subscriptions.size === 1);
  const [subscription] = server.subscriptions;
  return { server, store, stream, reader, drops, subscription: subscription as SubscribeCall };
};

const until = async (holds: () => boolean) => {
  while (!holds()) await new Promise((resolve) => setTimeout(resolve, 5));
};
const revisions = (reader: ReturnType<typeof subscriber>) => reader.events().map(({ revision }) => revision);

describe('a subscription', () => {
  it.each([
    { how: 'with an error', break: ({ fail }: SubscribeCall) => fail(status.UNAVAILABLE), isTooSlow: false }, // prettier-ignore
    { how: 'without an error', break: ({ end }: SubscribeCall) => end(), isTooSlow: false }, // prettier-ignore
    { how: 'because its reader was too slow', break: ({ fail }: SubscribeCall) => fail(status.ABORTED), isTooSlow: true }, // prettier-ignore
    { how: 'because the server shuts down', break: ({ fail }: SubscribeCall) => fail(status.CANCELLED), isTooSlow: false }, // prettier-ignore
  ])('that the server ends $how goes on: nothing is lost, nothing comes twice', async ({ break: breakOff, isTooSlow }) => {
    const { store, stream, reader, drops, subscription } = await following();
    breakOff(subscription);
    await store.append(stream, reports(2), 2);
    await reader.has(5);
    await store.append(stream, reports(1), 4);
    await reader.has(6);
    expect(revisions(reader)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(drops[0]).toMatchObject({
      isTooSlow,
      reason: expect.stringMatching(/^(\d+ [A-Z_]+: |the server ended the subscription$)/) as unknown,
    }); // not by its silence
    await reader.stop();
  });

  it('that falls silent is not waited for: what it keeps back is read from the log', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    server.faults.subscribe.push(() => undefined);
    const reader = subscriber(store, START);
    await reader.caughtUp();
    await until(() => server.calls.subscribe === 1);
    await store.append(newStream(), reports(2), NO_STREAM);
    await reader.has(2);
    expect(revisions(reader)).toEqual([0, 1]);
    await reader.stop();
  });

  it('that says what is not understood is not believed: what it had to say is read from the log', async () => {
    const { server, store, stream, reader, drops, subscription } = await following();
    const [entry] = server.journal.entries;
    subscription.send({ ...(entry as Entry), id: '' });
    await store.append(stream, reports(2), 2);
    await reader.has(5);
    expect(revisions(reader)).toEqual([0, 1, 2, 3, 4]);
    expect(drops[0]?.reason).toContain('an event has no id');
    await reader.stop();
  });

  it('that is silent because nothing happens is left alone', async () => {
    const { server, reader, drops } = await following();
    const reads = server.calls.read;
    await until(() => server.calls.read >= reads + 3);
    expect(drops).toEqual([]);
    expect(server.calls.subscribe).toBe(1);
    await reader.stop();
  });

  it('hands nothing over again that the server repeats after a reconnection', async () => {
    const { server, store, stream, reader, subscription } = await following();
    server.faults.subscribe.push(({ follow }) => follow(0n)); // prettier-ignore
    subscription.fail(status.UNAVAILABLE);
    await until(() => server.calls.subscribe === 2);
    await store.append(stream, reports(1), 2);
    await reader.has(4);
    await reader.caughtUp();
    expect(revisions(reader)).toEqual([0, 1, 2, 3]);
    await reader.stop();
  });

  it('goes on behind what was handed over, not behind a checkpoint that was heard of before', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    const stream = newStream();
    const control = new AbortController();
    // The server says all at once: twenty events, that it has looked much further, and that it ends.
    server.faults.subscribe.push(({ send, checkpoint, end }) => {
      void store.append(stream, reports(20), NO_STREAM).then(() => {
        const written = server.journal.entries.filter(({ streamId }) => streamId === stream);
        for (const entry of written.slice(0, 10)) send(entry);
        for (const entry of written.slice(10, 12)) send(entry);
        checkpoint(written[11]?.position ?? 0n);
        end();
      });
    });
    const order: (number | string)[] = [];
    for await (const message of store.subscribe(START, control.signal)) {
      if (message.kind === 'events') order.push(...message.events.map(({ revision }) => revision));
      if (message.kind === 'checkpoint') order.push('checkpoint');
      await new Promise((resolve) => setTimeout(resolve, 20)); // a reader that takes its time
      if (order.includes(19)) control.abort();
    }
    expect(order.filter((one) => one !== 'checkpoint')).toEqual([...Array(20).keys()]);
    expect(order.indexOf('checkpoint')).toBe(12);
  });

  it.each([
    { how: 'breaks off', then: ({ fail }: ReadCall) => { fail(status.UNAVAILABLE); }, reason: 'UNAVAILABLE' }, // prettier-ignore
    { how: 'falls silent', then: () => undefined, reason: 'nothing came in 2000 ms' },
  ])('whose way to the end $how goes on behind what was handed over, and has not caught up before', async ({ then, reason }) => {
    const server = await start();
    const drops: Drop[] = [];
    const store = await open(server, { timing: HASTE, onDropped: (drop) => drops.push(drop) });
    const { position } = await store.append(newStream(), reports(7), NO_STREAM);
    const ours = server.journal.entries.slice(-7);
    server.faults.read.push((call) => {
      for (const entry of ours.slice(0, 3)) call.send(entry);
      setTimeout(then, 100, call); // gRPC tells of an error before what came with it
    });
    const reader = subscriber(store, START);
    await reader.caughtUp();
    expect(reader.messages.at(-1)).toEqual({ kind: 'caught-up', position });
    expect(reader.events().map(({ position: at }) => at)).toEqual(ours.map(({ position: at }) => Number(at)));
    expect(drops.map(({ reason: why, from }) => [why, from])).toEqual([[expect.stringContaining(reason), Number(ours[2]?.position)]]);
    await reader.stop();
  });

  it('whose server is gone goes on when it is there again, with what was written meanwhile', async () => {
    const { server, stream, reader, drops } = await following();
    server.stop();
    await until(() => drops.length > 2);
    const { journal, port } = server;
    const again = await start({ journal, port });
    const other = await open(again);
    await other.append(stream, reports(2), 2);
    await reader.has(5);
    await reader.caughtUp();
    expect(revisions(reader)).toEqual([0, 1, 2, 3, 4]);
    await reader.stop();
  });

  it('begins behind all that was looked at, whoever had written it', async () => {
    const server = await start();
    const store = await open(server);
    await store.append(newStream(), reports(1), NO_STREAM);
    const { position } = server.journal.put('orders-1', 'Ordered', '{}');
    const reader = subscriber(store, START);
    await until(() => server.subscriptions.size === 1);
    expect([...server.subscriptions].map(({ from }) => from)).toEqual([position]);
    await reader.stop();
  });

  it('ends when nobody wants more of it, however long the server has been silent', async () => {
    const server = await start();
    const store = await open(server, { timing: { silence: 600_000 } });
    const reader = subscriber(store, START);
    await until(() => server.subscriptions.size === 1);
    await reader.stop();
    await until(() => server.subscriptions.size === 0);
  });

  it('ends when its store is closed, and says so', async () => {
    const { store, reader } = await following();
    await store.close();
    await expect(reader.ended).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('a server that was restored from an older backup under a subscription', () => {
  /** What was read had four events, the log's id among them; the backup has two. */
  const restored = async (since: readonly NewEvent[], timing = HASTE) => {
    const { server, reader, stream, ...rest } = await following(timing);
    server.stop();
    const again = await start({ journal: server.journal.older(2), port: server.port });
    if (since.length > 0) await (await open(again)).append(newStream(), since, NO_STREAM);
    return { reader, stream, again, whole: server.journal, ...rest };
  };

  it.each([
    { how: 'ends before what was read', since: [] },
    { how: 'has another event in the place of what was read', since: reports(3) },
    { how: 'has none that begins in the place of what was read', since: [described(99), described(99), described(99)] },
  ])('and $how ends it as damage: nothing that was made of the log before is right any more', async ({ since }) => {
    const { reader } = await restored(since);
    await expect(reader.ended).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining(`the log has no event ${reader.events().at(-1)?.id}`) as unknown,
    });
    expect(revisions(reader)).toEqual([0, 1, 2]);
  });

  it('and ends before what was read takes nothing and tells no head, until it is known which of the two it is', async () => {
    const { store, again } = await restored([], { ...HASTE, catchingUp: 600_000 });
    const early = { code: 'unavailable', message: expect.stringContaining('the log ends before event') as unknown };
    const asked = await Promise.allSettled([store.append(newStream(), reports(1), NO_STREAM), store.head()]);
    expect(asked).toMatchObject([{ reason: early }, { reason: early }]);
    expect(again.journal.entries).toHaveLength(2);
  });

  /** A process that has read all there was, or has begun behind all that others had read, and never recorded anything. */
  const onlyRead = async (after: 'the start' | 'the end') => {
    const { server, store, reader } = await following();
    const end = reader.events().at(-1)?.position ?? START;
    const other = await open(server, { timing: { ...HASTE, catchingUp: 2_000 } });
    const begun = subscriber(other, after === 'the end' ? end : START);
    await begun.caughtUp();
    await until(() => server.subscriptions.size === 2);
    await Promise.all([reader.stop(), store.close()]);
    server.stop();
    return { other, begun, again: await start({ journal: server.journal.older(2), port: server.port }) };
  };

  it.each(['the start', 'the end'] as const)(
    'takes nothing that was decided by what was read from %s on, were it the first append',
    async (after) => {
      const { other, again } = await onlyRead(after);
      const early = { code: 'unavailable', message: expect.stringContaining('the log ends before event') as unknown };
      await expect(other.append(newStream(), reports(1), NO_STREAM)).rejects.toMatchObject(early);
      expect(again.journal.entries).toHaveLength(2);
    },
  );

  it('and goes on with other events ends one as damage that began at the end, as from a snapshot', async () => {
    const { begun, again } = await onlyRead('the end');
    await (await open(again)).append(newStream(), reports(3), NO_STREAM);
    await expect(begun.ended).rejects.toMatchObject({
      code: 'corrupt',
      message: expect.stringContaining('the log has no event') as unknown,
    });
    expect(begun.events()).toEqual([]);
  });

  it('and ends before what was recorded tells no head either, though it has what was looked at last', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    await store.append(newStream(), reports(1), NO_STREAM);
    await store.head();
    const { position } = await store.append(newStream(), reports(1), NO_STREAM);
    server.stop();
    const again = await start({ journal: server.journal.older(2), port: server.port });
    await expect(store.head()).rejects.toMatchObject({ message: expect.stringContaining('the log ends before event') as unknown });
    for (const { streamId, ...event } of server.journal.entries.slice(2)) again.journal.append(streamId, [event], 'any');
    expect(await store.head()).toBe(position);
  });

  it('and has something else in the place of what was read takes nothing: it would be decided by what is right no more', async () => {
    const { store, again } = await restored(reports(3));
    await expect(store.append(newStream(), reports(1), NO_STREAM)).rejects.toMatchObject({ code: 'corrupt' });
    expect(again.journal.entries).toHaveLength(5);
  });

  it('is told from a new leader, which knows a moment later what the one before it has told', async () => {
    const { reader, again, whole } = await restored([], { ...HASTE, catchingUp: 600_000 });
    const reads = again.calls.read;
    await until(() => again.calls.read > reads + 2);
    for (const { streamId, ...event } of whole.entries.slice(2)) again.journal.append(streamId, [event], 'any');
    await (await open(again)).append(newStream(), reports(1), NO_STREAM);
    await reader.has(4);
    expect(revisions(reader)).toEqual([0, 1, 2, 0]);
    await reader.stop();
  });
});

it('a position in the middle of an event, as of a log that was restored, is no event, whatever the server says of it', async () => {
  const server = await start();
  const store = await open(server);
  const { position } = await store.append(newStream(), reports(2), NO_STREAM);
  const read = Array.fromAsync(store.readAt([(position - 1) as Position]));
  await expect(read).rejects.toMatchObject({
    code: 'corrupt',
    message: expect.stringContaining('there is no event at position') as unknown,
  });
});

describe('a read of a server that', () => {
  it('is silent once is tried again when its time is up', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    const stream = newStream();
    await store.append(stream, reports(2), NO_STREAM);
    server.faults.read.push(() => undefined, ({ fail }) => fail(status.UNAVAILABLE)); // prettier-ignore
    expect(await Array.fromAsync(store.readStream(stream))).toHaveLength(2);
  });

  it('stays silent fails as unavailable', async () => {
    const server = await start();
    const store = await open(server, { timing: HASTE });
    server.faults.read.push(...Array.from({ length: 20 }, () => () => undefined));
    await expect(store.head()).rejects.toMatchObject({ code: 'unavailable' });
  });
});

describe('the head', () => {
  it('is the last event of ours, however much else is written behind it', async () => {
    const server = await start();
    const store = await open(server);
    const { position } = await store.append(newStream(), [reported()], NO_STREAM);
    for (let count = 0; count < 500; count += 1) server.journal.put('$stats-127.0.0.1:2113', '$statsCollected', '{}');
    const other = await open(server);
    expect([await store.head(), await other.head()]).toEqual([position, position]);
    server.journal.put('$stats-127.0.0.1:2113', '$statsCollected', '{}'); // behind what was looked at already
    expect([await store.head(), await other.head()]).toEqual([position, position]);
  });

  it('is told by the log itself, not by what this process was told of it', async () => {
    const server = await start();
    const [one, other] = [await open(server), await open(server)];
    await one.head();
    const { position } = await other.append(newStream(), [reported()], NO_STREAM);
    expect(await one.head()).toBe(position);
  });
});
