import { type Position, START } from '../domain/position.ts';
import { NO_STREAM, type Recorded } from '../eventstore/port.ts';
import { Column, float64, uint32 } from './column.ts';
import type { ReadModel } from './read-model.ts';

/** The revision of every stream at every position: what the ETag of a resource begins with. */
export class Revisions implements ReadModel {
  readonly name = 'revisions';
  /** By stream, the row of its last event; streams are many and short. */
  readonly #last = new Map<string, number>();
  readonly #positions = new Column(float64);
  /** By row, 1 + the row of the event before it in its stream; 0 for the first. */
  readonly #before = new Column(uint32);
  readonly #revisions = new Column(uint32);

  fold({ stream, position }: Recorded): void {
    const before = this.#last.get(stream);
    this.#last.set(stream, this.#positions.length);
    this.#positions.push(position);
    this.#before.push(before === undefined ? 0 : before + 1);
    this.#revisions.push(before === undefined ? 0 : this.#revisions.at(before) + 1);
  }

  /** The revision of a stream's last event at or before a position; NO_STREAM where it had none. */
  at(stream: string, knownAt: Position): number {
    const row = this.#rowAt(stream, knownAt);
    return row === undefined ? NO_STREAM : this.#revisions.at(row);
  }

  /** The position of a stream's last event at or before a position; START where it had none. */
  changedAt(stream: string, knownAt: Position): Position {
    const row = this.#rowAt(stream, knownAt);
    return row === undefined ? START : (this.#positions.at(row) as Position);
  }

  /** The row of a stream's last event at or before a position. */
  #rowAt(stream: string, knownAt: Position): number | undefined {
    let row = this.#last.get(stream) ?? -1;
    while (row >= 0 && this.#positions.at(row) > knownAt) row = this.#before.at(row) - 1;
    return row < 0 ? undefined : row;
  }
}
