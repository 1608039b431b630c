import { digitsOf } from '../domain/municipality/number.ts';
import { type Position, START } from '../domain/position.ts';
import { adoptionOfStream, isAdoptionStream } from '../domain/streams.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';
import { NO_STREAM, type Recorded } from '../eventstore/port.ts';
import { Column, uint32 } from './column.ts';
import { Names } from './names.ts';
import { Positions } from './positions.ts';
import type { ReadModel } from './read-model.ts';
import { type SavedSquares, Squares } from './squares.ts';

interface Saved {
  readonly adoptions: SavedSquares;
  readonly others: Map<string, number>;
  readonly before: Uint32Array<ArrayBuffer>;
  readonly revisions: Uint32Array<ArrayBuffer>;
}

/** The revision of every stream at every position: what the ETag of a resource begins with. */
export class Revisions implements ReadModel<Saved> {
  readonly name = 'revisions';
  /** The row of the last event of a stream of adoptions, by solution and municipality: hundreds of thousands, too many for a name each. */
  readonly #lastOfAdoption = new Squares();
  /** The same of any other stream, by its name. */
  #lastOfOther = new Map<string, number>();
  readonly #names: Names;
  readonly #positions: Positions;
  /** By row, 1 + the row of the event before it in its stream; 0 for the first. */
  readonly #before = new Column(uint32);
  readonly #revisions = new Column(uint32);

  /** @param names and @param positions shared with the other models that keep them */
  constructor(names = new Names(), positions = new Positions()) {
    this.#names = names;
    this.#positions = positions;
  }

  fold({ stream, position, revision }: Recorded): void {
    const row = this.#positions.add(position);
    let before: number;
    if (isAdoptionStream(stream)) {
      const { solutionId, municipalityNumber } = adoptionOfStream(stream);
      before = this.#lastOfAdoption.exchange(this.#names.numberOf(solutionId), digitsOf(municipalityNumber), row + 1);
    } else {
      before = this.#lastOfOther.get(stream) ?? 0;
      this.#lastOfOther.set(stream, row + 1);
    }
    this.#before.push(before);
    this.#revisions.push(revision); // its own: of the events before it, some may be left out
  }

  foldInShort(records: AdoptionRecords, from: number, until: number): void {
    const first = this.#positions.addAll(records, from, until);
    this.#before.extend(until - from);
    this.#revisions.extend(until - from);
    const [befores, revisions] = [this.#before.values, this.#revisions.values];
    for (let index = from; index < until; index += 1) {
      const row = first + index - from;
      const before = this.#lastOfAdoption.exchange(records.solution(index), records.municipality(index), row + 1);
      befores[row] = before;
      revisions[row] = before === 0 ? 0 : (revisions[before - 1] ?? 0) + 1;
    }
  }

  save(): Saved {
    const [before, revisions] = [this.#before.save(), this.#revisions.save()];
    return { adoptions: this.#lastOfAdoption.save(), others: this.#lastOfOther, before, revisions };
  }

  restore({ adoptions, others, before, revisions }: Saved): void {
    this.#lastOfAdoption.restore(adoptions);
    this.#lastOfOther = others;
    this.#before.restore(before);
    this.#revisions.restore(revisions);
  }

  /** The revision of a stream's last event at or before a position; NO_STREAM where it had none. */
  at(stream: string, knownAt: Position): number {
    const row = this.#rowAt(stream, knownAt);
    return row === undefined ? NO_STREAM : this.#revisions.at(row);
  }

  /** The position of a stream's last event at or before a position; START where it had none. */
  changedAt(stream: string, knownAt: Position): Position {
    const row = this.#rowAt(stream, knownAt);
    return row === undefined ? START : this.#positions.at(row);
  }

  /** The row of a stream's last event at or before a position. */
  #rowAt(stream: string, knownAt: Position): number | undefined {
    let row = this.#lastOf(stream) - 1;
    while (row >= 0 && this.#positions.at(row) > knownAt) row = this.#before.at(row) - 1;
    return row < 0 ? undefined : row;
  }

  /** 1 + the row of a stream's last event; 0 where it has none. */
  #lastOf(stream: string): number {
    if (!isAdoptionStream(stream)) return this.#lastOfOther.get(stream) ?? 0;
    const { solutionId, municipalityNumber } = adoptionOfStream(stream);
    return this.#lastOfAdoption.at(this.#names.known(solutionId) ?? 0, digitsOf(municipalityNumber));
  }
}
