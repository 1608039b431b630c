import type { Prepared } from '../batch.ts';
import { StoreError } from '../errors.ts';
import { hashOfText } from '../hash.ts';
import { completed } from '../metadata.ts';
import type { Appended, Recorded } from '../port.ts';
import type { StreamHead } from '../stream-head.ts';
import { recordedOf } from './rows.ts';
import type { Writing } from './writing.ts';

export interface Append {
  readonly stream: string;
  readonly events: readonly Prepared[];
  readonly expected: number;
}

/**
 * One append inside the open transaction. All that can refuse it is looked at before its first event is added, so a
 * refusal leaves the transaction as it was.
 * @param stamp the instant of the next event
 * @throws StoreError `revision-conflict`, `duplicate-id`
 */
export function append(writing: Writing, request: Append, stamp: () => string): Appended {
  const head = writing.heads.of(request.stream);
  if (request.expected === head.revision) return added(writing, request, head, stamp);
  const standing = request.expected < head.revision ? standingAt(writing, request) : undefined;
  if (standing !== undefined) return { ...placeOf(standing), deduplicated: true };
  throw new StoreError('revision-conflict', { stream: request.stream, expected: request.expected, actual: head.revision });
}

function added(writing: Writing, { stream, events }: Append, head: StreamHead, stamp: () => string): Appended {
  for (const { id } of events) requireNewId(writing, id);
  let { revision, hash } = head;
  const recorded = events.map(({ id, event, version, data, provenance, text }): Recorded => {
    revision += 1;
    const [type, recordedAt] = [event.type, stamp()];
    hash = hashOfText(hash, { stream, revision, id, type, version, data }, completed(text, recordedAt));
    const metadata = { ...provenance, recordedAt, hash };
    return writing.add({ stream, revision, id, type, version, data, metadata }, event, completed(text, recordedAt, hash));
  });
  return { ...placeOf(recorded), deduplicated: false };
}

/** @throws StoreError `duplicate-id` where the log has an event with this id */
export function requireNewId({ index }: Pick<Writing, 'index'>, eventId: string): void {
  const known = index.byId(eventId);
  if (known !== undefined) throw new StoreError('duplicate-id', { eventId, stream: known.stream, revision: known.revision });
}

/** The events of a repeated append where all of them stand, in order, right after the expected revision; otherwise undefined. */
function standingAt({ index }: Writing, { stream, events, expected }: Append): readonly Recorded[] | undefined {
  const rows = index.ofStream(stream, expected + 1, events.length);
  const isRepetition = rows.length === events.length && rows.every(({ id }, place) => id === events[place]?.id);
  return isRepetition ? rows.map(recordedOf) : undefined;
}

function placeOf(events: readonly Recorded[]): Omit<Appended, 'deduplicated'> {
  const last = events.at(-1);
  if (last === undefined) throw new TypeError('an append has an event');
  return { revision: last.revision, position: last.position, events };
}
