import type { AdoptionFact } from '../domain/adoption/events.ts';
import { digitsOf, numberOfDigits } from '../domain/municipality/number.ts';
import type { Position } from '../domain/position.ts';
import type { SolutionFact } from '../domain/solution/events.ts';
import { adoptionStream, solutionOfStream, solutionStream } from '../domain/streams.ts';
import { type AdoptionRecords, KIND } from '../eventstore/adoption-records.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Column, uint16, uint32, uint8 } from './column.ts';
import { EventIds, type SavedIds } from './event-ids.ts';
import { Names } from './names.ts';
import { Positions } from './positions.ts';
import type { ReadModel } from './read-model.ts';

/** Where the log has a fact and what became of it: positions, not events. */
export interface Life {
  readonly position: Position;
  readonly corrections: readonly Position[];
  readonly annulment: Position | null;
}

/** The life of a fact, and what it is. */
export interface FactTrace extends Life {
  readonly eventId: string;
  readonly type: SolutionFact['type'] | AdoptionFact['type'] | 'SolutionRegistered';
  readonly stream: string;
  readonly solutionId: string;
  /** Null for a fact of the solution itself. */
  readonly municipalityNumber: string | null;
  readonly recordedBy: string;
}

/** Where the log has the events of a life that were recorded by a position, in their order. */
export const eventsOf = ({ position, corrections, annulment }: Life, knownAt: Position): Position[] =>
  [position, ...corrections, ...(annulment === null ? [] : [annulment])].filter((at) => at <= knownAt);

type Amendments = Omit<Life, 'position'>;
const unamended: Amendments = { corrections: [], annulment: null };

interface Saved {
  readonly ids: SavedIds;
  readonly types: Uint8Array<ArrayBuffer>;
  readonly solutions: Uint32Array<ArrayBuffer>;
  readonly municipalities: Uint16Array<ArrayBuffer>;
  readonly recordedBy: Uint32Array<ArrayBuffer>;
  readonly before: Uint32Array<ArrayBuffer>;
  readonly typeNames: readonly string[];
  readonly amendments: Map<number, Amendments>;
  readonly last: number[];
}

/**
 * Every event id with its position (for repeated keys), and every fact of a solution with what corrected or annulled it, in
 * the order in which they were recorded. A second annulment, or a correction of what is annulled, is a clash: the first wins.
 * Columns with a row an event, and names once each: some 40 bytes an event.
 */
export class Facts implements ReadModel<Saved> {
  readonly name = 'facts';
  readonly #ids = new EventIds();
  readonly #positions: Positions;
  /** By row; what is no fact of a solution has the type 0, and the others count from 1. */
  readonly #types = new Column(uint8);
  /** By row, the number of the solution's name. */
  readonly #solutions = new Column(uint32);
  /** 1 + the four digits; 0 for a fact of the solution itself. */
  readonly #municipalities = new Column(uint16);
  readonly #recordedBy = new Column(uint32);
  readonly #typeNames = new Names();
  #amendments = new Map<number, Amendments>();
  readonly #names: Names;
  /** By row, 1 + the row of the fact before it of its solution; 0 for the first. */
  readonly #before = new Column(uint32);
  /** By the number of a solution's name, 1 + the row of its last fact. */
  #last: number[] = [];

  /** @param names and @param positions shared with the other models that keep them */
  constructor(names = new Names(), positions = new Positions()) {
    this.#names = names;
    this.#positions = positions;
  }

  fold(event: Recorded): void {
    const row = this.#positions.add(event.position);
    this.#ids.add(event.id);
    switch (event.type) {
      case 'AdoptionReported':
        return this.#addFact(row, event, event.data.solutionId, 1 + digitsOf(event.data.municipalityNumber));
      case 'SolutionRegistered':
      case 'DescriptionChanged':
      case 'PhaseChanged':
      case 'TargetGroupChanged':
      case 'RoleChanged':
      case 'OwnershipChanged':
      case 'SupplierAssigned':
      case 'SupplierReleased':
      case 'CostUpdated':
        return this.#addFact(row, event, solutionOfStream(event.stream), 0);
      case 'SolutionFactCorrected':
      case 'AdoptionReportCorrected':
        this.#correct(this.#ids.numberOf(event.data.factId), event.position);
        break;
      case 'SolutionFactAnnulled':
      case 'AdoptionReportAnnulled':
        this.#annul(this.#ids.numberOf(event.data.factId), event.position);
        break;
    }
    this.#add(0, 0, 0, 0, 0);
  }

