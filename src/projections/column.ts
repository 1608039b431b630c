type Numbers = Float64Array<ArrayBuffer> | Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Uint8Array<ArrayBuffer>;

/** A column of numbers that grows at its end: 1 to 8 bytes each, where an array of objects would take ten times that. */
export class Column<Of extends Numbers> {
  #values: Of;
  #length = 0;
  readonly #make: (length: number) => Of;

  /** @param make `float64` for positions and instants, `uint32` for what is counted, `uint16` and `uint8` for what cannot be more */
  constructor(make: (length: number) => Of) {
    this.#make = make;
    this.#values = make(16);
  }

  get length(): number {
    return this.#length;
  }

  /** What is in it, for whoever reads or writes many rows. Longer than `length`: what lies behind it means nothing. Another one once it grows. */
  get values(): Of {
    return this.#values;
  }

  push(value: number): void {
    const row = this.extend(1);
    this.#values[row] = value;
  }

  /** So many rows more, which are to be written to `values`. @returns the first of them */
  extend(count: number): number {
    const first = this.#length;
    this.#length += count;
    if (this.#length > this.#values.length) {
      const larger = this.#make(Math.max(this.#length, Math.ceil(this.#values.length * 1.5)));
      larger.set(this.#values.subarray(0, first));
      this.#values = larger;
    }
    return first;
  }

  save(): Of {
    return this.#values.subarray(0, this.#length) as Of;
  }

  /** With some room to grow: or else the next row would copy everything, while somebody waits for it. */
  restore(saved: Of): void {
    this.#values = this.#make(Math.max(16, Math.ceil(saved.length * 1.1)));
    this.#values.set(saved);
    this.#length = saved.length;
  }

  /** NaN where there is nothing. */
  at(index: number): number {
    return index < this.#length ? (this.#values[index] ?? NaN) : NaN;
  }

  /** The first row for which something holds, which must hold for all behind it too; `length` where there is none. */
  firstWhere(holds: (value: number) => boolean): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (holds(this.#values[middle] ?? NaN)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

export const float64 = (length: number): Float64Array<ArrayBuffer> => new Float64Array(length);
export const uint32 = (length: number): Uint32Array<ArrayBuffer> => new Uint32Array(length);
export const uint16 = (length: number): Uint16Array<ArrayBuffer> => new Uint16Array(length);
export const uint8 = (length: number): Uint8Array<ArrayBuffer> => new Uint8Array(length);
