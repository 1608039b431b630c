import { type Instant, instantOf, parseInstant, printInstant } from '../domain/instant.ts';
import { START, type Position } from '../domain/position.ts';
import { codec } from './codec.ts';
import { isStoreError } from './errors.ts';
import { hashAfter } from './hash.ts';
import { type EventStore, NO_STREAM, type Stored } from './port.ts';

/** Something in the log that is not as it was written, or that this release cannot read. */
export interface Finding {
  readonly code:
    | 'broken-chain' // the hash is not that of the event after the one before it in its stream
    | 'revision-gap' // the stream's revisions do not go on by one
    | 'position-gap' // the log's positions do not go on by one
    | 'undecodable' // unknown type, newer version, data or metadata against the schema
    | 'recorded-earlier' // stamped before an event that stands before it, by more than settles
    | 'written-late'; // written so long after its stamp that a question as of then may have been answered without it
  readonly position: Position;
  readonly eventId: string;
  readonly message: string;
}

export interface Verification {
  /** Whether positions go on by one (SQLite), or only grow (EventStoreDB). */
  readonly contiguous: boolean;
  /** Milliseconds after which an instant is settled; 0 where one process stamps, in the order of the log; Infinity where times do not matter. */
  readonly settling: number;
}

/** What the walk remembers of what it has passed. */
interface Passed {
  readonly heads: Map<string, { readonly revision: number; readonly hash: string }>;
  position: Position;
  latest: Instant;
}

/**
 * Walks the whole log and says what is wrong with it; nothing when it is as it was written. Each break is told once: the
 * walk goes on from what it found. Memory grows with the number of streams, not of events.
 */
export async function* verify(log: Pick<EventStore, 'readStored'>, verification: Verification): AsyncGenerator<Finding> {
  const passed = nothingPassed();
  for await (const met of readAll(log)) {
    if (isStored(met)) yield* passing(met, passed, verification);
    else {
      yield met;
      passed.position = met.position;
    }
  }
}

/** All events in order, and in the place of one that cannot be read what is wrong with it: those behind it are read all the same. */
export async function* readAll(log: Pick<EventStore, 'readStored'>): AsyncGenerator<Stored | Finding> {
  for (let last = START; ; ) {
    try {
      for await (const stored of log.readStored(last)) {
        yield stored;
        last = stored.position;
      }
      return;
    } catch (error) {
      const unreadable = undecodable(error);
      yield unreadable;
      last = unreadable.position;
    }
  }
}

export const isStored = (met: Stored | Finding): met is Stored => 'data' in met;

/** Hands events on as `readStored` gives them, and tells before each what `verify` finds on it. */
export async function* verified(
  events: AsyncIterable<Stored>,
  verification: Verification,
  tell: (finding: Finding) => void,
): AsyncGenerator<Stored> {
  const passed = nothingPassed();
  for await (const stored of events) {
    for (const finding of passing(stored, passed, verification)) tell(finding);
    yield stored;
  }
}

const nothingPassed = (): Passed => ({ heads: new Map(), position: START, latest: instantOf(0) });

function* passing(stored: Stored, passed: Passed, verification: Verification): Generator<Finding> {
  yield* findingsOn(stored, passed, verification);
  passed.heads.set(stored.stream, { revision: stored.revision, hash: stored.metadata.hash });
  passed.position = stored.position;
}

function* findingsOn(stored: Stored, passed: Passed, { contiguous, settling }: Verification): Generator<Finding> {
  const finding = (code: Finding['code'], message: string): Finding => ({
    code,
    position: stored.position,
    eventId: stored.id,
    message: `event ${stored.id} at position ${stored.position}: ${message}`,
  });

  if (contiguous && stored.position !== passed.position + 1) yield finding('position-gap', `the one before it is at ${passed.position}`);

  const head = passed.heads.get(stored.stream);
  const next = (head?.revision ?? NO_STREAM) + 1;
  if (stored.revision !== next) yield finding('revision-gap', `revision ${stored.revision} of ${stored.stream}, where ${next} is due`);
  if (hashAfter(head?.hash ?? null, stored) !== stored.metadata.hash)
    yield finding('broken-chain', `its hash is not that of ${stored.stream} up to it`);

  const stamped = parseInstant(stored.metadata.recordedAt);
  if (stamped === undefined) yield finding('undecodable', `recorded ${stored.metadata.recordedAt}, which is no instant`);
  const recordedAt = stamped ?? passed.latest;
  const settled = instantOf(settling);
  if (recordedAt < passed.latest - settled)
    yield finding('recorded-earlier', `recorded ${stored.metadata.recordedAt}, after ${printInstant(passed.latest)}`);
  passed.latest = Math.max(recordedAt, passed.latest) as Instant;
  if (stored.writtenAt !== undefined && stored.writtenAt - recordedAt > settled)
    yield finding('written-late', `recorded ${stored.metadata.recordedAt}, and not written before ${printInstant(stored.writtenAt)}`);

  try {
    codec.decode(stored);
  } catch (error) {
    yield undecodable(error);
  }
}

/** The finding in an error that names its event. @throws the error, when it is another */
function undecodable(error: unknown): Finding {
  if (!isStoreError(error, 'corrupt')) throw error;
  const { position, eventId, reason } = error.details;
  if (position === undefined || eventId === undefined) throw error;
  return { code: 'undecodable', position, eventId, message: reason };
}
