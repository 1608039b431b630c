import { position } from '../../domain/position.ts';
import { codec } from '../codec.ts';
import { checksumOf } from './checksum.ts';
import { StoreError } from '../errors.ts';
import { decodeMetadata } from '../metadata.ts';
import type { Metadata, Recorded, Stored } from '../port.ts';

/** A row of `events`; the table is STRICT, so SQLite vouches for the types. */
export interface Row extends Omit<Stored, 'position' | 'metadata'> {
  readonly position: number;
  /** JSON. */
  readonly metadata: string;
  /** Of all the others, as they were written. */
  readonly checksum: number;
}

/** For those who walk the hash chain, which tells more than the checksum. @throws StoreError `corrupt` when the metadata do not decode */
export function storedOf({ checksum: _, ...row }: Row): Stored {
  return { ...row, position: position(row.position), metadata: metadataOf(row) };
}

/** @throws StoreError `corrupt` when it is not what was written, or does not decode */
export function recordedOf(row: Row): Recorded {
  requireSound(row);
  const { stream, revision, id, version } = row;
  const place = position(row.position);
  const { type, data } = codec.decode({ id, position: place, type: row.type, version, data: row.data });
  // Member by member: a spread costs as much as the decoding, and the codec gives no others.
  return { type, data, id, position: place, stream, revision, metadata: metadataOf(row) } as Recorded;
}

/** @throws StoreError `corrupt` when it is not what was written */
export function requireSound(row: Row): void {
  if (!isSound(row)) throw damaged(row, 'is not as it was written');
}

export const isSound = (row: Row): boolean => checksumOf(row) === row.checksum;

export function metadataOf({ id, position, metadata: text }: Pick<Row, 'id' | 'position' | 'metadata'>): Metadata {
  try {
    return decodeMetadata(text);
  } catch (cause) {
    throw damaged({ id, position }, 'has metadata that do not decode', cause);
  }
}

const damaged = ({ id, position: place }: Pick<Row, 'id' | 'position'>, what: string, cause?: unknown): StoreError =>
  new StoreError('corrupt', { reason: `event ${id} at position ${place} ${what}`, position: position(place), eventId: id }, { cause });
