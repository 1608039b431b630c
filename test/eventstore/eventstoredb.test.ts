import { describe, it } from '@jest/globals';
import { parseAddress } from '../../src/eventstore/eventstoredb/address.ts';
import { openEventStoreDb } from '../../src/eventstore/eventstoredb/store.ts';
import { describeEventStore } from './contract.ts';
import { logs, newPrefix } from './eventstoredb/logs.ts';

const { open } = logs();
describeEventStore('EventStoreDB, a server in memory', () => open());

const address = process.env['EVENTSTORE_TEST_URL'];
if (address === undefined) {
  describe('the log on EventStoreDB, a real server', () => {
    it.skip('needs its address in EVENTSTORE_TEST_URL', () => undefined);
  });
} else {
  const { url, credentials } = parseAddress(address);
  describeEventStore('EventStoreDB, a real server', () => openEventStoreDb({ url, credentials: () => credentials, prefix: newPrefix() }));
}
