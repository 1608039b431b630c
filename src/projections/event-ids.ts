import { Column, uint32 } from './column.ts';

/** Four words of 32 bits. */
const WORDS = 4;

/**
 * The ids of all events, numbered in the order in which they came. An id is a UUID (some 16 bytes as it is kept here; a string in a
 * Map takes a hundred); one that is not is kept as it is.
 */
export class EventIds {
  readonly #words = new Column(uint32);
  /** An open hash table: a number + 1 in each slot, 0 where it is free; twice as many slots as ids, at least. */
  #slots = new Uint32Array(4096);
  readonly #others = new Map<string, number>();
  readonly #otherAt = new Map<number, string>();
  readonly #read = new Uint32Array(WORDS);

  get count(): number {
    return this.#words.length / WORDS;
  }

  /** @returns its number. Of an id that comes twice the last counts */
  add(id: string): number {
    const number = this.count;
    const isUuid = readUuid(id, this.#read);
    for (let word = 0; word < WORDS; word += 1) this.#words.push(isUuid ? (this.#read[word] ?? 0) : 0);
    if (!isUuid) {
      this.#others.set(id, number);
      this.#otherAt.set(number, id);
      return number;
    }
    if (2 * (number + 1) > this.#slots.length) this.#grow();
    this.#slots[this.#slotOf(this.#read)] = number + 1;
    return number;
  }

  numberOf(id: string): number | undefined {
    if (!readUuid(id, this.#read)) return this.#others.get(id);
    const found = this.#slots[this.#slotOf(this.#read)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** The id with a number that `add` gave. */
  at(number: number): string {
    return this.#otherAt.get(number) ?? printUuid(Array.from({ length: WORDS }, (_, word) => this.#words.at(WORDS * number + word)));
  }

  /** The slot that has an id, or the free one where it belongs. Random and derived ids alike are spread by any of their words. */
  #slotOf(words: Uint32Array): number {
    const last = this.#slots.length - 1;
    let slot = ((words[0] ?? 0) ^ Math.imul(words[3] ?? 0, 0x9e3779b1)) & last;
    for (;;) {
      const found = this.#slots[slot] ?? 0;
      if (found === 0 || this.#has(found - 1, words)) return slot;
      slot = (slot + 1) & last;
    }
  }

  #has(number: number, words: Uint32Array): boolean {
    const at = WORDS * number;
    const same = (word: number): boolean => this.#words.at(at + word) === words[word];
    return same(0) && same(1) && same(2) && same(3);
  }

  #grow(): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    const words = new Uint32Array(WORDS);
    // By number and not by slot: the words are read one after another, and of an id that came twice the last still counts.
    for (let number = 0; number < this.count; number += 1) {
      if (this.#otherAt.has(number)) continue;
      for (let word = 0; word < WORDS; word += 1) words[word] = this.#words.at(WORDS * number + word);
      this.#slots[this.#slotOf(words)] = number + 1;
    }
  }
}

/** The value of each hexadecimal digit by its character code; -1 for what is none. Capitals are none: they would be printed small. */
const HEX = new Int8Array(128).fill(-1);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) HEX[digit.charCodeAt(0)] = value;
const DASH = '-'.charCodeAt(0);

/** Reads a UUID into four words. @returns false where the text is none in its usual form */
function readUuid(text: string, into: Uint32Array): boolean {
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

function printUuid(words: readonly number[]): string {
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index) => digits.slice(from, [8, 12, 16, 20, 32][index])).join('-');
}
