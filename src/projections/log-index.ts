import { aboutOf } from '../domain/about.ts';
import { domainEvents } from '../domain/events.ts';
import type { DomainEvent } from '../domain/events.ts';
import { digitsOf } from '../domain/municipality/number.ts';
import type { Position } from '../domain/position.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Names } from './names.ts';
import type { ReadModel } from './read-model.ts';

/** Which events somebody follows: those that fit all that is given, each by any of its values. */
export interface EventFilter {
  readonly types?: readonly DomainEvent['type'][];
  readonly solutionIds?: readonly string[];
  readonly municipalityNumbers?: readonly string[];
}

/** The next events that fit a filter, and how far the log was looked through for them. */
export interface Found {
  readonly positions: readonly Position[];
  /** Null where the end was reached: there is nothing more that fits. */
  readonly lookedUpTo: Position | null;
}

/** How many events are looked at in one go: a few milliseconds, in which nobody else is served. */
export const LOOKED_AT = 500_000;

/** In the column of municipalities, whose numbers have four digits: the event is about none, or about several. */
const NONE = 10_000;
const SEVERAL = 10_001;

const typeCodes = new Map<string, number>(domainEvents.map(({ type }, code) => [type, code]));

/** What every event is about, in columns in the order of the log, 15 bytes an event: a filter need not read the log itself. */
export class LogIndex implements ReadModel {
  readonly name = 'log-index';
  #count = 0;
  #positions = new Float64Array(1024);
  #types = new Uint8Array(1024);
  /** The number of its name; 0 for none. */
  #solutions = new Uint32Array(1024);
  #municipalities = new Uint16Array(1024);
  readonly #solutionIds: Names;
  /** By row, the numbers of an event that is about several. */
  readonly #several = new Map<number, readonly string[]>();

  /** @param solutionIds shared with the other models that keep them by number */
  constructor(solutionIds = new Names()) {
    this.#solutionIds = solutionIds;
  }

  fold(event: Recorded): void {
    const row = this.#count;
    if (row === this.#positions.length) this.#grow();
    const about = aboutOf(event);
    this.#positions[row] = event.position;
    this.#types[row] = typeCodes.get(event.type) ?? 0;
    this.#solutions[row] = 'solutionId' in about ? this.#solutionIds.numberOf(about.solutionId) : 0;
    this.#municipalities[row] = 'municipalityNumber' in about ? digitsOf(about.municipalityNumber) : NONE;
    if (about.kind === 'municipality' && about.others.length > 0) {
      this.#municipalities[row] = SEVERAL;
      this.#several.set(row, [about.municipalityNumber, ...about.others]);
    }
    this.#count += 1;
  }

  /** @param most how many positions are wanted; @param lookAt how many events may be looked at for them */
  next(after: Position, filter: EventFilter, most: number, lookAt = LOOKED_AT): Found {
    const fits = this.#fitting(filter);
    const positions: Position[] = [];
    const first = this.#firstAfter(after);
    const end = Math.min(this.#count, first + lookAt);
    for (let row = first; row < end; row += 1) {
      if (!fits(row)) continue;
      const position = this.#positions[row] as Position;
      positions.push(position);
      if (positions.length === most) return { positions, lookedUpTo: position };
    }
    return { positions, lookedUpTo: end === this.#count ? null : (this.#positions[end - 1] as Position) };
  }

  #fitting({ types, solutionIds, municipalityNumbers }: EventFilter): (row: number) => boolean {
    const ofType = types && marked(domainEvents.length, types.map((type) => typeCodes.get(type))); // prettier-ignore
    const ofSolution = solutionIds && marked(this.#solutionIds.count + 1, solutionIds.map((id) => this.#solutionIds.known(id))); // prettier-ignore
    const ofMunicipality = municipalityNumbers && marked(SEVERAL + 1, municipalityNumbers.map(Number));
    return (row) =>
      (ofType === undefined || ofType[this.#types[row] ?? 0] === 1) &&
      (ofSolution === undefined || ofSolution[this.#solutions[row] ?? 0] === 1) &&
      (ofMunicipality === undefined || this.#isOf(row, ofMunicipality));
  }

  #isOf(row: number, marks: Uint8Array): boolean {
    const code = this.#municipalities[row] ?? NONE;
    return code === SEVERAL ? (this.#several.get(row) ?? []).some((number) => marks[Number(number)] === 1) : marks[code] === 1;
  }

  #firstAfter(position: Position): number {
    let [low, high] = [0, this.#count];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions[middle] ?? Infinity) > position) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  #grow(): void {
    this.#positions = grown(this.#positions, Float64Array);
    this.#types = grown(this.#types, Uint8Array);
    this.#solutions = grown(this.#solutions, Uint32Array);
    this.#municipalities = grown(this.#municipalities, Uint16Array);
  }
}

/** One where a code is wanted; a code that nobody has is wanted in vain. */
function marked(size: number, codes: readonly (number | undefined)[]): Uint8Array {
  const marks = new Uint8Array(size);
  for (const code of codes) if (code !== undefined) marks[code] = 1;
  return marks;
}

function grown<Column extends { readonly length: number; set(from: Column): void }>(
  column: Column,
  make: new (length: number) => Column,
): Column {
  const larger = new make(column.length * 2);
  larger.set(column);
  return larger;
}
