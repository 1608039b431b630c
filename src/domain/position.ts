/**
 * A place in the log: opaque and ordered. It is a safe integer, so that read models can keep millions of them in typed
 * arrays: SQLite's row number, or EventStoreDB's commit position (a byte offset, far below 2^53).
 */
export type Position = number & { readonly __brand: 'Position' };

/** Before the first event of the log. */
export const START = 0 as Position;

/** After every event: «not ended», and «as known now». */
export const NEVER = Infinity as Position;

/** Where the log would have what a dry run only imagines. */
export const IMAGINED = Number.MAX_SAFE_INTEGER as Position;

export const isPosition = (value: number): value is Position => Number.isSafeInteger(value) && value >= 0;

/** @throws RangeError when the number cannot be a position. */
export function position(value: number): Position {
  if (!isPosition(value)) throw new RangeError(`not a position: ${value}`);
  return value;
}
