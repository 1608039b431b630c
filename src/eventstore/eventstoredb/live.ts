import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  type Position as ServerPosition,
  streamNameFilter,
} from '@eventstore/db-client';
import { position, type Position } from '../../domain/position.ts';
import type { Connection } from './connection.ts';
import { type Found, fromPosition } from './pages.ts';

/** What a subscription of the server says, in the order in which it says it. */
export type Arrival = { readonly kind: 'event'; readonly event: Found } | { readonly kind: 'checkpoint'; readonly position: Position };

/** How much waits for a slow reader before the server is made to wait. */
const BOUND = 5_000;
/** A checkpoint for so many times 32 events that were passed over. */
const CHECKPOINT_INTERVAL = 32;

/** A subscription of the server from which its reader takes. */
export interface Live {
  take(): readonly Arrival[];
  readonly isEmpty: boolean;
  /** Why it brings no more; undefined while it may. */
  readonly over: Error | undefined;
  /** Settles when there is something to take, when it is over, or when nothing came in time; tells whether something did. */
  arrival(patience: number): Promise<boolean>;
  leave(): void;
}

/**
 * Subscribes to all streams with a prefix, from the event after a position.
 * @param bound how much may wait for the reader
 */
export function subscribeLive({ client, options }: Connection, prefix: string, after: Position, bound: number = BOUND): Live {
  let waiting: Arrival[] = [];
  let over: Error | undefined;
  let bell = Promise.withResolvers<boolean>();

  const subscription = client.subscribeToAll({
    ...options,
    fromPosition: fromPosition(after),
    filter: streamNameFilter({ prefixes: [prefix], checkpointInterval: CHECKPOINT_INTERVAL, checkpointReached: inBand }),
  });
  const put = (arrival: Arrival) => {
    waiting.push(arrival);
    if (waiting.length >= bound) subscription.pause();
    bell.resolve(true);
  };
  const end = (reason: Error) => {
    over ??= reason;
    bell.resolve(true);
  };
  subscription.on('data', (said: AllStreamResolvedEvent | Checkpoint) => {
    if (said instanceof Checkpoint) put({ kind: 'checkpoint', position: said.position });
    else if (said.event !== undefined) put({ kind: 'event', event: said.event });
  });
  subscription.on('error', end); // stays for good: an abort comes as an error, after the fact
  subscription.on('end', () => { end(new Error('the server ended the subscription')); }); // prettier-ignore

  return {
    take() {
      const taken = waiting;
      waiting = [];
      if (over === undefined) bell = Promise.withResolvers();
      if (subscription.isPaused()) subscription.resume();
      return taken;
    },
    get isEmpty() {
      return waiting.length === 0;
    },
    get over() {
      return over;
    },
    async arrival(patience) {
      const timer = setTimeout(() => { bell.resolve(false); }, patience); // prettier-ignore
      try {
        return await bell.promise;
      } finally {
        clearTimeout(timer);
      }
    },
    leave() {
      over ??= new Error('the reader has left');
      bell.resolve(true);
      subscription.unsubscribe().catch(() => undefined); // it never came to be: that was told as its error
    },
  };
}

class Checkpoint {
  readonly position: Position;
  constructor({ commit }: ServerPosition) {
    this.position = position(Number(commit));
  }
}

/**
 * The client tells of a checkpoint as soon as it hears of it, while events before it still wait to be read. Put into the
 * subscription's own stream it comes when it is due. It must not throw: the client would never go on.
 */
function inBand(subscription: AllStreamSubscription, place: ServerPosition): void {
  subscription.push(new Checkpoint(place));
}
