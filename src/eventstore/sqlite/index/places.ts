import { Chains } from './chains.ts';
import { keyOf } from './keys.ts';

/** What an event is found by. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** Bytes of an event's keys, as they are stored: of its stream, its revision, of its id; little-endian, whatever the machine. */
export const KEYS = 12;
const AT = { stream: 0, revision: 4, id: 8 } as const;

/** In place of the revision where a position has no event. */
const NO_EVENT = 0xffff_ffff;

function stored(stream: number, revision: number, id: number): Buffer {
  const keys = Buffer.alloc(KEYS);
  keys.writeUInt32LE(stream, AT.stream);
  keys.writeUInt32LE(revision, AT.revision);
  keys.writeUInt32LE(id, AT.id);
  return keys;
}

/** The keys of an event, as they are stored. */
export const keysOf = ({ stream, revision, id }: Place): Buffer => stored(keyOf(stream), revision, keyOf(id));

/** The same for a position that has no event. */
export const NO_KEYS = stored(0, NO_EVENT, 0);

/** Where the events of a stream lie and the one with an id, for all positions from 1 on, in memory: 20 bytes an event, 12 to 24 an id and 12 to 24 a stream. */
export class Places {
  readonly #streams = new Chains();
  readonly #ids = new Chains();
  #revisions = new Uint32Array(1024);

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
    this.#revise(NO_EVENT);
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

  /** The positions of all events with the key of a stream, the last one first. */
  *lastOfStream(stream: string): Generator<number> {
    for (let number = this.#streams.last(keyOf(stream)); number >= 0; number = this.#streams.before(number)) yield number + 1;
  }

  /** The positions of all events with the key of an id. */
  *withId(id: string): Generator<number> {
    for (let number = this.#ids.last(keyOf(id)); number >= 0; number = this.#ids.before(number)) yield number + 1;
  }

  /** Takes back what is behind a position. */
  cutAfter(position: number): void {
    this.#streams.cutTo(position);
    this.#ids.cutTo(position);
  }

  /** The keys of the events after a position until another, as they are stored. */
  keysBetween(after: number, until: number): Uint8Array {
    const keys = new DataView(new ArrayBuffer((until - after) * KEYS));
    for (let number = after; number < until; number += 1) {
      const at = (number - after) * KEYS;
      keys.setUint32(at + AT.stream, this.#streams.keyAt(number), true);
      keys.setUint32(at + AT.revision, this.#revisions[number] ?? NO_EVENT, true);
      keys.setUint32(at + AT.id, this.#ids.keyAt(number), true);
    }
    return new Uint8Array(keys.buffer);
  }

  /** Adds events by keys that were stored. */
  addStored({ buffer, byteOffset, byteLength }: Uint8Array): void {
    const keys = new DataView(buffer, byteOffset, byteLength);
    for (let at = 0; at < byteLength; at += KEYS) {
      const revision = keys.getUint32(at + AT.revision, true);
      if (revision === NO_EVENT) this.skip();
      else this.#add(keys.getUint32(at + AT.stream, true), revision, keys.getUint32(at + AT.id, true));
    }
  }

  #add(stream: number, revision: number, id: number): void {
    this.#revise(revision);
    this.#streams.add(stream);
    this.#ids.add(id);
  }

  #revise(revision: number): void {
    if (this.last === this.#revisions.length) {
      const more = new Uint32Array(2 * this.last);
      more.set(this.#revisions);
      this.#revisions = more;
    }
    this.#revisions[this.last] = revision;
  }
}
