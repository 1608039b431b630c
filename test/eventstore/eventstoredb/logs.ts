import { randomUUID } from 'node:crypto';
import { afterEach } from '@jest/globals';
import { type EventStoreDbOptions, type EventStoreDbStore, openEventStoreDb } from '../../../src/eventstore/eventstoredb/store.ts';
import { type Timing } from '../../../src/eventstore/eventstoredb/timing.ts';
import { type FakeOptions, type FakeServer, startFakeServer } from './fake/server.ts';

/** As patient as a test can be that waits for it, on a machine that has other things to do. */
export const HASTE: Partial<Timing> = { call: 2_000, patience: 4_000, backOff: 10, backOffLimit: 100, silence: 300, catchingUp: 500 };

export const newPrefix = (): string => `nsr-test-${randomUUID()}.`;

/** Servers in memory and stores on them, for the tests of one file: ended after each test. */
export interface Logs {
  readonly start: (options?: FakeOptions) => Promise<FakeServer>;
  /** A store on a server, as any number of processes may have one; without a server, on one of its own. */
  readonly open: (server?: FakeServer, options?: Partial<EventStoreDbOptions>) => Promise<EventStoreDbStore>;
}

export function logs(): Logs {
  const stores: EventStoreDbStore[] = [];
  const servers: FakeServer[] = [];

  afterEach(async () => {
    await Promise.all(stores.splice(0).map((store) => store.close()));
    for (const server of servers.splice(0)) server.stop();
  });

  const start: Logs['start'] = async (options) => {
    const server = await startFakeServer(options);
    servers.push(server);
    return server;
  };

  return {
    start,
    async open(server, options = {}) {
      const { url } = server ?? (await start());
      const store = await openEventStoreDb({ url, credentials: () => null, ...options });
      stores.push(store);
      return store;
    },
  };
}
