import { type Position, START } from '../../domain/position.ts';
import { type Connection } from './connection.ts';
import type { Naming } from './naming.ts';
import type { Found } from './found.ts';
import type { From } from './read-request.ts';
import { readAllAfter, readAllBefore, type Stretch } from './pages.ts';
import { type Known, requireStanding } from './standing.ts';

/** Events of one look backwards from the end of the log. */
const BACKWARDS_PAGE = 200;

/** How far this process knows the log: where its last event stands, and up to where it was looked at. */
export class Horizon {
  readonly #connection: Connection;
  readonly #naming: Naming;
  /** The last event of ours that was met. */
  #head: Position = START;
  /** Everything up to here was looked at; null before the first look. */
  #looked: Position | null = null;
  /** The greatest position that was met, looked at all before it or not. */
  #known: Position = START;
  /** The newest event of ours that was handed over or recorded here. */
  #newest: Known | undefined;

  constructor(connection: Connection, naming: Naming) {
    this.#connection = connection;
    this.#naming = naming;
  }

  /** No event that is still to be written will have a position at or before this one. */
  get known(): Position {
    return this.#known;
  }

  /** An event of ours that stands. */
  recorded(event: Known): void {
    if (event.position > (this.#newest?.position ?? START)) this.#newest = event;
    this.#met(event.position);
  }

  /** That the log still has it, where the connection is another or nothing is found. @throws EndsEarly; StoreError `corrupt`; the client's error */
  async requireSameLog(): Promise<void> {
    if (this.#newest !== undefined) await requireStanding(this.#connection, this.#newest);
  }

  #met(place: Position): void {
    this.#known = greater(place, this.#known);
  }

  /** All events of a stretch that begins where this process had looked, or before. */
  passed({ events, until }: Pick<Stretch, 'events' | 'until'>, from: Position): void {
    for (const event of events) if (this.isOfRegistry(event)) this.#head = greater(event.place, this.#head);
    if (from <= (this.#looked ?? START)) this.#looked = greater(until, this.#looked ?? START);
    this.#met(until);
  }

  /** Whether the registry is told of an event. */
  isOfRegistry({ streamId }: Found): boolean {
    return this.#naming.isOfRegistry(streamId);
  }

  /**
   * The position of the last event of ours, by reading what was added since the last look, at the leader. The end of `$all` will
   * not do: the server adds events of its own, which a subscription never tells of. A log that ends before an event that was told is waited for.
   * @throws StoreError `unavailable`, `corrupt` where it has something else there
   */
  async read(): Promise<Position> {
    if (this.#looked === null) await this.#lookBack();
    for (;;) {
      const from = this.#looked ?? START;
      const stretch = await this.#connection.persist(() => readAllAfter(this.#connection, from));
      this.passed(stretch, from);
      if (!stretch.end) continue;
      const newest = this.#newest?.position ?? START;
      const isShort = this.#head < newest;
      if (stretch.isBeyond || isShort) await this.#connection.persist(() => this.requireSameLog());
      if (!isShort) return this.#head;
      this.#head = newest; // it stands; what came behind it is read next
    }
  }

  /** The first look: backwards from the end, until an event of ours is met. */
  async #lookBack(): Promise<void> {
    let end: Position | null = null;
    for (let before: From<Position> = 'end'; ; ) {
      const from: From<Position> = before;
      const events: readonly Found[] = await this.#connection.persist(() => readAllBefore(this.#connection, from, BACKWARDS_PAGE));
      const [newest] = events;
      end ??= newest === undefined ? START : newest.place;
      const last = events.find((event) => this.isOfRegistry(event));
      if (last !== undefined) this.#head = greater(last.place, this.#head);
      const oldest = events.at(-1);
      if (last !== undefined || oldest === undefined || events.length < BACKWARDS_PAGE) break;
      before = oldest.place;
    }
    this.#looked = greater(end, this.#looked ?? START);
    this.#met(end);
  }
}

const greater = (one: Position, other: Position): Position => (one > other ? one : other);
