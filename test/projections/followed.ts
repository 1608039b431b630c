import { position, type Position, START } from '../../src/domain/position.ts';
import type { EventStore, Message, Recorded } from '../../src/eventstore/port.ts';

/** How a log hands its events over: in batches of these sizes; after a batch that ends, the subscription breaks off. */
export interface Delivery {
  readonly size: number;
  readonly ends: boolean;
}

/** A log that has these events, and hands them over as told; then it waits until nobody listens. */
export function deliveredAs(events: readonly Recorded[], deliveries: readonly Delivery[] = []): EventStore {
  let turn = 0;
  async function* subscribe(after: Position, signal: AbortSignal): AsyncGenerator<Message> {
    let rest = events.filter((event) => event.position > after);
    while (rest.length > 0) {
      const { size, ends } = deliveries[turn++] ?? { size: rest.length, ends: false };
      yield { kind: 'events', events: rest.slice(0, size) };
      await new Promise((resolve) => setImmediate(resolve));
      if (ends) return;
      rest = rest.slice(size);
      if (turn % 3 === 0 && rest.length > 0) yield { kind: 'checkpoint', position: position((rest[0]?.position ?? 1) - 1) };
    }
    yield { kind: 'caught-up', position: events.at(-1)?.position ?? START };
    await new Promise((resolve) => { signal.addEventListener('abort', resolve); }); // prettier-ignore
  }
  return { subscribe, head: () => Promise.resolve(events.at(-1)?.position ?? START) } as Pick<
    EventStore,
    'subscribe' | 'head'
  > as EventStore;
}
