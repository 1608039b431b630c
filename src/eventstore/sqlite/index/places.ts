import { Chains } from './chains.ts';
import { keyOf, Keys, NO_EVENT, type Place } from './keys.ts';

/** Where the events of a stream lie and the one with an id, for all positions from 1 on, in memory: 44 to 68 bytes an event. */
export class Places {
  readonly #streams: Chains;
  readonly #ids: Chains;
  #revisions: Uint32Array;

  /** @param expected how many events there are to be, about */
  constructor(expected = 0) {
    this.#streams = new Chains(expected);
    this.#ids = new Chains(expected);
    this.#revisions = new Uint32Array(Math.max(1024, expected));
  }

  /** The last position. */
  get last(): number {
    return this.#streams.count;
  }

  /** Of the event at the next position. */
  add({ stream, revision, id }: Place): void {
    this.#add(keyOf(stream), revision, keyOf(id));
  }

  /** The next position has no event. */
  skip(): void {
    this.#makeRoom(1);
    this.#revisions[this.last] = NO_EVENT;
    this.#streams.skip();
    this.#ids.skip();
  }

  /** The positions of the events with the key of a stream and a revision in a range, in the order of the log: another stream may have the same. */
  ofStream(stream: string, from: number, before: number): readonly number[] {
    const found: number[] = [];
    for (let number = this.#streams.last(keyOf(stream)); number >= 0; number = this.#streams.before(number)) {
      const revision = this.#revisions[number] ?? NO_EVENT;
      if (revision >= from && revision < before) found.push(number + 1);
    }
    return found.reverse();
  }

  /** The position of the last event with the key of a stream; 0 where there is none. */
  lastOfStream(stream: string): number {
    return this.#streams.last(keyOf(stream)) + 1;
  }

  /** That of the event before the one at a position whose stream has the same key; 0 where there is none. */
  beforeInStream(position: number): number {
    return this.#streams.before(position - 1) + 1;
  }

  /** The position of the last event with the key of an id; 0 where there is none. */
  lastWithId(id: string): number {
    return this.#ids.last(keyOf(id)) + 1;
  }

  /** That of the event before the one at a position whose id has the same key; 0 where there is none. */
  beforeWithId(position: number): number {
    return this.#ids.before(position - 1) + 1;
  }

  /** Takes back what is behind a position. */
  cutAfter(position: number): void {
    this.#streams.cutTo(position);
    this.#ids.cutTo(position);
  }

  /** The keys of the events after a position until another. */
  keysBetween(after: number, until: number): Keys {
    const keys = Keys.for(until - after);
    for (let index = 0; index < keys.count; index += 1) {
      keys.streams[index] = this.#streams.keyAt(after + index);
      keys.ids[index] = this.#ids.keyAt(after + index);
    }
    keys.revisions.set(this.#revisions.subarray(after, until));
    return keys;
  }

  /** Adds the events at the next positions. */
  addAll({ count, streams, revisions, ids }: Keys): void {
    if (revisions.includes(NO_EVENT)) {
      for (let index = 0; index < count; index += 1)
        if (revisions[index] === NO_EVENT) this.skip();
        else this.#add(streams[index] ?? 0, revisions[index] ?? 0, ids[index] ?? 0);
      return;
    }
    this.#makeRoom(count);
    this.#revisions.set(revisions, this.last);
    this.#streams.addAll(streams);
    this.#ids.addAll(ids);
  }

  #add(stream: number, revision: number, id: number): void {
    this.#makeRoom(1);
    this.#revisions[this.last] = revision;
    this.#streams.add(stream);
    this.#ids.add(id);
  }

  #makeRoom(count: number): void {
    if (this.last + count <= this.#revisions.length) return;
    const more = new Uint32Array(2 * (this.last + count));
    more.set(this.#revisions);
    this.#revisions = more;
  }
}
