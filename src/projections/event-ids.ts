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
    const standing = this.#slots;
    this.#slots = new Uint32Array(2 * standing.length);
    const words = new Uint32Array(WORDS);
    for (const found of standing) {
      if (found === 0) continue;
      for (let word = 0; word < WORDS; word += 1) words[word] = this.#words.at(WORDS * (found - 1) + word);
      this.#slots[this.#slotOf(words)] = found;
    }
  }
}

/** The value of each hexadecimal digit by its character code; 255 for what is none. Capitals are none: they would be printed small. */
const HEX = new Uint8Array(128).fill(255);
for (const [value, digit] of Array.from('0123456789abcdef').entries()) HEX[digit.charCodeAt(0)] = value;

const DASHES = [8, 13, 18, 23];
const DASH = '-'.charCodeAt(0);
/** Where the 32 digits stand. */
const PLACES = Uint8Array.from(Array.from({ length: 36 }, (_, place) => place).filter((place) => !DASHES.includes(place)));

/** Reads a UUID into four words. @returns false where the text is none in its usual form */
function readUuid(text: string, into: Uint32Array): boolean {
  if (text.length !== 36) return false;
  for (const dash of DASHES) if (text.charCodeAt(dash) !== DASH) return false;
  let any = 0;
  for (let word = 0; word < WORDS; word += 1) {
    let value = 0;
    for (let digit = 8 * word; digit < 8 * word + 8; digit += 1) {
      const hex = HEX[text.charCodeAt(PLACES[digit] ?? 0)] ?? 255;
      any |= hex;
      value = (value << 4) | hex;
    }
    into[word] = value;
  }
  return any < 16;
}

function printUuid(words: readonly number[]): string {
  const digits = words.map((word) => word.toString(16).padStart(8, '0')).join('');
  return [0, 8, 12, 16, 20].map((from, index) => digits.slice(from, [8, 12, 16, 20, 32][index])).join('-');
}
