import { printUuid, readUuid, WORDS } from '../domain/uuid.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';
import { Column, uint32 } from './column.ts';

export interface SavedIds {
  readonly words: Uint32Array<ArrayBuffer>;
  readonly slots: Uint32Array<ArrayBuffer>;
  readonly others: Map<string, number>;
}

/**
 * The ids of all events, numbered in the order in which they came. An id is a UUID (some 16 bytes as it is kept here; a string in a
 * Map takes a hundred); one that is not is kept as it is.
 */
export class EventIds {
  readonly #words = new Column(uint32);
  /**
   * An open hash table, two words a slot: a number + 1 (0 where it is free), and a word of the id, so that hardly ever another id is
   * looked at, which lies anywhere in memory. A third of the slots are free, at least.
   */
  #slots = new Uint32Array(2 * 4096);
  #others = new Map<string, number>();
  #otherAt = new Map<number, string>();
  readonly #read = new Uint32Array(WORDS);

  get count(): number {
    return this.#words.length / WORDS;
  }

  save(): SavedIds {
    return { words: this.#words.save(), slots: this.#slots, others: this.#others };
  }

  restore({ words, slots, others }: SavedIds): void {
    this.#words.restore(words);
    this.#slots = new Uint32Array(slots);
    this.#others = others;
    this.#otherAt = new Map([...others].map(([id, number]) => [number, id]));
  }

  /** @returns its number. An id that comes twice is found where it came first */
  add(id: string): number {
    const number = this.count;
    const isUuid = readUuid(id, this.#read);
    const at = this.#words.extend(WORDS);
    if (isUuid) {
      this.#words.values.set(this.#read, at);
      this.#enter(number);
    } else {
      if (!this.#others.has(id)) this.#others.set(id, number);
      this.#otherAt.set(number, id);
    }
    return number;
  }

  /** The same for the ids of records, from one until another. */
  addAll(records: AdoptionRecords, from: number, until: number): void {
    const first = this.count;
    this.#words.extend(WORDS * (until - from));
    const { values } = this.#words;
    for (let index = from; index < until; index += 1)
      for (let word = 0; word < WORDS; word += 1) values[WORDS * (first + index - from) + word] = records.idWord(index, word);
    for (let number = first; number < first + until - from; number += 1) this.#enter(number);
  }

  numberOf(id: string): number | undefined {
    const read = this.#read;
    if (!readUuid(id, read)) return this.#others.get(id);
    return this.numberOfWords(read[0] ?? 0, read[1] ?? 0, read[2] ?? 0, read[3] ?? 0);
  }

  /** The same for the words of a UUID. */
  numberOfWords(a: number, b: number, c: number, d: number): number | undefined {
    const found = this.#slots[2 * this.#slotOf(a, b, c, d)] ?? 0;
    return found === 0 ? undefined : found - 1;
  }

  /** The id with a number that `add` gave. */
  at(number: number): string {
    return this.#otherAt.get(number) ?? printUuid(Array.from({ length: WORDS }, (_, word) => this.#words.at(WORDS * number + word)));
  }

  /** Makes an id found whose words are kept. */
  #enter(number: number): void {
    if (3 * (number + 1) > this.#slots.length) this.#grow(number);
    this.#put(number);
  }

  #put(number: number): void {
    const { values } = this.#words;
    const at = WORDS * number;
    const b = values[at + 1] ?? 0;
    const slot = 2 * this.#slotOf(values[at] ?? 0, b, values[at + 2] ?? 0, values[at + 3] ?? 0);
    if (this.#slots[slot] !== 0) return;
    this.#slots[slot] = number + 1;
    this.#slots[slot + 1] = b;
  }

  /** The slot that has an id, or the free one where it belongs. Random and derived ids alike are spread by any of their words. */
  #slotOf(a: number, b: number, c: number, d: number): number {
    const slots = this.#slots;
    const { values } = this.#words;
    const last = slots.length / 2 - 1;
    let slot = (a ^ Math.imul(d, 0x9e3779b1)) & last;
    for (;;) {
      const found = slots[2 * slot] ?? 0;
      if (found === 0) return slot;
      const at = WORDS * (found - 1);
      if (slots[2 * slot + 1] === b && values[at] === a && values[at + 2] === c && values[at + 3] === d) return slot;
      slot = (slot + 1) & last;
    }
  }

  /** @param until the ids before this number are entered anew */
  #grow(until: number): void {
    this.#slots = new Uint32Array(2 * this.#slots.length);
    // By number and not by slot: the words are read one after another, and an id that came twice is still found where it came first.
    for (let number = 0; number < until; number += 1) if (!this.#otherAt.has(number)) this.#put(number);
  }
}
