import { position } from '../../domain/position.ts';
import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { decodeMetadata } from '../metadata.ts';
import type { Metadata, Recorded, Stored } from '../port.ts';

/** A row of `events`; the table is STRICT, so SQLite vouches for the types. */
export interface Row extends Omit<Stored, 'position' | 'metadata'> {
  readonly position: number;
  /** JSON. */
  readonly metadata: string;
}

/** @throws StoreError `corrupt` when the metadata are not what was written */
export function storedOf(row: Row): Stored {
  return { ...row, position: position(row.position), metadata: metadataOf(row) };
}

/** @throws StoreError `corrupt` when data or metadata do not decode */
export function recordedOf(row: Row): Recorded {
  const { stream, revision, id, version } = row;
  const place = position(row.position);
  const { type, data } = codec.decode({ id, position: place, type: row.type, version, data: row.data });
  // Member by member: a spread costs as much as the decoding, and the codec gives no others.
  return { type, data, id, position: place, stream, revision, metadata: metadataOf(row) } as Recorded;
}

export function metadataOf({ id, position, metadata: text }: Pick<Row, 'id' | 'position' | 'metadata'>): Metadata {
  try {
    return decodeMetadata(text);
  } catch (cause) {
    throw new StoreError(
      'corrupt',
      { reason: `the metadata of event ${id} at position ${position} do not decode`, position, eventId: id },
      { cause },
    );
  }
}
