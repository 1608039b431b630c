import { aboutOf } from '../domain/about.ts';
import { type DomainEvent, domainEvents } from '../domain/events.ts';
import { digitsOf } from '../domain/municipality/number.ts';
import type { Position } from '../domain/position.ts';
import { type AdoptionRecords, KIND } from '../eventstore/adoption-records.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Column, uint16, uint32, uint8 } from './column.ts';
import { Names } from './names.ts';
import { Positions } from './positions.ts';
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
const LOOKED_AT = 500_000;

/** In the column of municipalities, whose numbers have four digits: the event is about none, or about several. */
const NONE = 10_000;
const SEVERAL = 10_001;

const typeCodes = new Map<string, number>(domainEvents.map(({ type }, code) => [type, code]));
/** By the kind of a record. */
const kindCodes: number[] = [];
for (const [type, kind] of Object.entries(KIND)) kindCodes[kind] = typeCodes.get(type) ?? 0;

interface Saved {
  readonly types: Uint8Array<ArrayBuffer>;
  readonly solutions: Uint32Array<ArrayBuffer>;
  readonly municipalities: Uint16Array<ArrayBuffer>;
  readonly several: Map<number, readonly string[]>;
}

/** What every event is about, in columns in the order of the log, 7 bytes an event: a filter need not read the log itself. */
export class LogIndex implements ReadModel<Saved> {
  readonly name = 'log-index';
  readonly #positions: Positions;
  readonly #types = new Column(uint8);
  /** The number of its name; 0 for none. */
  readonly #solutions = new Column(uint32);
  readonly #municipalities = new Column(uint16);
  readonly #names: Names;
  /** By row, the numbers of an event that is about several. */
  #several = new Map<number, readonly string[]>();

  /** @param names and @param positions shared with the other models that keep them */
  constructor(names = new Names(), positions = new Positions()) {
    this.#names = names;
    this.#positions = positions;
  }

  fold(event: Recorded): void {
    const row = this.#positions.add(event.position);
    const about = aboutOf(event);
    const solution = 'solutionId' in about ? this.#names.numberOf(about.solutionId) : 0;
    let municipality = 'municipalityNumber' in about ? digitsOf(about.municipalityNumber) : NONE;
    if (about.kind === 'municipality' && about.others.length > 0) {
      municipality = SEVERAL;
      this.#several.set(row, [about.municipalityNumber, ...about.others]);
    }
    this.#types.push(typeCodes.get(event.type) ?? 0);
    this.#solutions.push(solution);
    this.#municipalities.push(municipality);
  }

  foldInShort(records: AdoptionRecords, from: number, until: number): void {
    const first = this.#positions.addAll(records, from, until);
    for (const column of [this.#types, this.#solutions, this.#municipalities]) column.extend(until - from);
    const [types, solutions, municipalities] = [this.#types.values, this.#solutions.values, this.#municipalities.values];
    for (let index = from; index < until; index += 1) {
      const row = first + index - from;
      types[row] = kindCodes[records.kind(index)] ?? 0;
      solutions[row] = records.solution(index);
      municipalities[row] = records.municipality(index);
    }
  }

  save(): Saved {
    const [types, solutions, municipalities] = [this.#types.save(), this.#solutions.save(), this.#municipalities.save()];
    return { types, solutions, municipalities, several: this.#several };
  }

  restore({ types, solutions, municipalities, several }: Saved): void {
    this.#types.restore(types);
    this.#solutions.restore(solutions);
    this.#municipalities.restore(municipalities);
    this.#several = several;
  }

  /** @param most how many positions are wanted; @param lookAt how many events may be looked at for them */
  next(after: Position, filter: EventFilter, most: number, lookAt = LOOKED_AT): Found {
    const fits = this.#fitting(filter);
    const positions: Position[] = [];
    const first = this.#positions.firstAfter(after);
    const end = Math.min(this.#types.length, first + lookAt);
    for (let row = first; row < end; row += 1) {
      if (!fits(row)) continue;
      const position = this.#positions.at(row);
      positions.push(position);
      if (positions.length === most) return { positions, lookedUpTo: position };
    }
    return { positions, lookedUpTo: end === this.#types.length ? null : this.#positions.at(end - 1) };
  }

  #fitting({ types, solutionIds, municipalityNumbers }: EventFilter): (row: number) => boolean {
    const ofType = types && marked(domainEvents.length, types.map((type) => typeCodes.get(type))); // prettier-ignore
    const ofSolution = solutionIds && marked(this.#names.count + 1, solutionIds.map((id) => this.#names.known(id))); // prettier-ignore
    const ofMunicipality = municipalityNumbers && marked(SEVERAL + 1, municipalityNumbers.map(Number));
    return (row) =>
      (ofType === undefined || ofType[this.#types.at(row)] === 1) &&
      (ofSolution === undefined || ofSolution[this.#solutions.at(row)] === 1) &&
      (ofMunicipality === undefined || this.#isOf(row, ofMunicipality));
  }

  #isOf(row: number, marks: Uint8Array): boolean {
    const code = this.#municipalities.at(row);
    return code === SEVERAL ? (this.#several.get(row) ?? []).some((number) => marks[Number(number)] === 1) : marks[code] === 1;
  }
}

/** One where a code is wanted; a code that nobody has is wanted in vain. */
function marked(size: number, codes: readonly (number | undefined)[]): Uint8Array {
  const marks = new Uint8Array(size);
  for (const code of codes) if (code !== undefined) marks[code] = 1;
  return marks;
}
