import { hash, randomUUID } from 'node:crypto';
import { v5 } from 'uuid';
import { canonical } from '../eventstore/canonical.ts';
import type { CommandRequest } from './request.ts';

/** The namespace of ids derived from an idempotency key. Chosen once, for ever. */
const NAMESPACE = '6f9e1c5a-52d4-4c09-9d0b-0c9f9f3a8e21';

/**
 * The ids of the events that one command records: fixed before the first attempt. With a key they follow from consumer,
 * method, path and key, so that a repetition is found again in the log itself, on either engine; without one they are random.
 */
export function eventIds({ consumer, key }: Pick<CommandRequest, 'consumer' | 'key'>): (index: number) => string {
  if (key === null) {
    const made: string[] = [];
    return (index) => (made[index] ??= randomUUID());
  }
  const name = JSON.stringify([consumer, key.method, key.path, key.key]);
  return (index) => v5(`${name}${index}`, NAMESPACE);
}

const IMAGINED = '00000000-0000-0000-0000-';

/** The id of what a dry run only imagines: nothing will ever have it. */
export const imaginedId = (index: number): string => `${IMAGINED}${String(index).padStart(12, '0')}`;

export const isImagined = (eventId: string): boolean => eventId.startsWith(IMAGINED);

/** Whether an id may follow from a key: by its version (RFC 9562), which is 5 for those and for random ones 4. */
export const mayBeOfKey = (eventId: string): boolean => eventId[14] === '5';

/** SHA-256 (hex) of a body in canonical form (RFC 8785): the same content, however it is laid out. */
export const fingerprint = (body: unknown): string => hash('sha256', canonical(body), 'hex');
