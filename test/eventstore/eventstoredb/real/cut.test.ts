import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { START } from '../../../../src/domain/position.ts';
import { isStoreError } from '../../../../src/eventstore/errors.ts';
import { parseAddress } from '../../../../src/eventstore/eventstoredb/address.ts';
import { type EventStoreDbStore, openEventStoreDb } from '../../../../src/eventstore/eventstoredb/store.ts';
import { type Appended, type NewEvent, NO_STREAM } from '../../../../src/eventstore/port.ts';
import { verify } from '../../../../src/eventstore/verify.ts';
import { newStream, reported } from '../../events.ts';
import { subscriber } from '../../subscriber.ts';
import { newPrefix } from '../logs.ts';
import { type Proxy, startProxy } from './proxy.ts';
import { realServer } from './server.ts';

const [CLIENTS, CUTS] = [8, 20];
const server = realServer();
const [host = '', ...more] = server === undefined ? [] : hostsOf(server.url);
// The nodes of a cluster tell a client where they are: it would leave the wire that is to be cut.
const needs =
  server === undefined ? ' (needs EVENTSTORE_TEST_URL)' : more.length > 0 ? ' (needs a single node in EVENTSTORE_TEST_URL)' : '';

function hostsOf(url: string): string[] {
  return parseAddress(url)
    .url.replace(/^[^/]*\/\//, '')
    .replace(/\?.*$/, '')
    .split(',');
}

(needs === '' ? describe : describe.skip)(`the wire to a real server${needs}`, () => {
  let proxy: Proxy;
  let store: EventStoreDbStore;
  /** What each client was told that stands, in its order. */
  const acknowledged: { stream: string; told: readonly Appended[] }[] = [];

  async function appended(stream: string, event: NewEvent, expected: number): Promise<Appended> {
    for (;;)
      try {
        return await store.append(stream, [event], expected);
      } catch (error) {
        if (!isStoreError(error, 'outcome-unknown') && !isStoreError(error, 'unavailable')) throw error;
      }
  }

  async function client(goesOn: () => boolean): Promise<void> {
    const stream = newStream();
    const told: Appended[] = [];
    for (let expected = NO_STREAM; goesOn(); expected += 1) told.push(await appended(stream, reported(), expected));
    acknowledged.push({ stream, told });
  }

  /** Appends by all clients while something happens to the wire. */
  async function underLoad(work: () => Promise<void>): Promise<void> {
    let over = false;
    const clients = Promise.all(Array.from({ length: CLIENTS }, () => client(() => !over)));
    await work();
    over = true;
    await clients;
  }

  beforeAll(async () => {
    const { url, credentials } = parseAddress(server?.url ?? '');
    const [name = '', port = '2113'] = host.split(':');
    proxy = await startProxy(name, Number(port));
    store = await openEventStoreDb({
      url: url.replace(host, `127.0.0.1:${proxy.port}`),
      credentials: () => credentials,
      prefix: newPrefix(),
      timing: { call: 2_000, patience: 20_000, backOffLimit: 500, silence: 2_000 },
    });
  });
  afterAll(async () => {
    await store.close();
    await proxy.end();
  });

  it('is cut again and again while eight append and one follows: all of it stands once, in order, and was handed over once', async () => {
    const following = subscriber(store, START);
    await following.caughtUp();
    await underLoad(async () => {
      while (proxy.cuts < CUTS) {
        await following.has(following.events().length + 5); // it has got going again
        proxy.cut(); // nothing, where that was still on its way from before the last cut
      }
    });
    await allStandsOnce();
    const told = acknowledged.flatMap(({ told: each }) => each.flatMap(({ events }) => events.map(({ id }) => id)));
    await following.has(told.length);
    expect(following.events().map(({ id }) => id).toSorted()).toEqual(told.toSorted()); // prettier-ignore
    const positions = following.events().map(({ position }) => position);
    expect(positions).toEqual(positions.toSorted((one, other) => one - other));
    await following.stop();
  });

  it('loses everything for a while, without a word: what was under way stands once, and it goes on', async () => {
    acknowledged.length = 0;
    await underLoad(() => proxy.silence(() => new Promise((resolve) => setTimeout(resolve, 5_000))));
    await allStandsOnce();
  });

  it('leaves every chain whole', async () => {
    expect(await Array.fromAsync(verify(store, { contiguous: false, settling: store.settling }))).toEqual([]);
  });

  async function allStandsOnce(): Promise<void> {
    expect(acknowledged).toHaveLength(CLIENTS);
    for (const { stream, told } of acknowledged) {
      const standing = await Array.fromAsync(store.readStream(stream));
      expect(standing.map(({ id }) => id)).toEqual(told.flatMap(({ events }) => events.map(({ id }) => id)));
      expect(standing).toEqual(told.flatMap(({ events }) => events));
    }
  }
});
