import type { Position } from '../domain/position.ts';
import { isStoreError, StoreError } from '../eventstore/errors.ts';

/** A fault of the log, for those who may not reach into its room. */
export type StoreFault = StoreError;

export const isStoreFault = (fault: unknown): fault is StoreFault => fault instanceof StoreError;

/** An event that stands in the log and cannot be read. */
export interface UnreadableEvent {
  readonly eventId: string;
  readonly position: Position;
}

/** The event that a fault is about; null where it is about more, or about something else. */
export function unreadableEvent(fault: unknown): UnreadableEvent | null {
  if (!isStoreError(fault, 'corrupt')) return null;
  const { eventId, position } = fault.details;
  return eventId === undefined || position === undefined ? null : { eventId, position: position as Position };
}
