import { hash } from 'node:crypto';
import { metadataText } from './metadata.ts';
import type { Metadata, Stored } from './port.ts';

/** An event as it is stored, but for its place in the log and its own hash (which is left out where it is there). */
export type Unchained = Omit<Stored, 'position' | 'metadata'> & { readonly metadata: Omit<Metadata, 'hash'> };

/** Bytes of a hash. */
const HASH = 32;
const BEFORE_THE_FIRST = '00'.repeat(HASH);

/** Room for what nearly every hash is of, used again and again: two buffers an event are much to be collected. */
const room = Buffer.allocUnsafeSlow(16 * 1024);

/**
 * The link of a stream's hash chain, in hex: SHA-256 over the 32 bytes of the previous event's hash (zeros before the
 * first) and the RFC 8785 bytes of `{data, id, metadata, revision, stream, type, version}`, the metadata without `hash`.
 * @param previous the hash of the stream's previous event in hex; null for the first
 */
export const hashAfter = (previous: string | null, event: Unchained): string =>
  hashOfText(previous, event, metadataText({ ...event.metadata, hash: undefined }));

/** The same where the canonical form of its metadata is known. */
export function hashOfText(previous: string | null, event: Omit<Unchained, 'metadata'>, metadata: string): string {
  const text = envelope(event, metadata);
  const most = HASH + 3 * text.length; // a UTF-16 unit has three bytes at most
  const bytes = most > room.length ? Buffer.allocUnsafe(most) : room;
  bytes.write(previous ?? BEFORE_THE_FIRST, 0, 'hex');
  return hash('sha256', bytes.subarray(0, HASH + bytes.write(text, HASH)), 'hex');
}

/** The members in RFC 8785's order. `data` is canonical already and goes in as it is stored: a byte changed there changes the hash. */
function envelope({ data, id, revision, stream, type, version }: Omit<Unchained, 'metadata'>, metadata: string): string {
  // Joined, and not a template: V8 makes a tree of parts of a long one, which native code takes apart ten times as slowly.
  return [
    '{"data":', data, ',"id":', JSON.stringify(id), ',"metadata":', metadata,
    ',"revision":', revision, ',"stream":', JSON.stringify(stream), ',"type":', JSON.stringify(type), ',"version":', version, '}',
  ].join(''); // prettier-ignore
}
