import { type Instant, parseInstant } from '../domain/instant.ts';
import { type Position, START } from '../domain/position.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Column, float64 } from './column.ts';
import { Positions } from './positions.ts';
import type { ReadModel } from './read-model.ts';

/**
 * When the registry learned what: the effective recorded time of every position, the running maximum of the stamps in the
 * order of the log (clocks differ and step back). 8 bytes an event.
 */
export class LogTimes implements ReadModel<Float64Array<ArrayBuffer>> {
  readonly name = 'log-times';
  readonly #positions: Positions;
  /** Instants by row; never falling. */
  readonly #times = new Column(float64);

  /** @param positions shared with the other models that keep a row an event */
  constructor(positions = new Positions()) {
    this.#positions = positions;
  }

  fold({ position, metadata }: Recorded): void {
    this.#positions.add(position);
    this.#times.push(Math.max(parseInstant(metadata.recordedAt) ?? 0, this.#latest));
  }

  foldInShort(records: AdoptionRecords, from: number, until: number): void {
    let latest = this.#latest;
    const first = this.#positions.addAll(records, from, until);
    this.#times.extend(until - from);
    const { values } = this.#times;
    for (let index = from; index < until; index += 1) {
      latest = Math.max(latest, records.recordedAt(index));
      values[first + index - from] = latest;
    }
  }

  save(): Float64Array<ArrayBuffer> {
    return this.#times.save();
  }

  restore(saved: Float64Array<ArrayBuffer>): void {
    this.#times.restore(saved);
  }

  /** 0 before the first event. */
  get #latest(): number {
    return this.#times.length === 0 ? 0 : this.#times.at(this.#times.length - 1);
  }

  /** The position up to which the log is known at an instant: its longest prefix with recorded times at or before it. */
  positionAt(instant: Instant): Position {
    const known = this.#times.firstWhere((time) => time > instant);
    return known === 0 ? START : this.#positions.at(known - 1);
  }

  /** The position after which everything recorded at or after an instant follows. */
  positionBefore(instant: Instant): Position {
    return this.positionAt((instant - 1) as Instant); // instants are whole microseconds
  }

  /** The effective recorded time of the first event after a position; undefined where there is none. */
  timeAfter(position: Position): Instant | undefined {
    const next = this.#positions.firstAfter(position);
    return next >= this.#times.length ? undefined : (this.#times.at(next) as Instant);
  }

  /** The effective recorded time of the last event of all; undefined before the first. */
  get newest(): Instant | undefined {
    return this.#times.length === 0 ? undefined : (this.#latest as Instant);
  }

  /** The effective recorded time of the last event at or before a position; undefined before the first. */
  timeAt(position: Position): Instant | undefined {
    const known = this.#positions.firstAfter(position);
    return known === 0 ? undefined : (this.#times.at(known - 1) as Instant);
  }
}
