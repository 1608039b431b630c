import type { Position } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Recorded, Stored } from '../port.ts';
import { type Log, readEvents } from './log.ts';
import { PAGE, readAllAfter } from './pages.ts';
import { recordedOf, storedOf } from './records.ts';
import { eventFrom } from './standing.ts';

/** How many positions are asked for at once. */
const AT_ONCE = 16;

/** The events of a stream from a revision on. @throws StoreError `stream-gone`, `unavailable`, `corrupt` */
export async function* readStream(log: Log, stream: string, from: number): AsyncGenerator<Recorded> {
  for (let next = from; ; next += PAGE) {
    const events = await readEvents(log, stream, next, PAGE);
    yield* events;
    if (events.length < PAGE) return;
  }
}

/** @throws StoreError `corrupt` for a position without an event of ours, behind those before it; `unavailable` */
export async function* readAt(log: Log, positions: readonly Position[]): AsyncGenerator<Recorded> {
  for (let from = 0; from < positions.length; from += AT_ONCE) {
    const found = await Promise.allSettled(positions.slice(from, from + AT_ONCE).map((place) => eventAt(log, place)));
    for (const one of found) {
      if (one.status === 'rejected') throw one.reason;
      yield one.value;
    }
  }
}

async function eventAt({ connection, naming, horizon }: Log, place: Position): Promise<Recorded> {
  const event = await connection.persist(() => eventFrom(connection, place));
  if (typeof event === 'string' || !horizon.isOfRegistry(event))
    throw new StoreError('corrupt', { reason: `there is no event at position ${place}`, position: place });
  return recordedOf(event, naming);
}

/** All events of ours as they are kept. @throws StoreError `corrupt`, `unavailable` */
export async function* readStored({ connection, naming, horizon }: Log, after: Position): AsyncGenerator<Stored> {
  for (let last = after; ; ) {
    const from = last;
    const stretch = await connection.persist(() => readAllAfter(connection, from));
    horizon.passed(stretch, from);
    for (const event of stretch.events) if (horizon.isOfRegistry(event)) yield storedOf(event, naming);
    if (stretch.end) return;
    last = stretch.until;
  }
}
