import { AdoptionRecords, type Numbering, putRecord, RECORD } from '../../adoption-records.ts';
import type { Recorded } from '../../port.ts';

/** The records of the events that no segment has yet, one behind the other. */
export class PendingRecords {
  #bytes = new Uint8Array(1024 * RECORD);
  #view = new DataView(this.#bytes.buffer);
  #count = 0;

  /** @param numberOf may add a name, in the open transaction */
  add(event: Recorded, numberOf: Numbering): void {
    if ((this.#count + 1) * RECORD > this.#bytes.length) this.#grow();
    if (putRecord(event, numberOf, this.#view, this.#count * RECORD)) this.#count += 1;
  }

  /** Those of the events after a position until another. */
  between(after: number, until: number): Uint8Array {
    return this.#bytes.subarray(this.#countUntil(after) * RECORD, this.#countUntil(until) * RECORD);
  }

  /** Forgets those of the events until a position: a segment has them. */
  dropUntil(position: number): void {
    const dropped = this.#countUntil(position);
    this.#bytes.copyWithin(0, dropped * RECORD, this.#count * RECORD);
    this.#count -= dropped;
  }

  /** Forgets those of the events after a position: they never came to stand. */
  cutAfter(position: number): void {
    this.#count = this.#countUntil(position);
  }

  #countUntil(position: number): number {
    const records = new AdoptionRecords(this.#bytes.subarray(0, this.#count * RECORD));
    let count = this.#count;
    while (count > 0 && records.position(count - 1) > position) count -= 1;
    return count;
  }

  #grow(): void {
    const more = new Uint8Array(2 * this.#bytes.length);
    more.set(this.#bytes);
    this.#bytes = more;
    this.#view = new DataView(more.buffer);
  }
}
