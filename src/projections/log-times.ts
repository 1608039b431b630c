import { type Instant, parseInstant } from '../domain/instant.ts';
import { type Position, START } from '../domain/position.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Column, float64 } from './column.ts';
import type { ReadModel } from './read-model.ts';

/**
 * When the registry learned what: the effective recorded time of every position, the running maximum of the stamps in the
 * order of the log (clocks differ and step back). 16 bytes an event.
 */
export class LogTimes implements ReadModel {
  readonly name = 'log-times';
  readonly #positions = new Column(float64);
  /** Instants; never falling. */
  readonly #times = new Column(float64);
  #latest = 0;

  fold({ position, metadata }: Recorded): void {
    this.#latest = Math.max(parseInstant(metadata.recordedAt) ?? 0, this.#latest);
    this.#positions.push(position);
    this.#times.push(this.#latest);
  }

  /** The position up to which the log is known at an instant: its longest prefix with recorded times at or before it. */
  positionAt(instant: Instant): Position {
    const known = this.#times.firstWhere((time) => time > instant);
    return known === 0 ? START : (this.#positions.at(known - 1) as Position);
  }

  /** The position after which everything recorded at or after an instant follows. */
  positionBefore(instant: Instant): Position {
    return this.positionAt((instant - 1) as Instant); // instants are whole microseconds
  }

  /** The effective recorded time of the first event after a position; undefined where there is none. */
  timeAfter(position: Position): Instant | undefined {
    const next = this.#positions.firstWhere((one) => one > position);
    return next === this.#positions.length ? undefined : (this.#times.at(next) as Instant);
  }

  /** The effective recorded time of the last event of all; undefined before the first. */
  get newest(): Instant | undefined {
    return this.#times.length === 0 ? undefined : (this.#latest as Instant);
  }

  /** The effective recorded time of the last event at or before a position; undefined before the first. */
  timeAt(position: Position): Instant | undefined {
    const known = this.#positions.firstWhere((one) => one > position);
    return known === 0 ? undefined : (this.#times.at(known - 1) as Instant);
  }
}