  foldInShort(records: AdoptionRecords, from: number, until: number): void {
    const first = this.#positions.addAll(records, from, until);
    this.#ids.addAll(records, from, until);
    const report = this.#typeNames.numberOf('AdoptionReported');
    for (const column of [this.#types, this.#solutions, this.#municipalities, this.#recordedBy, this.#before]) column.extend(until - from);
    const types = this.#types.values;
    const solutions = this.#solutions.values;
    const municipalities = this.#municipalities.values;
    const recordedBy = this.#recordedBy.values;
    const before = this.#before.values;
    for (let index = from; index < until; index += 1) {
      if (records.kind(index) !== KIND.AdoptionReported) continue;
      const row = first + index - from;
      const solution = records.solution(index);
      types[row] = report;
      solutions[row] = solution;
      municipalities[row] = 1 + records.municipality(index);
      recordedBy[row] = records.consumer(index);
      before[row] = this.#last[solution] ?? 0;
      this.#last[solution] = row + 1;
    }
    for (let index = from; index < until; index += 1) {
      const kind = records.kind(index);
      if (kind === KIND.AdoptionReportCorrected) this.#correct(this.#rowAmended(records, index), records.position(index));
      if (kind === KIND.AdoptionReportAnnulled) this.#annul(this.#rowAmended(records, index), records.position(index));
    }
  }

  #rowAmended(records: AdoptionRecords, index: number): number | undefined {
    const word = (which: number): number => records.factIdWord(index, which);
    return this.#ids.numberOfWords(word(0), word(1), word(2), word(3));
  }

  save(): Saved {
    return {
      ids: this.#ids.save(),
      types: this.#types.save(),
      solutions: this.#solutions.save(),
      municipalities: this.#municipalities.save(),
      recordedBy: this.#recordedBy.save(),
      before: this.#before.save(),
      typeNames: this.#typeNames.list(),
      amendments: this.#amendments,
      last: this.#last,
    };
  }

  restore(saved: Saved): void {
    this.#ids.restore(saved.ids);
    this.#types.restore(saved.types);
    this.#solutions.restore(saved.solutions);
    this.#municipalities.restore(saved.municipalities);
    this.#recordedBy.restore(saved.recordedBy);
    this.#before.restore(saved.before);
    this.#typeNames.restore(saved.typeNames);
    this.#amendments = saved.amendments;
    this.#last = saved.last;
  }

  #addFact(row: number, { type, metadata }: Recorded, solutionId: string, municipality: number): void {
    const solution = this.#names.numberOf(solutionId);
    this.#add(this.#typeNames.numberOf(type), solution, municipality, this.#names.numberOf(metadata.consumer), this.#last[solution] ?? 0);
    this.#last[solution] = row + 1;
  }

  #add(type: number, solution: number, municipality: number, recordedBy: number, before: number): void {
    this.#types.push(type);
    this.#solutions.push(solution);
    this.#municipalities.push(municipality);
    this.#recordedBy.push(recordedBy);
    this.#before.push(before);
  }

  #correct(row: number | undefined, at: Position): void {
    this.#amend(row, ({ corrections }) => ({ corrections: [...corrections, at], annulment: null }));
  }

  #annul(row: number | undefined, at: Position): void {
    this.#amend(row, ({ corrections }) => ({ corrections, annulment: at }));
  }

  #amend(row: number | undefined, change: (standing: Amendments) => Amendments): void {
    if (row === undefined || this.#types.at(row) === 0) return;
    const standing = this.#amendments.get(row) ?? unamended;
    if (standing.annulment === null) this.#amendments.set(row, change(standing));
  }

  /** Where the log has an event, of whatever type; undefined for an id that it does not have. */
  positionOf(eventId: string): Position | undefined {
    const row = this.#ids.numberOf(eventId);
    return row === undefined ? undefined : this.#positions.at(row);
  }

  /** Where the log has the report that an event in short corrects or annuls. */
  positionAmended(records: AdoptionRecords, index: number): Position | undefined {
    const row = this.#rowAmended(records, index);
    return row === undefined ? undefined : this.#positions.at(row);
  }

  /** The event id by where the log has it. @throws RangeError where it has none there */
  idAt(position: Position): string {
    const row = this.#positions.firstAfter(position) - 1;
    if (this.#positions.at(row) !== position) throw new RangeError(`there is no event at position ${position}`);
    return this.#ids.at(row);
  }

  trace(factId: string): FactTrace | undefined {
    const row = this.#ids.numberOf(factId);
    return row === undefined || this.#types.at(row) === 0 ? undefined : this.traceAt(row);
  }

  /**
   * The rows of the facts of a solution (its registration and the reports on it among them), in the order in which they were recorded;
   * of some types where so asked. Numbers, since there may be a hundred thousand: what a page needs of them is asked of the rows.
   */
  rowsOf(solutionId: string, knownAt: Position, isAsked: (type: FactTrace['type']) => boolean = () => true): number[] {
    const types = [false, ...this.#typeNames.list().map((name) => isAsked(name as FactTrace['type']))];
    const rows: number[] = [];
    let row = (this.#last[this.#names.known(solutionId) ?? 0] ?? 0) - 1;
    for (; row >= 0; row = this.#before.at(row) - 1)
      if (types[this.#types.at(row)] === true && this.#positions.at(row) <= knownAt) rows.push(row);
    return rows.reverse();
  }

  /** Where the log has the event of a row. */
  positionAt(row: number): Position {
    return this.#positions.at(row);
  }

  /** What became of the fact of a row. */
  lifeAt(row: number): Life {
    return { position: this.#positions.at(row), ...(this.#amendments.get(row) ?? unamended) };
  }

  /** @param row of a fact, as `rowsOf` gives it */
  traceAt(row: number): FactTrace {
    const solutionId = this.#names.at(this.#solutions.at(row));
    const municipality = this.#municipalities.at(row);
    const municipalityNumber = municipality === 0 ? null : numberOfDigits(municipality - 1);
    return {
      eventId: this.#ids.at(row),
      type: this.#typeNames.at(this.#types.at(row)) as FactTrace['type'],
      stream: municipalityNumber === null ? solutionStream(solutionId) : adoptionStream(solutionId, municipalityNumber),
      solutionId,
      municipalityNumber,
      recordedBy: this.#names.at(this.#recordedBy.at(row)),
      ...this.lifeAt(row),
    };
  }
}
