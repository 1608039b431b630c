import { StoreError } from '../errors.ts';
import { isDistrusted, meaningOf, reasonOf } from './faults.ts';

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

/** Why the server did not do it, for an operator: what to look at stands in the sentence. */
export function refused(error: unknown, url: string): StoreError {
  const reason = reasonOf(error);
  if (meaningOf(error) === 'denied')
    return new StoreError(
      'unavailable',
      { reason: `${url} denied access (${reason}): user and password, and whether that user may read $all ($admins)` },
      { cause: error },
    );
  if (isDistrusted(error))
    return new StoreError(
      'unavailable',
      { reason: `the certificate of ${url} is not trusted (${reason}): EVENT_STORE_CA_FILE names who signed it` },
      { cause: error },
    );
  return new StoreError('unavailable', { reason: `${url} does not answer: ${reason}` }, { cause: error });
}
