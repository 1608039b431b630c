import type { Position } from '../domain/position.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';
import { Column, float64 } from './column.ts';

/**
 * The positions of all events, in order. The row of a position is the row of its event in every read model that keeps one an event:
 * they share this column, and whoever folds an event first adds it.
 */
export class Positions {
  readonly #column = new Column(float64);

  get count(): number {
    return this.#column.length;
  }

  /** @returns its row */
  add(position: Position): number {
    const last = this.#column.length - 1;
    if (last >= 0 && this.#column.at(last) === position) return last;
    this.#column.push(position);
    return last + 1;
  }

  /** Those of records, from one until another. @returns the row of the first */
  addAll(records: AdoptionRecords, from: number, until: number): number {
    const count = until - from;
    const { length } = this.#column;
    if (length > 0 && this.#column.at(length - 1) === records.position(until - 1)) return length - count;
    const first = this.#column.extend(count);
    const { values } = this.#column;
    for (let index = 0; index < count; index += 1) values[first + index] = records.position(from + index);
    return first;
  }

  save(): Float64Array<ArrayBuffer> {
    return this.#column.save();
  }

  restore(saved: Float64Array<ArrayBuffer>): void {
    this.#column.restore(saved);
  }

  at(row: number): Position {
    return this.#column.at(row) as Position;
  }

  /** The row of the first event after a position; `count` where there is none. */
  firstAfter(position: Position): number {
    return this.#column.firstWhere((one) => one > position);
  }
}
