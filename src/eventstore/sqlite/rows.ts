import { position } from '../../domain/position.ts';
import { codec } from '../codec.ts';
import { StoreError } from '../errors.ts';
import { metadata } from '../metadata.ts';
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
  const { stream, revision, id } = row;
  const place = position(row.position);
  const { type, version, data } = row;
  const event = codec.decode({ id, position: place, type, version, data });
  return { ...event, id, position: place, stream, revision, metadata: metadataOf(row) };
}

export function metadataOf({ id, position, metadata: text }: Pick<Row, 'id' | 'position' | 'metadata'>): Metadata {
  try {
    return metadata.parse(JSON.parse(text));
  } catch (cause) {
    throw new StoreError(
      'corrupt',
      { reason: `the metadata of event ${id} at position ${position} do not decode`, position, eventId: id },
      { cause },
    );
  }
}
