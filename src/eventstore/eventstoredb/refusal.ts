import { StoreError } from '../errors.ts';
import { EndsEarly, isDistrusted, meaningOf, reasonOf } from './faults.ts';

/** The oldest release that this was run against. */
const OLDEST = [23, 10] as const;

/** @throws StoreError `unavailable` for a server that is too old, or so old that it does not say */
export function requireSupported(version: string): void {
  const [, major = 0, minor = 0] = (/^v?(\d+)\.(\d+)/.exec(version) ?? []).map(Number);
  if (major > OLDEST[0] || (major === OLDEST[0] && minor >= OLDEST[1])) return;
  throw new StoreError('unavailable', {
    reason: `the server's version is ${version}; EventStoreDB ${OLDEST.join('.')} or newer is needed`,
  });
}

/**
 * Why the server did not do it, for an operator: the sentence says what to look at.
 * @param unreadable why user and password could not be read
 */
export const refused = (error: unknown, url: string, unreadable: string | null): StoreError =>
  new StoreError(
    'unavailable',
    { reason: sentenceOf(error), detail: `${url}: ${reasonOf(error)}${unreadable === null ? '' : `; ${unreadable}`}` },
    { cause: error },
  );

function sentenceOf(error: unknown): string {
  if (meaningOf(error) === 'denied')
    return 'EventStoreDB denied access: look at the user and the password, and whether that user may read $all ($admins)';
  if (error instanceof EndsEarly) return error.message;
  if (/certificate has expired/.test(reasonOf(error))) return 'the certificate of EventStoreDB has expired';
  if (isDistrusted(error)) return 'the certificate of EventStoreDB is not trusted: EVENT_STORE_CA_FILE names who signed it';
  return 'EventStoreDB does not answer';
}
