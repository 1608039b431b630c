import type { Position } from '../domain/position.ts';
import { isStoreError, StoreError } from '../eventstore/errors.ts';

/** A fault of the log, for those who may not reach into its room. */
export type StoreFault = StoreError;

export const isStoreFault = (fault: unknown): fault is StoreFault => fault instanceof StoreError;

/** An event of the log that cannot be read. */
export interface UnreadableEvent {
  /** Null where nothing stands at the position any more. */
  readonly eventId: string | null;
  readonly position: Position;
}

/** The event that a fault is about; null where it is about more, or about something else. */
export function unreadableEvent(fault: unknown): UnreadableEvent | null {
  if (!isStoreError(fault, 'corrupt')) return null;
  const { eventId, position } = fault.details;
  return position === undefined ? null : { eventId: eventId ?? null, position };
}
