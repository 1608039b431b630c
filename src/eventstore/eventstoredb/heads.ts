import { LRUCache } from 'lru-cache';
import { NO_STREAM } from '../port.ts';
import type { StreamHead } from '../stream-head.ts';

/** About 20 MB when it is full. */
const REMEMBERED = 100_000;

/** A stream without events. */
export const EMPTY: StreamHead = { revision: NO_STREAM, hash: null };

/** The heads of the streams used last, so that an append to one in use asks the server nothing before. */
export const streamHeads = (): LRUCache<string, StreamHead> => new LRUCache<string, StreamHead>({ max: REMEMBERED });
