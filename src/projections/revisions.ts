import { digitsOf } from '../domain/municipality/number.ts';
import { type Position, START } from '../domain/position.ts';
import { adoptionOfStream, isAdoptionStream } from '../domain/streams.ts';
import { NO_STREAM, type Recorded } from '../eventstore/port.ts';
import { Column, float64, uint32 } from './column.ts';
import { Names } from './names.ts';
import type { ReadModel } from './read-model.ts';

/** The revision of every stream at every position: what the ETag of a resource begins with. */
export class Revisions implements ReadModel {
  readonly name = 'revisions';
  /**
   * The row of a stream's last event: by its name, or by a number where it is one of the hundreds of thousands of short streams of
   * adoptions, whose names would take more than all the rest.
   */
  readonly #last = new Map<string | number, number>();
  readonly #solutionIds: Names;
  readonly #positions = new Column(float64);
  /** By row, 1 + the row of the event before it in its stream; 0 for the first. */
  readonly #before = new Column(uint32);
  readonly #revisions = new Column(uint32);

  /** @param solutionIds shared with the other models that keep them by number */
  constructor(solutionIds = new Names()) {
    this.#solutionIds = solutionIds;
  }

  fold({ stream, position }: Recorded): void {
    const key = keyOf(stream, (solutionId) => this.#solutionIds.numberOf(solutionId));
    const before = this.#last.get(key);
    this.#last.set(key, this.#positions.length);
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
    let row = this.#last.get(keyOf(stream, (solutionId) => this.#solutionIds.known(solutionId) ?? 0)) ?? -1;
    while (row >= 0 && this.#positions.at(row) > knownAt) row = this.#before.at(row) - 1;
    return row < 0 ? undefined : row;
  }
}

/** A number for a stream of adoptions, by the number of its solution; the name of any other. */
function keyOf(stream: string, numberOf: (solutionId: string) => number): string | number {
  if (!isAdoptionStream(stream)) return stream;
  const { solutionId, municipalityNumber } = adoptionOfStream(stream);
  return numberOf(solutionId) * 10_000 + digitsOf(municipalityNumber);
}
