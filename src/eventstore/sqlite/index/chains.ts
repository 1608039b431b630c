const FIRST = 1024;

/** In a slot whose key nobody has any more. */
const TAKEN_BACK = 0xffff_ffff;

/** The same with room for twice as many. */
function doubled(numbers: Uint32Array): Uint32Array<ArrayBuffer> {
  const more = new Uint32Array(2 * numbers.length);
  more.set(numbers);
  return more;
}

/** Things that are numbered from 0 on, each with a key of 32 bits, found by it from the last to the first: 8 bytes a thing, and 12 to 24 a key. */
export class Chains {
  #count = 0;
  #keys = new Uint32Array(FIRST);
  /** By thing, 1 + the one before it with the same key; 0 for the first. */
  #before = new Uint32Array(FIRST);
  /** An open hash table, two words a slot: 1 + the last thing with a key (0 where the slot is free), and the key. A third of the slots are free, at least. */
  #slots = new Uint32Array(2 * FIRST);
  #used = 0;

  get count(): number {
    return this.#count;
  }

  /** @param key spread over all its bits */
  add(key: number): void {
    if (3 * (this.#used + 1) > this.#slots.length) this.#grow();
    const slot = this.#slotOf(key);
    const last = this.#slots[slot] ?? 0;
    if (last === 0) this.#used += 1;
    this.#extend(key, last === TAKEN_BACK ? 0 : last);
    this.#slots[slot] = this.#count;
    this.#slots[slot + 1] = key;
  }

  /** A number that nothing has. */
  skip(): void {
    this.#extend(0, 0);
  }

  keyAt(number: number): number {
    return this.#keys[number] ?? 0;
  }

  /** The last thing with a key; -1 where there is none. */
  last(key: number): number {
    const last = this.#slots[this.#slotOf(key)] ?? 0;
    return last === TAKEN_BACK ? -1 : last - 1;
  }

  /** The one before it with the same key; -1 where there is none. */
  before(number: number): number {
    return (this.#before[number] ?? 0) - 1;
  }

  /** Takes the last ones back, down to so many. */
  cutTo(count: number): void {
    while (this.#count > count) {
      const number = this.#count - 1;
      const slot = this.#slotOf(this.keyAt(number));
      if (this.#slots[slot] === this.#count) this.#slots[slot] = this.#before[number] || TAKEN_BACK; // another thing where it was skipped
      this.#count = number;
    }
  }

  #extend(key: number, before: number): void {
    if (this.#count === this.#keys.length) [this.#keys, this.#before] = [doubled(this.#keys), doubled(this.#before)];
    this.#keys[this.#count] = key;
    this.#before[this.#count] = before;
    this.#count += 1;
  }

  /** Of the slot that has a key, or of the free one where it belongs. */
  #slotOf(key: number): number {
    const slots = this.#slots;
    const last = slots.length - 1;
    let slot = (key << 1) & last;
    while (slots[slot] !== 0 && slots[slot + 1] !== key) slot = (slot + 2) & last;
    return slot;
  }

  #grow(): void {
    const old = this.#slots;
    this.#slots = new Uint32Array(2 * old.length);
    for (let at = 0; at < old.length; at += 2) {
      const [last = 0, key = 0] = [old[at], old[at + 1]];
      if (last === 0) continue;
      const slot = this.#slotOf(key);
      this.#slots[slot] = last;
      this.#slots[slot + 1] = key;
    }
  }
}
