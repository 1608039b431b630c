import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  FORWARDS,
  type ReadPosition,
  type ResolvedEvent,
  START,
  type StreamingRead,
} from '@eventstore/db-client';
import { position, START as BEFORE_ALL, type Position } from '../../domain/position.ts';
import type { Connection } from './connection.ts';
import { NoAnswer } from './faults.ts';

/** Events of one read: large enough that the way to the server does not count, small enough for memory. */
export const PAGE = 2_000;

/** An event with its place among all of the server's. */
export type Found = NonNullable<AllStreamResolvedEvent['event']>;

/** A stretch of `$all`. */
export interface Stretch {
  readonly events: readonly Found[];
  /** The place of its last event, whoever's it is; that from which it was read where there is none. */
  readonly until: Position;
  /** Whether the end of the log was met. */
  readonly end: boolean;
}

/** The client's form of a position. Without the transactions of the old TCP protocol both are the same (decision 18). */
export const fromPosition = (place: Position): ReadPosition =>
  place === BEFORE_ALL ? START : { commit: BigInt(place), prepare: BigInt(place) };

/** What stands from a place on, of all streams, with the event that stands there: so the server reads, unlike a subscription. A single try. */
export async function readAllFrom({ client, options, timing }: Connection, from: Position, count: number): Promise<readonly Found[]> {
  return collect(() => client.readAll({ ...options, direction: FORWARDS, fromPosition: fromPosition(from), maxCount: count }), timing.call);
}

/** What stands after a place, of all streams. A single try. */
export async function readAllAfter(connection: Connection, after: Position): Promise<Stretch> {
  const found = await readAllFrom(connection, after, PAGE);
  const events = found.filter((event) => placeOf(event) > after);
  const last = found.at(-1);
  return { events, until: last === undefined ? after : (Math.max(after, placeOf(last)) as Position), end: found.length < PAGE };
}

/** The newest events of all streams before a place, the newest first. A single try. */
export async function readAllBefore(
  { client, options, timing }: Connection,
  before: Position | null,
  count: number,
): Promise<readonly Found[]> {
  const from = before === null ? END : fromPosition(before);
  return collect(() => client.readAll({ ...options, direction: BACKWARDS, fromPosition: from, maxCount: count }), timing.call);
}

/** Events of one stream by the server's name of it. A single try; throws the client's error for a stream that is not there. */
export async function readOne(
  { client, options, timing }: Connection,
  streamId: string,
  { from, count, direction = FORWARDS }: { from: number | typeof END; count: number; direction?: typeof FORWARDS | typeof BACKWARDS },
): Promise<readonly Found[]> {
  const fromRevision = typeof from === 'number' ? BigInt(from) : from;
  return collect(() => client.readStream(streamId, { ...options, direction, fromRevision, maxCount: count }), timing.call);
}

/** The commit position of an event, where it is one of ours or not. */
export const placeOf = ({ position: place }: Pick<Found, 'position'>): Position => position(Number(place.commit));

/**
 * All events of a read. It ends when nothing comes for a while: the client reads without a deadline, and leaving its iteration
 * would leave the call running.
 * @throws the client's error; NoAnswer
 */
function collect(open: () => StreamingRead<ResolvedEvent>, patience: number): Promise<readonly Found[]> {
  const { promise, resolve, reject } = Promise.withResolvers<readonly Found[]>();
  const events: Found[] = [];
  const read = open();
  const silent = setTimeout(() => {
    reject(new NoAnswer(`nothing came in ${patience} ms`));
    read.cancel().catch(() => undefined); // it never came to be: that was told as its error
  }, patience);
  read.on('data', ({ event }: ResolvedEvent) => {
    silent.refresh();
    if (event !== undefined) events.push(event as Found);
  });
  // It stays for good: an abort comes as an error, after the fact.
  read.on('error', reject);
  read.on('end', () => { resolve(events); }); // prettier-ignore
  return promise.finally(() => { clearTimeout(silent); }); // prettier-ignore
}
