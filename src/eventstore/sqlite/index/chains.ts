/** Room that there is at least. */
const LEAST = 1024;

/** In place of the one before a number that nothing has. */
const NOTHING = 0xffff_ffff;

/**
 * Slots lie all over a table that no cache holds. Those of so many keys are asked for before any is needed: the memory brings them side by side,
 * and a million keys take half as long. What they were is not used; written down, it is no work that a compiler leaves out.
 */
const BLOCK = 32;
const fetched = new Uint32Array(BLOCK);

const powerOfTwo = (atLeast: number): number => 2 ** Math.ceil(Math.log2(Math.max(LEAST, atLeast)));

/** The same with room for more. */
function grown(numbers: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(room);
  more.set(numbers);
  return more;
}

/** Things that are numbered from 0 on, each with a key of 32 bits, found by it from the last to the first: 8 bytes a thing, and 12 to 24 a key. */
export class Chains {
  #count = 0;
  #keys: Uint32Array<ArrayBuffer>;
  /** By thing, 1 + the one before it with the same key; 0 for the first. */
  #before: Uint32Array<ArrayBuffer>;
  /** An open hash table, two words a slot: 1 + the last thing with a key (0 where the slot is free), and the key. A third of the slots are free, at least. */
  #slots: Uint32Array<ArrayBuffer>;
  #used = 0;

  /** @param expected how many things, each of which may have another key: with room for them there is less to do */
  constructor(expected = 0) {
    this.#keys = new Uint32Array(Math.max(LEAST, expected));
    this.#before = new Uint32Array(this.#keys.length);
    this.#slots = new Uint32Array(2 * powerOfTwo(1.5 * expected + 1));
  }

  get count(): number {
    return this.#count;
  }

  /** @param key spread over all its bits */
  add(key: number): void {
    this.addAll([key]);
  }

  addAll(keys: ArrayLike<number>): void {
    this.#makeRoom(keys.length);
    const [slots, all, before] = [this.#slots, this.#keys, this.#before];
    let [number, used] = [this.#count, this.#used];
    for (let from = 0; from < keys.length; from += BLOCK) {
      const until = Math.min(from + BLOCK, keys.length);
      for (let index = from; index < until; index += 1) fetched[index - from] = slots[firstSlot(slots, keys[index] ?? 0)] ?? 0;
      for (let index = from; index < until; index += 1) {
        const key = keys[index] ?? 0;
        const slot = slotOf(slots, key);
        const last = slots[slot] ?? 0;
        if (last === 0) used += 1;
        all[number] = key;
        before[number] = last;
        number += 1;
        slots[slot] = number;
        slots[slot + 1] = key;
      }
    }
    [this.#count, this.#used] = [number, used];
  }

  /** A number that nothing has. */
  skip(): void {
    this.#makeRoom(1);
    this.#keys[this.#count] = 0;
    this.#before[this.#count] = NOTHING;
    this.#count += 1;
  }

  keyAt(number: number): number {
    return this.#keys[number] ?? 0;
  }

  /** The last thing with a key; -1 where there is none. */
  last(key: number): number {
    return (this.#slots[slotOf(this.#slots, key)] ?? 0) - 1;
  }

  /** The one before it with the same key; -1 where there is none. */
  before(number: number): number {
    return (this.#before[number] ?? 0) - 1;
  }

  /**
   * Takes the last ones back, down to so many. A slot that was the first's of its key is free again, as if it had never been taken: those
   * of later keys, which may have been put behind it, were given back before.
   */
  cutTo(count: number): void {
    while (this.#count > count) {
      this.#count -= 1;
      const before = this.#before[this.#count] ?? 0;
      if (before === NOTHING) continue;
      this.#slots[slotOf(this.#slots, this.keyAt(this.#count))] = before;
      if (before === 0) this.#used -= 1;
    }
  }

  /** For so many more things, each of which may have another key. */
  #makeRoom(things: number): void {
    const count = this.#count + things;
    if (count > this.#keys.length) [this.#keys, this.#before] = [grown(this.#keys, 2 * count), grown(this.#before, 2 * count)];
    if (3 * (this.#used + things) > this.#slots.length) this.#spread(2 * powerOfTwo(1.5 * (this.#used + things) + 1));
  }

  /** Puts the keys into more slots, in the order in which they came: so they can be taken back from the last on. */
  #spread(room: number): void {
    const old = this.#slots;
    const slots = new Uint32Array(room);
    for (let number = 0; number < this.#count; number += 1) {
      if (this.#before[number] !== 0) continue; // not the first with its key
      const key = this.keyAt(number);
      const slot = slotOf(slots, key);
      slots[slot] = old[slotOf(old, key)] ?? 0;
      slots[slot + 1] = key;
    }
    this.#slots = slots;
  }
}

const firstSlot = (slots: Uint32Array, key: number): number => (key << 1) & (slots.length - 1);

/** Of the slot that has a key, or of the free one where it belongs. */
function slotOf(slots: Uint32Array, key: number): number {
  const last = slots.length - 1;
  let slot = firstSlot(slots, key);
  while (slots[slot] !== 0 && slots[slot + 1] !== key) slot = (slot + 2) & last;
  return slot;
}
