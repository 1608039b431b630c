import { LENGTH, VARINT } from './wire.ts';

/** A field of Protocol Buffers, with bytes or a message in it: its fields, one after the other. @param number from 1 to 15 */
export function field(number: number, ...content: readonly Uint8Array[]): Buffer {
  const length = content.reduce((sum, part) => sum + part.length, 0);
  return Buffer.concat([Buffer.from([(number << 3) | LENGTH, ...varint(length)]), ...content]);
}

/** With a text, in UTF-8. */
export const textField = (number: number, text: string): Buffer => field(number, Buffer.from(text));

/** @param value a whole number from 0 to 2^53 */
export const numberField = (number: number, value: number): Buffer => Buffer.from([(number << 3) | VARINT, ...varint(value)]);

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push(rest % 128 | 128);
  }
}
