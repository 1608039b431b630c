import { convertToCommandError } from '@eventstore/db-client';
import type { Position } from '../../domain/position.ts';
import type { Answer } from './answer.ts';
import type { Connection, Reading } from './connection.ts';
import { subscribeRequest } from './read-request.ts';

/** What a subscription of the server says, in the order in which it says it. */
export type Arrival = Exclude<Answer, { kind: 'notice' }>;

/** How much waits for a slow reader before the server is made to wait. */
const BOUND = 5_000;

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
export function subscribeLive(connection: Connection, prefix: string, after: Position, bound: number = BOUND): Live {
  let waiting: Arrival[] = [];
  let over: Error | undefined;
  let bell = Promise.withResolvers<boolean>();
  let call: Reading | undefined;
  const left = new AbortController();

  const end = (reason: Error) => {
    over ??= reason;
    bell.resolve(true);
  };
  connection.read(subscribeRequest(prefix, after), left.signal).then((opened) => {
    call = opened;
    call.on('data', (answer: Answer) => {
      if (answer.kind === 'notice') return;
      waiting.push(answer);
      if (waiting.length >= bound) opened.pause();
      bell.resolve(true);
    });
    call.on('error', (error: Error) => {
      end(convertToCommandError(error));
    }); // prettier-ignore -- stays for good: an abort comes as an error, after the fact
    call.on('end', () => { end(new Error('the server ended the subscription')); }); // prettier-ignore
  }, end);

  return {
    take() {
      const taken = waiting;
      waiting = [];
      if (over === undefined) bell = Promise.withResolvers();
      if (call?.isPaused() === true) call.resume();
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
      left.abort();
    },
  };
}
