import type { DomainEvent } from '../domain/events.ts';
import type { Instant } from '../domain/instant.ts';
import type { Placed } from '../domain/event.ts';
import type { Position } from '../domain/position.ts';
import type { AdoptionRecords, Numbering } from './adoption-records.ts';

/** The expected revision of a stream that has no event. */
export const NO_STREAM = -1;

/** Who recorded an event, and for which request. Organisations only, never a person. */
export interface Provenance {
  /** The organisation that acts. */
  readonly consumer: string;
  /** The supplier that acts for it; null when it acts itself. */
  readonly supplier: string | null;
  /** The request id, shared by all that one request caused. */
  readonly correlationId: string;
  /** The event that led to this one; null for a request from outside. */
  readonly causationId: string | null;
  /** SHA-256 of the request's canonical body, in hex: tells a repeated key with another body. */
  readonly fingerprint: string;
  /** Random per attempt: tells whose bytes stand when another process holds the same event ids. */
  readonly attempt: string;
  /** W3C Trace Context (version 00): the trace of the request and its span here; absent where the request had none. */
  readonly traceparent?: string;
}

export interface Metadata extends Provenance {
  /** The instant at which the log took the event, RFC 3339 in UTC with microseconds, one of its own; stamped by the store. */
  readonly recordedAt: string;
  /** SHA-256 (hex) over the hash of the stream's previous event and this one's canonical bytes; see hash.ts. */
  readonly hash: string;
}

/** An event to append: its id is fixed once per command, before any retry. */
export type NewEvent = DomainEvent & { readonly id: string; readonly metadata: Provenance };

/** An event as the log has it, decoded and led to its newest version. */
export type Recorded<Event = DomainEvent> = Placed<Event> & {
  readonly stream: string;
  readonly revision: number;
  readonly metadata: Metadata;
};

/** An event as its bytes are kept: for export, verification and the move between engines. */
export interface Stored {
  readonly position: Position;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** The schema version that `data` was written in. */
  readonly version: number;
  /** Canonical JSON (RFC 8785). */
  readonly data: string;
  readonly metadata: Metadata;
  /**
   * When the engine wrote it, by its own clock, where that is not the one that stamped it (EventStoreDB). Not exported: in another log
   * it means nothing.
   */
  readonly writtenAt?: Instant;
}

export interface Appended {
  /** The revision of the last event of the append. */
  readonly revision: number;
  /** The position of the last event of the append. */
  readonly position: Position;
  /** The events as the log has them, in order. */
  readonly events: readonly Recorded[];
  /** True when the log had these event ids at this revision already: a repetition, nothing was written. */
  readonly deduplicated: boolean;
}

/**
 * The log from where the last message ended to a position: events of adoption in short, all others whole, each in order. Which comes
 * first, their positions say.
 */
export interface InShort {
  readonly kind: 'in-short';
  readonly records: AdoptionRecords;
  readonly others: readonly Recorded[];
  readonly position: Position;
}

/**
 * One message of a subscription: events in order (at least one; as many as there are at hand, so that a million of them are not
 * a million turns), that all there was has been handed over, or how far it has looked.
 */
export type Message =
  | { readonly kind: 'events'; readonly events: readonly Recorded[] }
  | InShort
  | { readonly kind: 'caught-up'; readonly position: Position }
  | { readonly kind: 'checkpoint'; readonly position: Position };

/** The log: an append-only sequence of events in streams. Two engines are behind it; test/eventstore/contract.ts is what both promise. */
export interface EventStore {
  /** Which engine it is, for health and logs. */
  readonly engine: 'sqlite' | 'eventstoredb';

  /**
   * How far back an instant must lie, in milliseconds, until nothing more will be recorded at or before it: 0 where one process
   * stamps at commit.
   */
  readonly settling: number;

  /** The random id of this log; new after a restore, never exported. */
  readonly logId: string;

  /**
   * Appends to one stream, all or nothing, durable when the promise resolves.
   * @param expected the revision of the stream's last event, or NO_STREAM
   * @param claims whether an id may be on its way to another stream, too: then the log has it in one of them for good. On SQLite it is so
   * for all ids
   * @throws StoreError `revision-conflict`, `payload-too-large`, `stream-gone`, `unavailable`, `outcome-unknown`; `duplicate-id`, where
   * another stream has an id, or has claimed it
   * @throws TypeError for no events, for an id twice, and for what could not be read again
   */
  append(stream: string, events: readonly NewEvent[], expected: number, claims?: boolean): Promise<Appended>;

  /** The events of one stream in order, from a revision on; none for a stream that does not exist. */
  readStream(stream: string, from?: number): AsyncIterable<Recorded>;

  /**
   * One ordered sequence of all events after a position, live until `signal` aborts.
   * @param inShort asks for events of adoption in short, with names under these numbers: an engine that keeps records of them may give
   * `in-short` in place of `events`, and has not read those events whole
   */
  subscribe(after: Position, signal: AbortSignal, inShort?: Numbering): AsyncIterable<Message>;

  /** The events at these positions, in the order asked for. @throws StoreError `corrupt` where there is none */
  readAt(positions: readonly Position[]): AsyncIterable<Recorded>;

  /** The position of the last event, of those that a subscription hands over; START for an empty log. @throws StoreError `unavailable` */
  head(): Promise<Position>;

  /** All events as they are stored, in order: for export and verification. */
  readStored(after: Position): AsyncIterable<Stored>;

  /**
   * Writes events of another log as they are: order, ids, metadata and recorded times kept. Only at the head of each
   * stream (revision by revision). Of a batch that is refused nothing is written; where EventStoreDB breaks off in the middle, a
   * beginning of it may stand.
   * @throws StoreError `revision-conflict` for one that is not the next of its stream, `corrupt` when a hash does not
   * continue its stream's chain or an event does not decode
   */
  restore(events: readonly Stored[]): Promise<void>;

  /** No event will be stamped at or before this instant: a question as of then has been answered. */
  settle(instant: Instant): void;

  /** Bytes of the log on this machine; absent where it is on another. */
  size?(): number;

  close(): Promise<void>;
}

/** What an engine tells of one commit, to whoever measures it. */
export interface Commit {
  /** Appends that waited together. */
  readonly appends: number;
  /** Events that they added to the log. */
  readonly events: number;
  /** From the first statement to the sync of the disk. */
  readonly seconds: number;
}
