import { basename } from 'node:path';
import { afterAll } from '@jest/globals';
import { parseAddress } from '../../src/eventstore/eventstoredb/address.ts';
import { openEventStoreDb } from '../../src/eventstore/eventstoredb/store.ts';
import type { EventStore } from '../../src/eventstore/port.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { type FakeServer, startFakeServer } from '../eventstore/eventstoredb/fake/server.ts';

/**
 * The engine that the suite runs on: SQLite; the EventStoreDB at an address; or, with `memory`, servers in memory that speak its protocol.
 * One and the same suite, by one variable.
 */
const address = process.env['EVENTSTORE_TEST_URL'];
export const engine: EventStore['engine'] = address === undefined ? 'sqlite' : 'eventstoredb';

/** On a machine that has much else to do: what is tested here is not what happens when a server is slow. */
const timing = { call: 60_000, patience: 60_000 };

const servers = new Map<string, Promise<FakeServer>>();
afterAll(async () => {
  for (const server of await Promise.all(servers.values())) server.stop();
});

/** Opens the log of a folder: on a server that others use too, one whose streams begin with the folder's name. */
export async function openLogOf(folder: string, now: () => number): Promise<EventStore> {
  if (address === undefined) return openSqliteStore({ path: folder, now });
  if (address !== 'memory') {
    const { url, credentials } = parseAddress(address);
    return openEventStoreDb({ url, credentials: () => credentials, prefix: `nsr-${basename(folder)}.`, now, timing });
  }
  const server = servers.get(folder) ?? startFakeServer();
  servers.set(folder, server);
  return openEventStoreDb({ url: (await server).url, credentials: () => null, now, timing });
}
