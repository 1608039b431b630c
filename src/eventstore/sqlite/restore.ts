import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { hashAfter } from '../hash.ts';
import { metadataText } from '../metadata.ts';
import type { Recorded, Stored } from '../port.ts';
import { requireNewId } from './append.ts';
import type { Writing } from './writing.ts';

/**
 * Adds an event of another log as it is, inside the open transaction.
 * @throws StoreError `revision-conflict` when it is not the next of its stream, `corrupt` when it does not decode or its
 * hash does not continue the chain, `duplicate-id`
 */
export function restore(writing: Writing, stored: Stored): Recorded {
  const { stream, revision, id, metadata } = stored;
  const head = writing.heads.of(stream);
  if (revision !== head.revision + 1) throw new StoreError('revision-conflict', { stream, expected: revision - 1, actual: head.revision });
  if (hashAfter(head.hash, stored) !== metadata.hash)
    throw new StoreError('corrupt', { reason: `the hash of event ${id} does not continue the chain of ${stream}`, eventId: id });
  requireNewId(writing, id);
  return writing.add(stored, codec.decode(stored), metadataText(metadata));
}
