import { ErrorType } from '@eventstore/db-client';
import type { Position } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Message, Recorded } from '../port.ts';
import { reasonOf } from './faults.ts';
import { type Arrival, subscribeLive } from './live.ts';
import type { Log } from './log.ts';
import type { Found } from './found.ts';
import { readAllAfter } from './pages.ts';
import { recordedOf } from './records.ts';
import { waitBefore } from './timing.ts';
import { pause } from './waiting.ts';

/** A subscription broke off. */
export interface Drop {
  readonly reason: string;
  /** The place from which it goes on. */
  readonly from: Position;
  /** The server says so whenever more than 32 events come at once (23.10): no fault. */
  readonly isTooSlow: boolean;
}

export type Dropped = (drop: Drop) => void;

/**
 * All events of ours after a position, for as long as the signal lasts: page by page up to the end of the log, then as they come. Whatever
 * ends the server's subscription (a slow reader, a dead node, nothing at all), it is read on from the last event that was handed over.
 * @throws StoreError `corrupt` for an event that cannot be read, behind those before it; `unavailable` when the store is closed
 */
export async function* subscribe(log: Log, after: Position, asked: AbortSignal, dropped: Dropped): AsyncGenerator<Message> {
  const signal = AbortSignal.any([asked, log.connection.end]);
  const reader = new Reader(log, after, signal);
  for (let repetition = 0; !signal.aborted; ) {
    const before = reader.looked;
    try {
      yield* reader.readToEnd();
      yield* reader.follow();
    } catch (error) {
      if (log.connection.mind(error) === undefined) throw error;
      reader.because(error);
    }
    repetition = reader.looked > before ? 1 : repetition + 1;
    if (aborted(signal)) break;
    dropped(reader.drop);
    await pause(waitBefore(repetition, log.connection.timing), signal);
  }
  if (signal.reason instanceof StoreError) throw signal.reason;
}

/** One reader's place in the log, and how it gets on from there. */
class Reader {
  readonly #log: Log;
  readonly #signal: AbortSignal;
  /** Everything up to here was looked at, and what is ours of it handed over. */
  looked: Position;
  /** The last event of ours that was handed over. */
  #last: Position;
  #reason: unknown;

  constructor(log: Log, after: Position, signal: AbortSignal) {
    this.#log = log;
    this.#signal = signal;
    this.looked = after;
    this.#last = after;
  }

  get drop(): Drop {
    const { type } = this.#reason as { readonly type?: string };
    return { reason: reasonOf(this.#reason), from: this.looked, isTooSlow: type === ErrorType.TIMEOUT };
  }

  because(reason: unknown): void {
    this.#reason = reason;
  }

  /** Faster than a subscription, and the only proof that the end was met. The next page is on its way while this one is handed over. */
  async *readToEnd(): AsyncGenerator<Message> {
    const { connection, horizon } = this.#log;
    for (let next = readAllAfter(connection, this.looked); ; ) {
      const from = this.looked;
      const stretch = await next;
      horizon.passed(stretch, from);
      if (!stretch.end) {
        next = readAllAfter(connection, stretch.until);
        next.catch(() => undefined); // told when it is awaited; the reader may have left before
      }
      yield* this.#handOver(stretch.events);
      this.looked = stretch.until;
      if (aborted(this.#signal)) return;
      if (stretch.end) break;
      yield { kind: 'checkpoint', position: this.looked };
    }
    yield { kind: 'caught-up', position: this.#last };
  }

  /** What comes, until nothing more does. */
  async *follow(): AsyncGenerator<Message> {
    const { connection, naming } = this.#log;
    const live = subscribeLive(connection, naming.prefix, this.looked);
    const leave = () => { live.leave(); }; // prettier-ignore
    this.#signal.addEventListener('abort', leave);
    try {
      for (let isTold = true; !aborted(this.#signal); ) {
        const arrived = live.take();
        if (arrived.length > 0) {
          isTold = false;
          yield* this.#passOn(arrived);
        } else if (live.over !== undefined) {
          this.because(live.over);
          return;
        } else if (!isTold) {
          isTold = true;
          yield { kind: 'caught-up', position: this.#last };
        } else if (!(await live.arrival(connection.timing.silence)) && (await this.#isKeptBack()) && live.isEmpty) {
          this.because(new Error('the subscription kept events back'));
          return;
        }
      }
    } finally {
      this.#signal.removeEventListener('abort', leave);
      live.leave();
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
    this.#last = events.at(-1)?.position ?? this.#last;
    if (this.#last > this.looked) this.looked = this.#last;
    return { kind: 'events', events };
  }
}

// A function, because the compiler takes `signal.aborted` for unchanged after its first look, across yields too.
const aborted = (signal: AbortSignal): boolean => signal.aborted;
