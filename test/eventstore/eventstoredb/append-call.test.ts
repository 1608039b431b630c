import { setImmediate as turn } from 'node:timers/promises';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { expect, it } from '@jest/globals';
import { Appends } from '../../../src/eventstore/eventstoredb/append-call.ts';
import { meaningOf } from '../../../src/eventstore/eventstoredb/faults.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';

it('an append for which the client finds no leader in time was not sent, and is not when it finds one', async () => {
  const connection = Promise.withResolvers<object>();
  const begun: unknown[] = [];
  const client = { getGRPCClient: () => connection.promise, callArguments: () => [] } as unknown as EventStoreDBClient;
  const appends = new Appends(client, () => ({ credentials: { username: 'nobody', password: 'none' }, requiresLeader: true }), 20);
  const fault: unknown = await appends
    .append({ streamId: 'nsr.1', expected: NO_STREAM, events: [] }, () => Promise.resolve())
    .catch((error: unknown) => error);
  expect(meaningOf(fault)).toBe('not-sent');
  connection.resolve({ makeBidiStreamRequest: (path: unknown) => begun.push(path) });
  await turn();
  expect(begun).toEqual([]);
});
