import { setTimeout as sleep } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { START } from '../../../src/domain/position.ts';
import { Connection } from '../../../src/eventstore/eventstoredb/connection.ts';
import { type Arrival, subscribeLive } from '../../../src/eventstore/eventstoredb/live.ts';
import { TIMING } from '../../../src/eventstore/eventstoredb/timing.ts';
import { logs } from './logs.ts';

const { start } = logs();

it('a checkpoint comes behind the events that the server had sent before it, however long the reader has let them wait', async () => {
  const server = await start();
  const entries = Array.from({ length: 12 }, (_, number) => server.journal.put('nsr.solution-digisos', `Event${number}`, '{}'));
  server.faults.subscribe.push(({ send, checkpoint }) => {
    for (const entry of entries) send(entry);
    checkpoint(entries.at(-1)?.position ?? 0n);
  });
  const target = { url: server.url, credentials: () => null };
  const connection = await Connection.open(target, { timing: TIMING, patience: 30_000, waiting: () => undefined });
  const live = subscribeLive(connection, 'nsr.', START, 4);
  // The client hears of the checkpoint meanwhile, and keeps back what the reader does not take.
  await sleep(300);
  const arrived: Arrival[] = [];
  while (arrived.length < 13) {
    arrived.push(...live.take());
    if (live.isEmpty) await live.arrival(100);
  }
  expect(arrived.map((one) => (one.kind === 'event' ? one.event.type : one.kind))).toEqual([
    ...entries.map(({ type }) => type),
    'checkpoint',
  ]);
  live.leave();
  await connection.close();
});
