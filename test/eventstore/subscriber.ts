import type { Position } from '../../src/domain/position.ts';
import type { EventStore, Message, Recorded } from '../../src/eventstore/port.ts';

/** What a subscription has handed over, and a way to wait for more of it. */
export interface Subscriber {
  readonly messages: readonly Message[];
  events(): readonly Recorded[];
  /** Waits until it has been handed this many events. */
  has(count: number): Promise<void>;
  caughtUp(): Promise<void>;
  stop(): Promise<void>;
  /** Settles when the iteration ends, or fails with it. */
  readonly ended: Promise<void>;
}

/** Subscribes and takes whatever comes. */
export function subscriber(store: EventStore, after: Position): Subscriber {
  const control = new AbortController();
  const messages: Message[] = [];
  const watches = new Set<() => void>();
  const events = () => messages.flatMap((message) => (message.kind === 'events' ? message.events : []));

  const take = async () => {
    for await (const message of store.subscribe(after, control.signal)) {
      messages.push(message);
      for (const watch of watches) watch();
    }
  };
  const ended = take();
  ended.catch(() => undefined); // told to whoever asks for `ended`

  const until = (holds: () => boolean) => {
    const reached = new Promise<void>((resolve) => {
      const watch = () => {
        if (!holds()) return;
        watches.delete(watch);
        resolve();
      };
      watches.add(watch);
      watch();
    });
    return Promise.race([reached, ended.then(() => Promise.reject(new Error('the subscription ended')))]);
  };

  return {
    messages,
    events,
    ended,
    has: (count) => until(() => events().length >= count),
    caughtUp: () => until(() => messages.at(-1)?.kind === 'caught-up'),
    async stop() {
      control.abort();
      await ended;
    },
  };
}
