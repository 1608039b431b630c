import { LRUCache } from 'lru-cache';
import type { DomainEvent } from '../domain/events.ts';
import { StoreError } from '../eventstore/errors.ts';
import { type EventStore, type Metadata, NO_STREAM, type Recorded } from '../eventstore/port.ts';
import type { Command, Concept } from './command.ts';
import { mayBeOfKey } from './event-ids.ts';

/** A stream as folded so far: what decisions are made from. */
export interface StreamState<State> {
  readonly state: State;
  /** Of its last event; NO_STREAM when it has none. */
  readonly revision: number;
  /** Those of its events by id that a key may lead to once more: where each stands, not what it says. Most have none, and are not kept. */
  readonly keyed: ReadonlyMap<string, Trace>;
}

export type Trace = Pick<Recorded, 'id' | 'revision' | 'position'> & Pick<Metadata, 'fingerprint' | 'attempt' | 'recordedAt'>;

export const traceOf = ({ id, revision, position, metadata: { fingerprint, attempt, recordedAt } }: Recorded): Trace => ({
  id,
  revision,
  position,
  fingerprint,
  attempt,
  recordedAt,
});

/** How many streams are kept in memory; the least recently used is forgotten and read again when it is needed. */
const KEPT = 20_000;

/** The folded states of streams, so that a command need not read its stream before every append. */
export class StreamStates {
  readonly #store: EventStore;
  readonly #foldedTo: (stream: string) => number;
  readonly #kept = new LRUCache<string, StreamState<unknown>>({ max: KEPT });

  /** @param foldedTo the revision of a stream that this process has folded; behind the log at times, never ahead of it: read is at least as much */
  constructor(store: EventStore, foldedTo: (stream: string) => number) {
    this.#store = store;
    this.#foldedTo = foldedTo;
  }

  /**
   * The state in memory, else read from the log. A stream that the read models do not know is taken for empty, and not read: most
   * streams have one event. It may be wrong as any memory may: an append is then a conflict, all else is decided at the head.
   */
  async recall<State, Event extends DomainEvent>(command: Command<State, Event>): Promise<StreamState<State>> {
    const kept = this.#kept.get(command.stream) as StreamState<State> | undefined;
    return kept ?? (this.#foldedTo(command.stream) === NO_STREAM ? empty(command) : this.refresh(command));
  }

  /**
   * The state with everything that the log has of the stream by now. Where that is less than was folded of it, it is read once more at
   * the head: after a change of leader, a server knows a moment later what the one before it has told.
   * @throws StoreError `corrupt` where it still is less: an index of the log has lost something
   */
  async refresh<State, Event extends DomainEvent>(command: Command<State, Event>): Promise<StreamState<State>> {
    const { stream, concept } = command;
    const kept = (this.#kept.get(stream) as StreamState<State> | undefined) ?? empty(command);
    const due = this.#foldedTo(stream);
    const revisionAfter = (events: readonly Recorded[]): number => kept.revision + events.length;
    let read = await this.#readAfter(stream, kept.revision);
    if (revisionAfter(read) < due) {
      await this.#store.head();
      read = await this.#readAfter(stream, kept.revision);
    }
    if (revisionAfter(read) < due)
      throw new StoreError('corrupt', { reason: `${stream} is read up to revision ${revisionAfter(read)}, and was folded up to ${due}` });
    return read.length === 0 ? kept : this.extend(stream, concept, kept, read);
  }

  #readAfter(stream: string, revision: number): Promise<readonly Recorded[]> {
    return Array.fromAsync(this.#store.readStream(stream, revision + 1));
  }

  /** The state with events more, kept for the next command. */
  extend<State, Event extends DomainEvent>(
    stream: string,
    concept: Concept<State, Event>,
    from: StreamState<State>,
    events: readonly Recorded[],
  ): StreamState<State> {
    let { state, revision, keyed } = from;
    for (const event of events) {
      state = concept.evolve(state, event as Recorded<Event>);
      revision = event.revision;
      if (mayBeOfKey(event.id)) keyed = withTrace(keyed, event);
    }
    const extended = { state, revision, keyed };
    this.#kept.set(stream, extended);
    return extended;
  }
}

const NO_TRACES: ReadonlyMap<string, Trace> = new Map();

/** Grown in place: an id once recorded stays so, and a copy of a long stream's ids for every event would be dear. */
const withTrace = (traces: ReadonlyMap<string, Trace>, event: Recorded): ReadonlyMap<string, Trace> =>
  (traces === NO_TRACES ? new Map<string, Trace>() : (traces as Map<string, Trace>)).set(event.id, traceOf(event));

const empty = <State, Event extends DomainEvent>({ concept }: Command<State, Event>): StreamState<State> => ({
  state: concept.initial,
  revision: NO_STREAM,
  keyed: NO_TRACES,
});
