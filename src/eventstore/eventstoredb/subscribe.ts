import type { Position } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Message } from '../port.ts';
import type { Log } from './log.ts';
import { type Drop, Reader } from './reader.ts';
import { waitBefore } from './timing.ts';
import { aborted } from '../aborted.ts';
import { pause } from './waiting.ts';

export type Dropped = (drop: Drop) => void;

/**
 * All events of ours after a position, for as long as the signal lasts: by a read up to the end of the log, then as they come. Whatever
 * ends the server's subscription (a slow reader, a dead node, nothing at all), it is read on from the last event that was handed over.
 * @throws StoreError `corrupt` for an event that cannot be read, behind those before it, and for a log that lacks what was handed over;
 * `unavailable` when the store is closed
 */
export async function* subscribe(log: Log, after: Position, asked: AbortSignal, dropped: Dropped): AsyncGenerator<Message> {
  const signal = AbortSignal.any([asked, log.connection.end]);
  const reader = new Reader(log, after, signal);
  for (let repetition = 0; !signal.aborted; ) {
    const before = reader.looked;
    try {
      await reader.requireSameLog();
      yield* reader.readToEnd();
      yield* reader.follow();
    } catch (error) {
      if (log.connection.mind(error) === undefined) throw error;
      reader.because(error);
    }
    repetition = reader.looked > before ? 1 : repetition + 1;
    if (aborted(signal)) break;
    dropped(reader.drop);
    await pause(waitBefore(repetition, log.connection.timing), signal);
  }
  if (signal.reason instanceof StoreError) throw signal.reason;
}
