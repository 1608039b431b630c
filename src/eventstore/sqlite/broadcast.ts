import type { Recorded } from '../port.ts';

/** How many events wait for a slow subscriber before it is sent back to the file. */
export const MAILBOX = 10_000;

/** What was committed since a subscriber joined, and has not been taken by it. */
export interface Mailbox {
  take(): readonly Recorded[];
  /** It was too slow and something was left out: all that follows what it took must be read from the file. */
  overflowed(): boolean;
  /** Settles when there is something to take, when it has overflowed, or when the signal has aborted. */
  arrival(): Promise<unknown>;
  leave(): void;
}

interface Subscriber {
  put(events: readonly Recorded[]): void;
}

/** From the one writer to the live subscriptions of this process. */
export interface Broadcast {
  readonly publish: (events: readonly Recorded[]) => void;
  join(signal: AbortSignal): Mailbox;
}

export function broadcast(bound: number = MAILBOX): Broadcast {
  const subscribers = new Set<Subscriber>();
  return {
    publish(events) {
      for (const subscriber of subscribers) subscriber.put(events);
    },

    join(signal) {
      let waiting: Recorded[] = [];
      let overflowed = false;
      let bell = Promise.withResolvers<undefined>();
      const ring = () => {
        bell.resolve(undefined);
      };
      const subscriber: Subscriber = {
        put(events) {
          overflowed ||= waiting.length + events.length > bound;
          if (!overflowed) waiting = waiting.concat(events);
          ring();
        },
      };
      subscribers.add(subscriber);
      signal.addEventListener('abort', ring);
      if (signal.aborted) ring();
      return {
        take() {
          const taken = waiting;
          waiting = [];
          if (!signal.aborted) bell = Promise.withResolvers();
          return taken;
        },
        overflowed: () => overflowed,
        arrival: () => bell.promise,
        leave() {
          subscribers.delete(subscriber);
          signal.removeEventListener('abort', ring);
        },
      };
    },
  };
}
