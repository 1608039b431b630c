import { NO_STREAM } from '../port.ts';
import { keyOf } from './index/keys.ts';
import type { LogIndex } from './index/log-index.ts';
import { metadataOf } from './rows.ts';

/** The last event of a stream: what the next one is checked against and chained to. */
export interface StreamHead {
  /** NO_STREAM for a stream without events. */
  readonly revision: number;
  readonly hash: string | null;
}

/** The heads of all streams, as the open transaction sees them. */
export interface StreamHeads {
  of(stream: string): StreamHead;
  move(stream: string, head: StreamHead): void;
  /** A transaction was taken back: what is remembered may never have come to stand. */
  forget(): void;
}

/** Places for heads, a power of two: a megabyte, and some 20 when all are taken. */
const REMEMBERED = 2 ** 17;

interface Remembered extends StreamHead {
  readonly stream: string;
}

/** Remembers heads, each in the one place that its stream's key leads to, so that an append to a stream in use asks the file nothing. */
export function streamHeads(index: LogIndex): StreamHeads {
  const heads = new Array<Remembered | undefined>(REMEMBERED).fill(undefined);
  const placeOf = (stream: string): number => keyOf(stream) % REMEMBERED;

  const stored = (stream: string): StreamHead => {
    const row = index.lastOfStream(stream);
    return row === undefined ? { revision: NO_STREAM, hash: null } : { revision: row.revision, hash: metadataOf(row).hash };
  };

  return {
    of(stream) {
      const head = heads[placeOf(stream)];
      return head?.stream === stream ? head : stored(stream);
    },
    move(stream, { revision, hash }) {
      heads[placeOf(stream)] = { stream, revision, hash };
    },
    forget() {
      heads.fill(undefined);
    },
  };
}
