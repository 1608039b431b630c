import { jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { v4 } from 'uuid';
import { z } from 'zod';
import { StoreError } from '../errors.ts';
import type { Connection } from './connection.ts';
import { meaningOf } from './faults.ts';
import { LOG_ID_STREAM, type Naming } from './naming.ts';
import { readOne } from './pages.ts';
import { within } from './waiting.ts';

const TYPE = 'LogIdentified';
const identified = z.object({ logId: z.uuid() });

/**
 * The id of the log: the first event of a stream of its own. The process that comes first chooses it, however many start at once.
 * @throws StoreError `unavailable`, `corrupt`, `stream-gone`
 */
export async function logIdOf(connection: Connection, naming: Naming): Promise<string> {
  const streamId = naming.onServer(LOG_ID_STREAM);
  return connection.persist(async () => (await read(connection, streamId)) ?? (await choose(connection, streamId)));
}

async function choose(connection: Connection, streamId: string): Promise<string> {
  const event = jsonEvent({ type: TYPE, data: { logId: v4() } });
  try {
    await within(
      connection.timing.call,
      connection.client.appendToStream(streamId, event, { ...connection.options, expectedRevision: NO_STREAM }),
    );
  } catch (error) {
    if (meaningOf(error) !== 'conflict') throw error;
  }
  const standing = await read(connection, streamId);
  if (standing === undefined) throw new StoreError('corrupt', { reason: `${LOG_ID_STREAM} has no event, though one was just appended` });
  return standing;
}

async function read(connection: Connection, streamId: string): Promise<string | undefined> {
  try {
    const [first] = await readOne(connection, streamId, { from: 0, count: 1 });
    if (first === undefined) return undefined;
    const parsed = identified.safeParse(first.data);
    if (first.type === TYPE && parsed.success) return parsed.data.logId;
    throw new StoreError('corrupt', {
      reason: `${LOG_ID_STREAM} begins with event ${first.id}, which names no log: somebody else wrote it`,
    });
  } catch (error) {
    if (meaningOf(error) === 'no-stream') return undefined;
    if (meaningOf(error) === 'gone') throw new StoreError('stream-gone', { stream: LOG_ID_STREAM }, { cause: error });
    throw error;
  }
}
