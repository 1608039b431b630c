import { z } from 'zod';
import { instantOf } from '../../domain/instant.ts';
import type { Position } from '../../domain/position.ts';
import { canonical } from '../canonical.ts';
import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { metadata } from '../metadata.ts';
import type { Recorded, Stored } from '../port.ts';
import type { ProposedEvent } from './append-request.ts';
import type { Naming } from './naming.ts';
import { type Found, placeOf } from './pages.ts';

/** An event on its way to the server. */
export type Outgoing = Omit<Stored, 'position' | 'writtenAt'>;

/** What the server keeps beside the data. The port's metadata stand as they are, since the hash covers them. */
const beside = z.strictObject({
  /** The version of the schema that `data` is written in. */
  version: z.int().min(1),
  metadata,
  /** It was recorded in another log and came here by an import. */
  imported: z.literal(true).optional(),
});

/** @param imported of another log: when the server wrote it says nothing of when it was recorded */
export const proposedEvent = ({ id, type, version, data, metadata: recorded }: Outgoing, imported: boolean): ProposedEvent => ({
  id,
  type,
  data: Buffer.from(data),
  metadata: Buffer.from(JSON.stringify({ version, metadata: recorded, ...(imported && { imported }) })),
});

/** @throws StoreError `corrupt` for what is no event of a registry; it names the event */
export function storedOf(event: Found, naming: Naming): Stored {
  const { place, data, version, metadata: recorded, imported } = opened(event, naming);
  return {
    position: place,
    stream: naming.inRegistry(event.streamId),
    revision: Number(event.revision),
    id: event.id,
    type: event.type,
    version,
    data: canonical(data),
    metadata: recorded,
    ...(imported !== true && { writtenAt: instantOf(event.created.getTime()) }),
  };
}

/** @throws StoreError `corrupt` for what is no event of a registry, or does not decode; it names the event */
export function recordedOf(event: Found, naming: Naming): Recorded {
  const { place, data, version, metadata: recorded } = opened(event, naming);
  const decoded = codec.decodeJson({ id: event.id, position: place, type: event.type, version }, data);
  const { type, data: content } = decoded;
  // Member by member: a spread costs as much as the decoding.
  return { type, data: content, id: event.id, position: place, stream: naming.inRegistry(event.streamId), revision: Number(event.revision), metadata: recorded } as Recorded; // prettier-ignore
}

function opened(event: Found, naming: Naming): z.output<typeof beside> & { readonly place: Position; readonly data: object } {
  const place = placeOf(event);
  const damaged = (what: string, cause?: unknown) => {
    const reason = `event ${event.id} at position ${place} in stream ${naming.inRegistry(event.streamId)} ${what}`;
    return new StoreError('corrupt', { reason, position: place, eventId: event.id }, { cause });
  };
  if (event.type === '$streamDeleted') throw damaged('is a tombstone: the stream was deleted outside of the registry');
  // Several events of such a transaction share one commit position, which would not tell them apart.
  if (event.position.commit !== event.position.prepare)
    throw damaged('was written in a transaction of the TCP protocol, which the registry never uses');
  // The client gives text that is not JSON as a string, and JSON's own strings alike.
  if (!event.isJson || typeof event.data !== 'object') throw damaged('is not JSON');
  const parsed = beside.safeParse(event.metadata);
  if (!parsed.success)
    throw damaged(`has not the metadata of a registry: ${z.prettifyError(parsed.error).replaceAll('\n', ' ')}`, parsed.error);
  return { ...parsed.data, place, data: event.data };
}
