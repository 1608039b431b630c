import type { LRUCache } from 'lru-cache';
import { StoreError } from '../errors.ts';
import { NO_STREAM, type Recorded } from '../port.ts';
import type { Connection } from './connection.ts';
import { meaningOf } from './faults.ts';
import type { StreamHead } from '../stream-head.ts';
import type { Horizon } from './horizon.ts';
import type { Naming } from './naming.ts';
import type { Found } from './found.ts';
import { readOne } from './pages.ts';
import type { From } from './read-request.ts';
import { recordedOf } from './records.ts';

/** What the parts of the engine share. */
export interface Log {
  readonly connection: Connection;
  readonly naming: Naming;
  readonly heads: LRUCache<string, StreamHead>;
  readonly horizon: Horizon;
}

/**
 * Events of a stream as the server has them, tried until they come; none where it has no stream.
 * @throws StoreError `stream-gone`, `unavailable`
 */
export async function foundIn({ connection, naming }: Log, stream: string, from: From<number>, count: number): Promise<readonly Found[]> {
  try {
    return await connection.persist(() => readOne(connection, naming.onServer(stream), from, count));
  } catch (error) {
    if (meaningOf(error) === 'gone') throw new StoreError('stream-gone', { stream }, { cause: error });
    throw error;
  }
}

/** The revision of a stream's last event; NO_STREAM where it has none. */
export async function lastRevision(log: Log, stream: string): Promise<number> {
  const [last] = await foundIn(log, stream, 'end', 1);
  return last?.revision ?? NO_STREAM;
}

/**
 * Events of a stream, each the next of the one before it.
 * @throws StoreError `stream-gone` where the server no longer has the first of them: a deleted stream that was written to again
 */
export async function readEvents(log: Log, stream: string, from: number, count: number): Promise<readonly Recorded[]> {
  const found = await foundIn(log, stream, from, count);
  if (found.some(({ revision }, index) => revision !== from + index)) throw new StoreError('stream-gone', { stream });
  const events = found.map((event) => recordedOf(event, log.naming));
  const last = events.at(-1);
  if (last !== undefined) log.heads.set(stream, { revision: last.revision, hash: last.metadata.hash });
  return events;
}
