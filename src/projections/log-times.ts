import { type Instant, parseInstant } from '../domain/instant.ts';
import { type Position, START } from '../domain/position.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

/**
 * When the registry learned what: the effective recorded time of every position, the running maximum of the stamps in the
 * order of the log (clocks differ and step back). 16 bytes an event.
 */
export class LogTimes implements ReadModel {
  readonly name = 'log-times';
  #count = 0;
  #positions = new Float64Array(1024);
  /** Instants; never falling. */
  #times = new Float64Array(1024);

  fold({ position, metadata }: Recorded): void {
    if (this.#count === this.#positions.length) {
      this.#positions = grown(this.#positions);
      this.#times = grown(this.#times);
    }
    this.#positions[this.#count] = position;
    this.#times[this.#count] = Math.max(parseInstant(metadata.recordedAt) ?? 0, this.#times[this.#count - 1] ?? 0);
    this.#count += 1;
  }

  /** The position up to which the log is known at an instant: its longest prefix with recorded times at or before it. */
  positionAt(instant: Instant): Position {
    const known = this.#firstIndexWhere((index) => (this.#times[index] ?? Infinity) > instant);
    return known === 0 ? START : ((this.#positions[known - 1] ?? START) as Position);
  }

  /** The position after which everything recorded at or after an instant follows. */
  positionBefore(instant: Instant): Position {
    return this.positionAt((instant - 1) as Instant); // instants are whole microseconds
  }

  /** The effective recorded time of the first event after a position; undefined where there is none. */
  timeAfter(position: Position): Instant | undefined {
    const next = this.#firstIndexWhere((index) => (this.#positions[index] ?? Infinity) > position);
    return next === this.#count ? undefined : (this.#times[next] as Instant);
  }

  /** The effective recorded time of the last event at or before a position; undefined before the first. */
  timeAt(position: Position): Instant | undefined {
    const known = this.#firstIndexWhere((index) => (this.#positions[index] ?? Infinity) > position);
    return known === 0 ? undefined : (this.#times[known - 1] as Instant);
  }

  #firstIndexWhere(isAfter: (index: number) => boolean): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (isAfter(middle)) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}

function grown(column: Float64Array<ArrayBuffer>): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(column.length * 2);
  larger.set(column);
  return larger;
}
