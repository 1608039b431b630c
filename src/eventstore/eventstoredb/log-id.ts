import { v4 } from 'uuid';
import { z } from 'zod';
import type { Connection, Patience } from './connection.ts';
import { firstEvent } from './first-event.ts';
import { LOG_ID_STREAM, type Naming } from './naming.ts';

const identified = { stream: LOG_ID_STREAM, type: 'LogIdentified', data: z.object({ logId: z.uuid() }) };

/**
 * The id of the log: the first event of a stream of its own.
 * @throws StoreError `unavailable`, `corrupt`, `stream-gone`
 */
export async function logIdOf(connection: Connection, naming: Naming, patience: Patience): Promise<string> {
  const { logId } = await firstEvent({ connection, naming }, identified, () => ({ logId: v4() }), patience);
  return logId;
}
