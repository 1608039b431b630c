import { ErrorType } from '@eventstore/db-client';

/**
 * What an error of the client means for a call.
 * - `not-sent`: it did not reach a server that would act on it; try again
 * - `unsure`: it may have been done or not; an append is tried again with the same ids and revision
 */
export type Meaning = 'conflict' | 'gone' | 'too-large' | 'denied' | 'not-sent' | 'unsure';

/** No answer came in the time that we allow. */
export class NoAnswer extends Error {
  override readonly name = 'NoAnswer';
  readonly type = ErrorType.DEADLINE_EXCEEDED;
}

/** No connection came in the time that we allow: nothing was sent over it. */
export class NoConnection extends Error {
  override readonly name = 'NoConnection';
}

/** The log ends before an event that was read from it: on a new leader for a moment; for good where it was restored from an older backup. */
export class EndsEarly extends Error {
  override readonly name = 'EndsEarly';
}

/** A call ended with appends under way that it had not answered. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff';
  readonly type = ErrorType.UNAVAILABLE;
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map([
  [ErrorType.WRONG_EXPECTED_VERSION, 'conflict'],
  [ErrorType.STREAM_DELETED, 'gone'],
  [ErrorType.MAXIMUM_APPEND_SIZE_EXCEEDED, 'too-large'],
  [ErrorType.ACCESS_DENIED, 'denied'],
  [ErrorType.NOT_LEADER, 'not-sent'],
  [ErrorType.UNAVAILABLE, 'unsure'],
  [ErrorType.CANCELLED, 'unsure'],
  [ErrorType.DEADLINE_EXCEEDED, 'unsure'],
  // Also ABORTED: a subscriber that was too slow for the 32 events that 23.10 keeps for it.
  [ErrorType.TIMEOUT, 'unsure'],
  [ErrorType.UNKNOWN, 'unsure'],
]);

/** How grpc-js says that there was no connection to send anything over. */
const NO_CONNECTION = /No connection established|Name resolution failed|channel is closed|Channel has been shut down/i;
/** How the client says that no seed of the cluster answered; it is an error without a type. */
const NOT_DISCOVERED = /^Failed to discover after/;

/**
 * By the error's `type`, not its class: classes differ between copies of the package, and its `name` is always `Error`.
 * @returns undefined for what is no error of the log, but a fault of the program
 */
export function meaningOf(error: unknown): Meaning | undefined {
  if (!(error instanceof Error)) return undefined;
  if (
    error instanceof NoConnection ||
    error instanceof EndsEarly ||
    NO_CONNECTION.test(error.message) ||
    NOT_DISCOVERED.test(error.message)
  )
    return 'not-sent';
  return 'type' in error && typeof error.type === 'string' ? MEANINGS.get(error.type) : undefined;
}

/** The certificate that the server showed is not one that we trust: waiting does not mend that. */
export const isDistrusted = (error: unknown): boolean =>
  error instanceof Error && /certificate|self.signed|unable to verify/i.test(error.message);

/** For an operator. The client's errors carry no credentials: they are never in the address that it is given. */
export function reasonOf(error: unknown): string {
  const { message, type } = error as Error & { readonly type?: string };
  return message === '' ? (type ?? 'an error without a word') : message;
}
