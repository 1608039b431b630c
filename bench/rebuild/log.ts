import { createHash } from 'node:crypto';
import type { NewEvent, Recorded } from '../../src/eventstore/port.ts';
import { NO_STREAM } from '../../src/eventstore/port.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { uuidOf } from '../world/random.ts';

/** Appends that wait together: one transaction of the log. */
const GROUP = 2_000;

/**
 * Writes events into a new store of the product, each as an append of its own with provenance as the service gives it: rows,
 * hashes and metadata are what a registry of that age would have.
 */
export async function writeLog(path: string, events: Iterable<Recorded>): Promise<void> {
  const store = openSqliteStore({ path });
  let group: Promise<unknown>[] = [];
  for (const event of events) {
    const { stream, revision } = event;
    group.push(store.append(stream, [newEventOf(event)], revision === 0 ? NO_STREAM : revision - 1));
    if (group.length < GROUP) continue;
    await Promise.all(group);
    group = [];
  }
  await Promise.all(group);
  await store.close();
}

/** The event as it is appended: with provenance as the service gives it. */
export const newEventOf = ({ stream, position, id, type, data }: Recorded): NewEvent =>
  ({ type, data, id, metadata: provenance(position, stream) }) as NewEvent;

const provenance = (position: number, stream: string): NewEvent['metadata'] => ({
  consumer: '994598759',
  supplier: position % 5 === 0 ? '958935420' : null,
  correlationId: uuidOf(position + 100_000_000),
  causationId: null,
  fingerprint: createHash('sha256').update(`${stream} ${position}`).digest('hex'),
  attempt: uuidOf(position + 200_000_000),
});
