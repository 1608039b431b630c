import { crc32 } from 'node:zlib';

/**
 * What streams and ids are looked up by: 32 bits, so that those of millions of events are in memory. Two texts may have the same key:
 * whoever looks up compares the text in the event.
 */
export const keyOf = (text: string): number => crc32(text);
