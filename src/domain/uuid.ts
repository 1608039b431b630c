/** Four words of 32 bits: a UUID as columns keep it. */
export const WORDS = 4;

/** The value of each hexadecimal digit by its character code; -1 for what is none. Capitals are none: they would be printed small. */
const HEX = new Int8Array(128).fill(-1);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) HEX[digit.charCodeAt(0)] = value;
const DASH = '-'.charCodeAt(0);

/** Reads a UUID into four words. @returns false where the text is none in its usual form */
export function readUuid(text: string, into: Uint32Array): boolean {
  if (text.length !== 36) return false;
  for (let dash = 8; dash < 24; dash += 5) if (text.charCodeAt(dash) !== DASH) return false;
  const [a, b, c, d] = [fourDigits(text, 0), fourDigits(text, 4), fourDigits(text, 9), fourDigits(text, 14)];
  const [e, f, g, h] = [fourDigits(text, 19), fourDigits(text, 24), fourDigits(text, 28), fourDigits(text, 32)];
  into[0] = (a << 16) | b;
  into[1] = (c << 16) | d;
  into[2] = (e << 16) | f;
  into[3] = (g << 16) | h;
  return (a | b | c | d | e | f | g | h) >= 0;
}

/** Negative where one of them is no digit. */
const fourDigits = (text: string, at: number): number =>
  (digit(text, at) << 12) | (digit(text, at + 1) << 8) | (digit(text, at + 2) << 4) | digit(text, at + 3);

const digit = (text: string, at: number): number => HEX[text.charCodeAt(at)] ?? -1;

export function printUuid(words: readonly number[]): string {
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index) => digits.slice(from, [8, 12, 16, 20, 32][index])).join('-');
}
