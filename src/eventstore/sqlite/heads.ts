import { NO_STREAM } from '../port.ts';
import type { StreamHead } from '../stream-head.ts';
import { keyOf } from './index/keys.ts';
import type { EventIndex } from './index/event-index.ts';
import { metadataOf, requireSound } from './rows.ts';

/** The heads of all streams, as the open transaction sees them. */
export interface StreamHeads {
  of(stream: string): StreamHead;
  move(stream: string, head: StreamHead): void;
  /** A transaction was taken back: what is remembered may never have come to stand. */
  forget(): void;
}

/** Places for heads: a megabyte and a half, and some 20 when all are taken. */
const REMEMBERED = 2 ** 17;
/** Places that a key leads to. With one each, an eighth of 18,000 streams took each other's, and every append to them asked the file. */
const CHOICE = 4;

interface Remembered extends StreamHead {
  readonly stream: string;
}

/** A set-associative cache: a head is in one of the few places that its stream's key leads to. An append to a stream in use asks the file nothing. */
export function streamHeads(index: EventIndex): StreamHeads {
  const heads = new Array<Remembered | undefined>(REMEMBERED).fill(undefined);
  /** By place, its stream's key, which is compared first: names lie all over the memory. */
  const keys = new Uint32Array(REMEMBERED);
  let turn = 0;

  /** Where its head is, or else is to be: where nobody's is, or by turns. */
  const placeOf = (stream: string, key: number): number => {
    const first = (key % (REMEMBERED / CHOICE)) * CHOICE;
    for (let place = first; place < first + CHOICE; place += 1) {
      const head = heads[place];
      if (head === undefined || (keys[place] === key && head.stream === stream)) return place;
    }
    turn = (turn + 1) % CHOICE;
    return first + turn;
  };

  const stored = (stream: string): StreamHead => {
    const row = index.lastOfStream(stream);
    if (row === undefined) return { revision: NO_STREAM, hash: null };
    requireSound(row); // what is appended would be chained to a hash that nobody wrote
    return { revision: row.revision, hash: metadataOf(row).hash };
  };

  return {
    of(stream) {
      const head = heads[placeOf(stream, keyOf(stream))];
      return head?.stream === stream ? head : stored(stream);
    },
    move(stream, { revision, hash }) {
      const key = keyOf(stream);
      const place = placeOf(stream, key);
      heads[place] = { stream, revision, hash };
      keys[place] = key;
    },
    forget() {
      heads.fill(undefined);
    },
  };
}
