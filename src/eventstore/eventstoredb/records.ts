import { z } from 'zod';
import { canonical } from '../canonical.ts';
import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { decodeMetadata, metadata, metadataText } from '../metadata.ts';
import type { Recorded, Stored } from '../port.ts';
import type { ProposedEvent } from './append-request.ts';
import type { Naming } from './naming.ts';
import { type Found, jsonIn } from './found.ts';

/** An event on its way to the server. */
export type Outgoing = Omit<Stored, 'position' | 'writtenAt'>;

/** What the server keeps beside the data. The port's metadata stand as they are, since the hash covers them. */
const beside = z.strictObject({
  /** The version of the schema that `data` is written in. */
  version: z.int().min(1),
  metadata,
  /** It was recorded in another log and came here by an import. */
  imported: z.literal(true).exactOptional(),
});
type Beside = z.output<typeof beside>;

/** @param imported of another log: when the server wrote it says nothing of when it was recorded */
export const proposedEvent = ({ id, type, version, data, metadata: recorded }: Outgoing, imported: boolean): ProposedEvent => ({
  id,
  type,
  data: Buffer.from(data),
  metadata: Buffer.from(`{"version":${version},"metadata":${metadataText(recorded)}${imported ? ',"imported":true' : ''}}`),
});

/** @throws StoreError `corrupt` for what is no event of a registry; it names the event */
export function storedOf(event: Found, naming: Naming): Stored {
  const { version, metadata: recorded, imported } = opened(event, naming);
  const data = jsonIn(event);
  if (typeof data !== 'object') throw damaged(event, naming, 'is not JSON');
  return {
    position: event.place,
    stream: naming.inRegistry(event.streamId),
    revision: event.revision,
    id: event.id,
    type: event.type,
    version,
    data: canonical(data),
    metadata: recorded,
    ...(imported !== true && { writtenAt: event.writtenAt }),
  };
}

/** @throws StoreError `corrupt` for what is no event of a registry, or does not decode; it names the event */
export function recordedOf(event: Found, naming: Naming): Recorded {
  const { version, metadata: recorded } = opened(event, naming);
  const { id, place, streamId, revision } = event;
  const { type, data } = codec.decode({ id, position: place, type: event.type, version, data: event.data });
  // Member by member: a spread costs as much as the decoding.
  return { type, data, id, position: place, stream: naming.inRegistry(streamId), revision, metadata: recorded } as Recorded;
}

function opened(event: Found, naming: Naming): Beside {
  if (event.type === '$streamDeleted') throw damaged(event, naming, 'is a tombstone: the stream was deleted outside of the registry');
  // Its commit position would not tell it from the others.
  if (event.isOfTransaction)
    throw damaged(event, naming, 'was written in a transaction of the TCP protocol, which the registry never uses');
  if (!event.isJson) throw damaged(event, naming, 'is not JSON');
  try {
    return besideOf(event.metadata);
  } catch (error) {
    const reason = error instanceof z.ZodError ? z.prettifyError(error).replaceAll('\n', ' ') : (error as SyntaxError).message;
    throw damaged(event, naming, `has not the metadata of a registry: ${reason}`, error);
  }
}

/** As `proposedEvent` prints it: what stands between is checked without a parser, since every event passes here when the log is read. */
const form = /^\{"version":([1-9]\d{0,8}),"metadata":(\{.*\})\}$/;

/** @throws SyntaxError, ZodError */
function besideOf(text: string): Beside {
  const [, version, recorded] = form.exec(text) ?? [];
  return recorded === undefined ? beside.parse(JSON.parse(text)) : { version: Number(version), metadata: decodeMetadata(recorded) };
}

function damaged({ id, place, streamId }: Found, naming: Naming, what: string, cause?: unknown): StoreError {
  const reason = `event ${id} at position ${place} in stream ${naming.inRegistry(streamId)} ${what}`;
  return new StoreError('corrupt', { reason, position: place, eventId: id }, { cause });
}
