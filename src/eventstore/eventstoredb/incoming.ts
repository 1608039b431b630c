import { setImmediate as turn } from 'node:timers/promises';
import { convertToCommandError } from '@eventstore/db-client';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import type { Answer } from './answer.ts';
import type { Connection, Reading } from './connection.ts';

/** What the server says in a call, in the order in which it says it. */
export type Arrival = Exclude<Answer, { kind: 'notice' }>;

/** How much waits for a slow reader before the server is made to wait. */
const BOUND = 5_000;

/** A call to the server from which its reader takes what has come. */
export interface Incoming {
  take(): readonly Arrival[];
  readonly isEmpty: boolean;
  /** Why it brings no more; undefined while it may. */
  readonly over: Error | 'ended' | undefined;
  /** Settles when there is something to take, when it is over, or when nothing came in time; tells whether something did. */
  arrival(patience: number): Promise<boolean>;
  leave(): void;
}

/**
 * Begins to read, or to follow.
 * @param signal has it left when it aborts
 * @param bound how much may wait for the reader
 */
export function listen(connection: Connection, request: streams.ReadReq, signal: AbortSignal, bound: number = BOUND): Incoming {
  let waiting: Arrival[] = [];
  let over: Incoming['over'];
  let bell = Promise.withResolvers<boolean>();
  let call: Reading | undefined;
  const left = new AbortController();

  const end = (reason: Error | 'ended') => {
    over ??= reason;
    bell.resolve(true);
  };
  const leave = () => {
    signal.removeEventListener('abort', leave);
    end(new Error('the reader has left'));
    left.abort();
  };
  signal.addEventListener('abort', leave);
  connection.read(request, left.signal).then((opened) => {
    call = opened;
    call.on('data', (answer: Answer) => {
      if (answer.kind === 'notice') return;
      waiting.push(answer);
      if (waiting.length >= bound) opened.pause();
      bell.resolve(true);
    });
    // It stays for good: an abort comes as an error, after the fact.
    call.on('error', (error: Error) => { end(convertToCommandError(error)); }); // prettier-ignore
    call.on('end', () => { end('ended'); }); // prettier-ignore
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
        const came = await bell.promise;
        await turn(); // to take what came with it, too: one by one, the commands of a busy service took a fifth longer
        return came;
      } finally {
        clearTimeout(timer);
      }
    },
    leave,
  };
}
