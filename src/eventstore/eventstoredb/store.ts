import type { Instant } from '../../domain/instant.ts';
import { type Position, START } from '../../domain/position.ts';
import { PREFIX } from '../../domain/streams.ts';
import { prepare, type Prepared } from '../batch.ts';
import { StoreError } from '../errors.ts';
import { hashAfter } from '../hash.ts';
import {
  type Appended,
  type Commit,
  type EventStore,
  type Message,
  type NewEvent,
  NO_STREAM,
  type Recorded,
  type Stored,
} from '../port.ts';
import { stamps, type Stamps } from '../stamps.ts';
import { send } from './append.ts';
import { claim } from './claim.ts';
import { Connection, type Target } from './connection.ts';
import { streamHeads } from './heads.ts';
import { Horizon } from './horizon.ts';
import { logIdOf } from './log-id.ts';
import { lastRevision, type Log, readEvents } from './log.ts';
import { naming } from './naming.ts';
import { readAllFrom } from './pages.ts';
import { readAt, readStored, readStream } from './read.ts';
import { restore } from './restore.ts';
import { type Dropped, subscribe } from './subscribe.ts';
import { type Timing, TIMING } from './timing.ts';
import { Turns } from '../turns.ts';
import type { Outgoing } from './records.ts';

export interface EventStoreDbOptions extends Target {
  /** What the names of this log's streams begin with; another than `nsr.` where several logs share a server, as in tests. */
  readonly prefix?: string;
  /** The clock, in milliseconds since 1970-01-01T00:00:00Z. */
  readonly now?: () => number;
  readonly timing?: Partial<Timing>;
  /** How long a server is waited for that cannot be reached yet, in milliseconds; 10,000. */
  readonly patience?: number;
  /** Told why the store is still waiting for the server. */
  readonly onWaiting?: (reason: string) => void;
  /** Told that a subscription broke off and goes on. */
  readonly onDropped?: Dropped;
  /** Told of every append that was recorded. */
  readonly onCommit?: (commit: Commit) => void;
}

/** Several processes stamp and commit: a question as of an instant is answered for good when nothing can still come before it. */
export const SETTLING = 60_000;

const ignore = () => undefined;

/**
 * Connects to an EventStoreDB, one node or a cluster, together with any number of other processes.
 * @throws StoreError `unavailable` (unreachable, distrusted, access denied, too old), `corrupt`, `stream-gone`
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDbStore> {
  const { prefix = PREFIX, patience = 10_000, onWaiting: waiting = ignore } = options;
  const opening = { prefix, timing: { ...TIMING, ...options.timing }, patience, waiting };
  const connection = await Connection.open(options, opening);
  const names = naming(prefix);
  try {
    const log: Log = { connection, naming: names, heads: streamHeads(), horizon: new Horizon(connection, names) };
    // A server that has an answer may still have no leader.
    const logId = await logIdOf(connection, names, opening);
    // Who may not read the whole log is told at once, and not by each who follows.
    await connection.persist(() => readAllFrom(connection, START, 1), opening);
    return new EventStoreDbStore(log, logId, options);
  } catch (error) {
    await connection.close();
    throw error;
  }
}

/** The log in an EventStoreDB. What is answered for was acknowledged by the majority of its cluster. */
export class EventStoreDbStore implements EventStore {
  readonly engine = 'eventstoredb';
  readonly settling = SETTLING;
  readonly logId: string;
  readonly #log: Log;
  readonly #stamps: Stamps;
  readonly #turns = new Turns();
  readonly #dropped: Dropped;
  readonly #onCommit: (commit: Commit) => void;

  constructor(log: Log, logId: string, { now = Date.now, onDropped = ignore, onCommit = ignore }: EventStoreDbOptions) {
    this.#log = log;
    this.logId = logId;
    this.#stamps = stamps(now);
    this.#dropped = onDropped;
    this.#onCommit = onCommit;
  }

  async append(stream: string, events: readonly NewEvent[], expected: number, claims = false): Promise<Appended> {
    const prepared = prepare(events);
    return this.#inTurn(stream, async () => {
      for (const { id } of claims ? prepared : []) await claim(this.#log, id, stream);
      const before = await this.#hashAt(stream, expected);
      const begun = performance.now();
      const appended = await send(this.#log, { stream, expected, events: this.#chained(stream, prepared, expected, before) });
      const events = appended.deduplicated ? 0 : appended.events.length;
      this.#onCommit({ appends: 1, events, seconds: (performance.now() - begun) / 1_000 });
      return appended;
    });
  }

  readStream(stream: string, from = 0): AsyncIterable<Recorded> {
    return readStream(this.#log, stream, from);
  }

  subscribe(after: Position, signal: AbortSignal): AsyncIterable<Message> {
    return subscribe(this.#log, after, signal, this.#dropped);
  }

  readAt(positions: readonly Position[]): AsyncIterable<Recorded> {
    return readAt(this.#log, positions);
  }

  async head(): Promise<Position> {
    this.#log.connection.end.throwIfAborted();
    return this.#log.horizon.read();
  }

  readStored(after: Position): AsyncIterable<Stored> {
    return readStored(this.#log, after);
  }

  async restore(events: readonly Stored[]): Promise<void> {
    await this.#inTurn('', () => restore(this.#log, events));
    for (const { metadata } of events) this.#stamps.follow(metadata.recordedAt);
  }

  settle(instant: Instant): void {
    this.#stamps.settle(instant);
  }

  /** Finishes the appends that were accepted; what still reads or subscribes is told `unavailable`. A second time does nothing. */
  async close(): Promise<void> {
    await this.#turns.done();
    await this.#log.connection.close();
  }

  async #inTurn<Result>(stream: string, work: () => Promise<Result>): Promise<Result> {
    this.#log.connection.end.throwIfAborted();
    return this.#turns.take(stream, work);
  }

  /** The hash of the event that an append goes on from. @throws StoreError `revision-conflict` where there is none */
  async #hashAt(stream: string, expected: number): Promise<string | null> {
    if (expected === NO_STREAM) return null;
    const known = this.#log.heads.get(stream);
    if (known?.revision === expected) return known.hash;
    const [event] = await readEvents(this.#log, stream, expected, 1);
    if (event !== undefined) return event.metadata.hash;
    throw new StoreError('revision-conflict', { stream, expected, actual: await lastRevision(this.#log, stream) });
  }

  #chained(stream: string, prepared: readonly Prepared[], expected: number, before: string | null): [Outgoing, ...Outgoing[]] {
    let previous = before;
    return prepared.map(({ id, event: { type }, version, data, provenance }, index) => {
      const unchained = {
        stream,
        revision: expected + 1 + index,
        id,
        type,
        version,
        data,
        metadata: { ...provenance, recordedAt: this.#stamps.next() },
      };
      previous = hashAfter(previous, unchained);
      return { ...unchained, metadata: { ...unchained.metadata, hash: previous } };
    }) as [Outgoing, ...Outgoing[]];
  }
}
