import { type Position, START } from '../domain/position.ts';
import { NO_STREAM, type Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

/** The revision of every stream at every position: what the ETag of a resource begins with. */
export class Revisions implements ReadModel {
  readonly name = 'revisions';
  /** By stream, the positions of its events in order. */
  readonly #positions = new Map<string, Position[]>();

  fold({ stream, position }: Recorded): void {
    const positions = this.#positions.get(stream);
    if (positions === undefined) this.#positions.set(stream, [position]);
    else positions.push(position);
  }

  /** The revision of a stream's last event at or before a position; NO_STREAM where it had none. */
  at(stream: string, knownAt: Position): number {
    const positions = this.#positions.get(stream) ?? [];
    const last = positions.findLastIndex((position) => position <= knownAt);
    return last === -1 ? NO_STREAM : last;
  }

  /** The position of a stream's last event at or before a position; START where it had none. */
  changedAt(stream: string, knownAt: Position): Position {
    return this.#positions.get(stream)?.findLast((position) => position <= knownAt) ?? START;
  }
}
