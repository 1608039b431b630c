import { ErrorType } from '@eventstore/db-client';
import type { Position } from '../../domain/position.ts';
import type { Message, Recorded } from '../port.ts';
import { NoAnswer, reasonOf } from './faults.ts';
import type { Found } from './found.ts';
import { type Arrival, listen } from './incoming.ts';
import type { Log } from './log.ts';
import { readAllAfter } from './pages.ts';
import { readAllRequest, subscribeRequest } from './read-request.ts';
import { recordedOf } from './records.ts';
import { awaitStanding, type Known } from './standing.ts';
import { aborted } from '../aborted.ts';

/** A subscription broke off. */
export interface Drop {
  readonly reason: string;
  /** The place from which it goes on. */
  readonly from: Position;
  /** The server says so whenever more than 32 events come at once (23.10): no fault. */
  readonly isTooSlow: boolean;
}

/** Of a read: as many as there are. */
const ALL = Number.MAX_SAFE_INTEGER;

/** One reader's place in the log, and how it gets on from there. */
export class Reader {
  readonly #log: Log;
  readonly #signal: AbortSignal;
  /** Everything up to here was looked at, and what is ours of it handed over. */
  looked: Position;
  readonly #after: Position;
  /** The last event that was handed over, or that which stands where the reader began: by it, the log is known to be the same. */
  #newest: Known | undefined;
  #reason: unknown;

  constructor(log: Log, after: Position, signal: AbortSignal) {
    this.#log = log;
    this.#signal = signal;
    this.looked = after;
    this.#after = after;
  }

  /** The position of the last event of ours that was handed over. */
  get #last(): Position {
    return this.#newest?.position ?? this.#after;
  }

  get drop(): Drop {
    const { type } = this.#reason as { readonly type?: string };
    return { reason: reasonOf(this.#reason), from: this.looked, isTooSlow: type === ErrorType.TIMEOUT };
  }

  because(reason: unknown): void {
    this.#reason = reason;
  }

  /** Before it goes on: that the log still is the one it was reading. @throws StoreError `corrupt`; the client's error */
  async requireSameLog(): Promise<void> {
    if (this.#newest !== undefined) await awaitStanding(this.#log.connection, this.#newest, this.#signal);
  }

  /** Faster than a subscription, and the only proof that the end was met. What has come is handed over while the server reads on. */
  async *readToEnd(): AsyncGenerator<Message> {
    const { connection } = this.#log;
    const call = listen(connection, readAllRequest(this.looked, ALL, 'forwards'), this.#signal);
    try {
      while (!aborted(this.#signal)) {
        const arrived = call.take();
        if (arrived.length > 0) yield* this.#lookAt(arrived);
        else if (call.over === 'ended') {
          yield { kind: 'caught-up', position: this.#last };
          return;
        } else if (call.over !== undefined) throw call.over;
        else if (!(await call.arrival(connection.timing.call))) throw new NoAnswer(`nothing came in ${connection.timing.call} ms`);
      }
    } finally {
      call.leave();
    }
  }

  /** What comes, until nothing more does. */
  async *follow(): AsyncGenerator<Message> {
    const { connection, naming } = this.#log;
    const call = listen(connection, subscribeRequest(naming.prefix, this.looked), this.#signal);
    try {
      for (let isTold = true; !aborted(this.#signal); ) {
        const arrived = call.take();
        if (arrived.length > 0) {
          isTold = false;
          yield* this.#passOn(arrived);
        } else if (call.over !== undefined) {
          this.because(call.over === 'ended' ? new Error('the server ended the subscription') : call.over);
          return;
        } else if (!isTold) {
          isTold = true;
          yield { kind: 'caught-up', position: this.#last };
        } else if (!(await call.arrival(connection.timing.silence)) && (await this.#isKeptBack()) && call.isEmpty) {
          this.because(new Error('the subscription kept events back'));
          return;
        }
      }
    } finally {
      call.leave();
    }
  }

  /** Whether the log has events of ours that were not handed over. A silence of the server alone says nothing: there may be none. */
  async #isKeptBack(): Promise<boolean> {
    const { connection, horizon } = this.#log;
    for (;;) {
      const from = this.looked;
      const stretch = await readAllAfter(connection, from);
      horizon.passed(stretch, from);
      if (stretch.events.some((event) => horizon.isOfRegistry(event))) return true;
      this.looked = stretch.until;
      if (stretch.end) return false;
    }
  }

  /** A part of the log, of all streams. */
  *#lookAt(arrived: readonly Arrival[]): Generator<Message> {
    const events = arrived.flatMap((arrival) => (arrival.kind === 'event' ? [arrival.event] : []));
    const from = this.looked;
    const until = events.at(-1)?.place ?? from;
    this.#log.horizon.passed({ events, until }, from);
    this.#newest ??= this.#beginning(events[0]);
    yield* this.#handOver(events);
    this.looked = until;
  }

  /** The first read begins with the event that the reader goes on behind, which others have handed over before: a snapshot has it. */
  #beginning(first: Found | undefined): Known | undefined {
    if (first === undefined || first.place !== this.#after) return undefined;
    const known = { id: first.id, position: first.place };
    if (this.#log.horizon.isOfRegistry(first)) this.#log.horizon.recorded(known);
    return known;
  }

  *#passOn(arrived: readonly Arrival[]): Generator<Message> {
    let events: Found[] = [];
    for (const arrival of arrived) {
      if (arrival.kind === 'event') {
        events.push(arrival.event);
        continue;
      }
      yield* this.#handOver(events);
      events = [];
      if (arrival.position > this.looked) this.looked = arrival.position;
      yield { kind: 'checkpoint', position: this.looked };
    }
    yield* this.#handOver(events);
  }

  /** What is ours of some events and was not handed over yet: after a reconnection the server may say again what it had said. */
  *#handOver(found: readonly Found[]): Generator<Message> {
    const events: Recorded[] = [];
    const { naming, horizon } = this.#log;
    let last = this.#last;
    try {
      for (const event of found) {
        const { place } = event;
        if (place <= last || !horizon.isOfRegistry(event)) continue;
        events.push(recordedOf(event, naming));
        last = place;
      }
    } catch (error) {
      if (events.length > 0) yield this.#handed(events);
      throw error;
    }
    if (events.length > 0) yield this.#handed(events);
  }

  #handed(events: readonly Recorded[]): Message {
    const newest = events.at(-1);
    if (newest !== undefined) this.#log.horizon.recorded(newest);
    this.#newest = newest ?? this.#newest;
    if (this.#last > this.looked) this.looked = this.#last;
    return { kind: 'events', events };
  }
}
