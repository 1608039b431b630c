import { crc32 } from 'node:zlib';

/*
 * What streams and ids are looked up by: numbers, a sixth of the texts' size, so that the indexes of millions of events stay in memory.
 * Two texts may have the same number: whoever looks up compares the text in the event.
 */

/** 32 bits. */
export const streamKey = (stream: string): number => crc32(stream);

/** The first 48 bits of a UUID, which are in the order of time where it is of version 7; 32 bits of any other text. */
export function idKey(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16) || crc32(id);
}
