import { endianness } from 'node:os';
import { crc32 } from 'node:zlib';

/**
 * What streams and ids are looked up by: 32 bits, so that those of millions of events are in memory. Two texts may have the same key:
 * whoever looks up compares the text in the event.
 */
export const keyOf = (text: string): number => crc32(text);

/** What an event is found by. */
export interface Place {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
}

/** In place of the revision where a position has no event. */
export const NO_EVENT = 0xffff_ffff;

const BYTES = Uint32Array.BYTES_PER_ELEMENT;

/** The keys of events that follow one another: a column each, which lie one behind the other. */
export class Keys {
  readonly count: number;
  readonly streams: Uint32Array;
  readonly revisions: Uint32Array;
  readonly ids: Uint32Array;
  readonly #columns: Uint32Array<ArrayBuffer>;

  constructor(columns: Uint32Array<ArrayBuffer>) {
    this.count = columns.length / 3;
    [this.streams, this.revisions, this.ids] = [0, 1, 2].map((column) =>
      columns.subarray(column * this.count, (column + 1) * this.count),
    ) as [Uint32Array, Uint32Array, Uint32Array];
    this.#columns = columns;
  }

  /** Room for those of so many events. */
  static for(count: number): Keys {
    return new Keys(new Uint32Array(3 * count));
  }

  /** As they were stored. */
  static from(bytes: Uint8Array): Keys {
    const columns = new Uint32Array(Math.floor(bytes.length / (3 * BYTES)) * 3);
    new Uint8Array(columns.buffer).set(bytes.subarray(0, columns.byteLength));
    return new Keys(littleEndian(columns));
  }

  /** As they are stored: little-endian, whatever the machine. */
  bytes(): Uint8Array {
    return new Uint8Array(littleEndian(this.#columns.slice()).buffer);
  }

  /** Whether an event, or that there is none, is found by the keys at an index. */
  isOf(event: Place | undefined, index: number): boolean {
    const [stream, revision, id] = event === undefined ? [0, NO_EVENT, 0] : [keyOf(event.stream), event.revision, keyOf(event.id)];
    return this.streams[index] === stream && this.revisions[index] === revision && this.ids[index] === id;
  }
}

function littleEndian(columns: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  if (endianness() === 'BE') Buffer.from(columns.buffer).swap32();
  return columns;
}
