import { LRUCache } from 'lru-cache';
import { NO_STREAM } from '../port.ts';
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

/** About 20 MB when it is full. */
const REMEMBERED = 100_000;

/** Remembers the heads used last, so that an append to a stream in use asks the file nothing. */
export function streamHeads(index: LogIndex): StreamHeads {
  const heads = new LRUCache<string, StreamHead>({ max: REMEMBERED });

  const stored = (stream: string): StreamHead => {
    const row = index.lastOfStream(stream);
    return row === undefined ? { revision: NO_STREAM, hash: null } : { revision: row.revision, hash: metadataOf(row).hash };
  };

  return {
    of: (stream) => heads.get(stream) ?? stored(stream),
    move(stream, head) {
      heads.set(stream, head);
    },
    forget() {
      heads.clear();
    },
  };
}
