import type { WrongExpectedVersionError } from '@eventstore/db-client';
import { version as uuidVersion } from 'uuid';
import { isStoreError, StoreError } from '../errors.ts';
import { metadataText } from '../metadata.ts';
import type { Appended, Recorded } from '../port.ts';
import { codec } from '../codec.ts';
import { APPEND_LIMIT } from '../batch.ts';
import type { Written } from './append-answer.ts';
import { lastRevision, type Log, readEvents } from './log.ts';
import { reasonOf } from './faults.ts';
import { type Outgoing, proposedEvent } from './records.ts';
import { waitBefore } from './timing.ts';
import { pause } from './waiting.ts';

/** One append as it goes to the server: hashed and stamped once, so that every attempt has the same bytes. */
export interface Sending {
  readonly stream: string;
  readonly events: readonly [Outgoing, ...Outgoing[]];
  readonly expected: number;
  /** The events are another log's, which an import brings. */
  readonly imported?: true;
}

/**
 * Sends an append until it is known how it came out: again after every answer that leaves it open, with the same ids at the same
 * revision, so that it stands once; and reads back what stands, where «success» may be somebody else's.
 * @throws StoreError `revision-conflict`, `stream-gone`, `payload-too-large`, `unavailable` (nothing was recorded), `outcome-unknown`
 */
export async function send(log: Log, sending: Sending): Promise<Appended> {
  const { connection, heads, horizon } = log;
  const { timing } = connection;
  const knownBefore = horizon.known;
  const { stream, expected, imported } = sending;
  const proposal = {
    streamId: log.naming.onServer(stream),
    expected,
    events: sending.events.map((event) => proposedEvent(event, imported === true)),
  };
  const end = performance.now() + timing.patience; // a signal that aborts by itself costs as much as all of this function
  let unsure = false;
  for (let attempt = 1; ; attempt += 1) {
    try {
      const result = await connection.appends.append(proposal, () => horizon.requireSameLog());
      return (attempt === 1 && ownOf(sending, result, knownBefore, log)) || (await written(log, sending));
    } catch (error) {
      if (error instanceof StoreError) throw error;
      switch (connection.mind(error)) {
        case 'conflict':
          heads.delete(sending.stream);
          return await standingAfter(unsure, log, sending, await actualIn(error as WrongExpectedVersionError, log, sending.stream));
        case 'gone':
          throw new StoreError('stream-gone', { stream: sending.stream }, { cause: error });
        case 'too-large':
          throw new StoreError('payload-too-large', { bytes: sizeOf(sending), limit: APPEND_LIMIT }, { cause: error });
        case 'denied':
          throw connection.refusal(error);
        case 'unsure':
          unsure = true;
          break;
        case 'not-sent':
          break;
        default:
          throw error;
      }
      const left = end - performance.now();
      if (left <= 0 || connection.end.aborted) return await givenUp(error, unsure, log, sending);
      await pause(Math.min(waitBefore(attempt, timing), left), connection.end);
    }
  }
}

/** Versions of UUIDs that nobody makes twice. */
const RANDOM = [4, 7];

/**
 * The append as ours, where the answer alone proves it. An id derived from a key or from the register may be another process's; a
 * position that was known before is that of an earlier append; and of several events only one position is told.
 */
function ownOf(
  { stream, events, expected }: Sending,
  { revision: reached, position: place }: Written,
  knownBefore: number,
  log: Log,
): Appended | undefined {
  const [event, ...more] = events;
  if (place === undefined || more.length > 0 || !RANDOM.includes(uuidVersion(event.id))) return undefined;
  if (place <= knownBefore || reached !== expected + 1) return undefined;
  const { id, revision, metadata } = event;
  const recorded = { ...codec.decode({ ...event, position: place }), id, position: place, stream, revision, metadata } as Recorded;
  log.heads.set(stream, { revision, hash: metadata.hash });
  log.horizon.recorded(recorded);
  return { revision, position: place, events: [recorded], deduplicated: false };
}

/** What stands where it was to stand, whoever wrote it. @throws StoreError `stream-gone` where it stands elsewhere, `outcome-unknown` */
async function written(log: Log, sending: Sending): Promise<Appended> {
  const standing = await standingIn(log, sending, sending.events.length);
  // «Success» without it: the stream had been deleted, and went on after the revisions of its old events.
  if (standing === undefined) throw new StoreError('stream-gone', { stream: sending.stream });
  return standing;
}

/**
 * The append as it stands; undefined where something else does, or nothing.
 * @param due how many events stand there, as the server says: it is read again until they can be, since a new leader counts what it has
 * not shown to anybody yet
 * @throws StoreError `outcome-unknown` where they cannot be read in time
 */
async function standingIn(log: Log, { stream, events, expected }: Sending, due: number): Promise<Appended | undefined> {
  const { end: closed, timing } = log.connection;
  const end = performance.now() + timing.patience;
  for (let repetition = 1; ; repetition += 1) {
    const found = await readEvents(log, stream, expected + 1, events.length).catch((error: unknown) => {
      // What was sent may stand: that nothing was recorded is for nobody to say.
      throw isStoreError(error, 'unavailable') ? new StoreError('outcome-unknown', error.details, { cause: error }) : error;
    });
    const last = found.at(-1);
    if (found.some(({ id }, index) => id !== events[index]?.id)) return undefined;
    if (last !== undefined && found.length === events.length) {
      log.horizon.recorded(last);
      // The hash covers the attempt and the stamp: equal bytes are ours.
      const deduplicated = last.metadata.hash !== events.at(-1)?.metadata.hash;
      return { revision: last.revision, position: last.position, events: found, deduplicated };
    }
    if (found.length >= due) return undefined;
    if (performance.now() > end || closed.aborted)
      throw new StoreError('outcome-unknown', { reason: `the server has revision ${expected + due} of ${stream}, and does not show it` });
    await pause(waitBefore(repetition, timing), closed);
  }
}

/** A conflict proves nothing once an attempt was left open: it may be our own events that are in the way. */
async function standingAfter(unsure: boolean, log: Log, sending: Sending, actual: number): Promise<Appended> {
  const { stream, events, expected } = sending;
  const standing = unsure ? await standingIn(log, sending, Math.min(actual - expected, events.length)) : undefined;
  if (standing !== undefined) return standing;
  throw new StoreError('revision-conflict', { stream, expected, actual });
}

async function actualIn({ actualVersion }: WrongExpectedVersionError, log: Log, stream: string): Promise<number> {
  // By its type any number of things; the client gives a number or «no stream», except where a server says neither.
  return typeof actualVersion === 'bigint' ? Number(actualVersion) : lastRevision(log, stream);
}

/** No attempt had an answer in time: what stands is looked up a last time. */
async function givenUp(error: unknown, unsure: boolean, log: Log, sending: Sending): Promise<Appended> {
  if (!unsure) throw log.connection.refusal(error);
  const reason = reasonOf(error);
  const unknown = new StoreError('outcome-unknown', { reason }, { cause: error });
  const actual = await lastRevision(log, sending.stream).catch(() => { throw unknown; }); // prettier-ignore
  // The stream stands where it did: an attempt may still be on its way.
  if (actual <= sending.expected) throw unknown;
  return standingAfter(unsure, log, sending, actual);
}

const sizeOf = ({ events }: Sending): number =>
  events.reduce((sum, { data, metadata }) => sum + Buffer.byteLength(data) + Buffer.byteLength(metadataText(metadata)), 0);
