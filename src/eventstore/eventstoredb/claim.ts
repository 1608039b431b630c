import { z } from 'zod';
import { StoreError } from '../errors.ts';
import { firstEvent } from './first-event.ts';
import type { Log } from './log.ts';
import { claimStream } from './naming.ts';

const data = z.object({ stream: z.string() });

/**
 * Keeps an event id for one stream, for good, before it is written there: the server takes the same id in another stream for a new
 * event, and two processes may have derived it from one key for two bodies. An id may be claimed again for the same stream.
 * @throws StoreError `duplicate-id` where another stream came first; `unavailable`, `corrupt`, `stream-gone`
 */
export async function claim(log: Log, eventId: string, stream: string): Promise<void> {
  const claimed = await firstEvent(log, { stream: claimStream(eventId), type: 'EventIdClaimed', data }, () => ({ stream }));
  if (claimed.stream !== stream) throw new StoreError('duplicate-id', { eventId, stream: claimed.stream, revision: 0 });
}
