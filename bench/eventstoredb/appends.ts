import type { EventStoreDBClient } from '@eventstore/db-client';
import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import { adoptionStream } from '../../src/domain/streams.ts';
import { type EventStore, type NewEvent, NO_STREAM } from '../../src/eventstore/port.ts';
import { randomUUID } from 'node:crypto';
import type { Line } from '../measure.ts';
import { bareAppends, OWN_CALL } from './bare.ts';
import { byTurns, closedLoop } from './by-turns.ts';
import { report } from './report.ts';

/** Appends of one event at exact revisions, each client to a stream of its own: through the port, and by the bare client. */
export async function* appendLines(store: EventStore, client: EventStoreDBClient): AsyncGenerator<Line> {
  for (const [clients, count] of [
    [1, 300],
    [16, 2_000],
    [64, 4_000],
  ] as const) {
    const { ours, shared, own } = await byTurns(
      {
        ours: (each) => closedLoop(clients, each, () => appends(store)),
        shared: (each) => closedLoop(clients, each, () => bareAppends(client, {})),
        own: (each) => closedLoop(clients, each, () => bareAppends(client, OWN_CALL)),
      },
      count,
    );
    const what = `append, ${clients} ${clients === 1 ? 'client' : 'clients'}`;
    yield { what: `${what}; peer: the bare client, all appends over one stream`, ours, peer: shared, unit: 'ms', goal: '0.8×' };
    yield { what: `${what}; peer: the bare client, a call an append`, ours, peer: own, unit: 'ms', goal: '0.8×' };
  }
}

let streams = 0;

function appends(store: EventStore): () => Promise<void> {
  const stream = adoptionStream(`bench-${streams++}`, '0301');
  let expected = NO_STREAM;
  let day = 0;
  return async () => {
    const { revision } = await store.append(stream, [newEvent(report('bench', '0301', day++))], expected);
    expected = revision;
  };
}

const newEvent = (fact: AdoptionFact): NewEvent => ({
  ...fact,
  id: randomUUID(),
  metadata: {
    consumer: '994598759',
    supplier: null,
    correlationId: randomUUID(),
    causationId: null,
    fingerprint: 'a'.repeat(64),
    attempt: randomUUID(),
  },
});
