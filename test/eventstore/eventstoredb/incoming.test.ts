import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { START } from '../../../src/domain/position.ts';
import { Connection } from '../../../src/eventstore/eventstoredb/connection.ts';
import { type Arrival, listen } from '../../../src/eventstore/eventstoredb/incoming.ts';
import { subscribeRequest } from '../../../src/eventstore/eventstoredb/read-request.ts';
import { TIMING } from '../../../src/eventstore/eventstoredb/timing.ts';
import { logs } from './logs.ts';

const { start } = logs();

const BOUND = 4;

/** A subscription to which the server has said twelve events and a checkpoint, all of it before its reader takes any. */
const heard = async () => {
  const server = await start();
  const entries = Array.from({ length: 12 }, (_, number) => server.journal.put('nsr.solution-digisos', `Event${number}`, '{}'));
  server.faults.subscribe.push(({ send, checkpoint }) => {
    for (const entry of entries) send(entry);
    checkpoint(entries.at(-1)?.position ?? 0n);
  });
  const target = { url: server.url, credentials: () => null };
  const connection = await Connection.open(target, { timing: TIMING, patience: 30_000, waiting: () => undefined, prefix: '' });
  const call = listen(connection, subscribeRequest('nsr.', START), new AbortController().signal, BOUND);
  // The client hears of the checkpoint meanwhile, and keeps back what the reader does not take.
  await sleep(300);
  return { entries, connection, call };
};

it('a checkpoint comes behind the events that the server had sent before it, however long the reader has let them wait', async () => {
  const { entries, connection, call } = await heard();
  const arrived: Arrival[] = [];
  while (arrived.length < 13) {
    arrived.push(...call.take());
    if (call.isEmpty) await call.arrival(100);
  }
  expect(arrived.map((one) => (one.kind === 'event' ? one.event.type : one.kind))).toEqual([
    ...entries.map(({ type }) => type),
    'checkpoint',
  ]);
  call.leave();
  await connection.close();
});

it('no more waits for a slow reader than may', async () => {
  const { connection, call } = await heard();
  expect(call.take()).toHaveLength(BOUND);
  call.leave();
  await connection.close();
});
