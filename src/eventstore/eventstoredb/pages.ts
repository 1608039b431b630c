import { convertToCommandError } from '@eventstore/db-client';
import type streams from '@eventstore/db-client/generated/streams_pb.js';
import { type Position, START } from '../../domain/position.ts';
import type { Answer } from './answer.ts';
import type { Connection } from './connection.ts';
import { NoAnswer } from './faults.ts';
import type { Found } from './found.ts';
import { type From, readAllRequest, readStreamRequest } from './read-request.ts';

/** Events of one read: large enough that the way to the server does not count, small enough for memory. */
export const PAGE = 2_000;

/** A stretch of `$all`. */
export interface Stretch {
  readonly events: readonly Found[];
  /** The place of its last event, whoever's it is; that from which it was read where there is none. */
  readonly until: Position;
  /** Whether the end of the log was met. */
  readonly end: boolean;
  /** Whether not even the event was found from which it was read. */
  readonly isBeyond: boolean;
}

/** What stands from a place on, of all streams, with the event that stands there: so the server reads, unlike a subscription. A single try. */
export const readAllFrom = (connection: Connection, from: Position, count: number): Promise<readonly Found[]> =>
  collect(connection, readAllRequest(from, count, 'forwards'));

/** What stands after a place, of all streams. A single try. */
export async function readAllAfter(connection: Connection, after: Position): Promise<Stretch> {
  const found = await readAllFrom(connection, after, PAGE);
  const events = found.filter(({ place }) => place > after);
  const last = found.at(-1);
  const until = last === undefined ? after : (Math.max(after, last.place) as Position);
  return { events, until, end: found.length < PAGE, isBeyond: after > START && last === undefined };
}

/** The newest events of all streams before a place, the newest first. A single try. */
export const readAllBefore = (connection: Connection, before: From<Position>, count: number): Promise<readonly Found[]> =>
  collect(connection, readAllRequest(before, count, 'backwards'));

/** Events of one stream by the server's name of it; none of one that is not there. At the end it begins with the last. A single try. */
export const readOne = (connection: Connection, streamId: string, from: From<number>, count: number): Promise<readonly Found[]> =>
  collect(connection, readStreamRequest(streamId, from, count));

/**
 * All events of a read. It ends when nothing comes for a while: a call for reading has no deadline of its own.
 * @throws the client's error; NoAnswer
 */
async function collect(connection: Connection, request: streams.ReadReq): Promise<readonly Found[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Found[]>();
  const left = new AbortController();
  const silent = setTimeout(() => {
    reject(new NoAnswer(`nothing came in ${connection.timing.call} ms`));
    left.abort();
  }, connection.timing.call);
  const events: Found[] = [];
  connection.read(request, left.signal).then((call) => {
    call.on('data', (answer: Answer) => {
      silent.refresh();
      if (answer.kind === 'event') events.push(answer.event);
    });
    // It stays for good: an abort comes as an error, after the fact.
    call.on('error', (error: Error) => { reject(convertToCommandError(error)); }); // prettier-ignore
    call.on('end', () => { resolve(events); }); // prettier-ignore
  }, reject);
  return promise.finally(() => { clearTimeout(silent); }); // prettier-ignore
}
