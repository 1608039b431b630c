import type { DayNumber } from '../domain/day-number.ts';
import { NEVER, type Position, START } from '../domain/position.ts';

/** A version of a report, in numbers. */
export interface ReportVersion {
  readonly position: Position;
  /** The municipality number as a number: 301 for 0301. */
  readonly number: number;
  readonly effectiveFrom: DayNumber;
  /** Of the stage. */
  readonly rank: number;
  readonly confirmedAt: DayNumber;
}

/** How the two packed columns are read: 17 bits hold every day to 2258, 14 every number of four digits, 3 the rank of a stage. */
export const numberIn = (dated: number): number => dated & 0x3fff;
export const dayIn = (dated: number): DayNumber => dated >>> 14;
export const confirmedIn = (said: number): DayNumber => said & 0x1ffff;
export const rankIn = (said: number): number => (said >>> 17) & 7;
/** Whether anything ended this version: only then is it worth asking when. */
export const isEnded = (said: number): boolean => said >>> 20 === 1;
const ENDED = 1 << 20;

/** So many versions are many. */
const LONG = 1024;

export interface SavedReports {
  readonly positions: Float64Array;
  readonly dated: Uint32Array;
  readonly said: Uint32Array;
  readonly endedAt: Map<number, Position>;
  readonly originals: Map<number, number>;
  readonly corrections: Map<number, number>;
  readonly changedAt: Position;
}

/**
 * The reports on one solution (or one capability of it), every version ever recorded, in the order of the log: 16 bytes each, and
 * no object. What few of them have (an end, a correction) is kept beside. The rules of corrections are those of dated facts.
 */
export class ReportColumns {
  #length = 0;
  #positions = new Float64Array();
  /** Day and municipality number. */
  #dated = new Uint32Array();
  /** Confirmation and rank of the stage. */
  #said = new Uint32Array();
  /** By row, where a correction or an annulment ended the version. */
  #endedAt = new Map<number, Position>();
  /** By row of a correction, the row of the report that it corrects; and by that, the row of its last correction. */
  #originals = new Map<number, number>();
  #corrections = new Map<number, number>();
  #changedAt = START;

  get length(): number {
    return this.#length;
  }

  /** Where each version was recorded, ascending. Longer than `length`, as the others are: what lies behind it means nothing. */
  get positions(): Float64Array {
    return this.#positions;
  }

  get dated(): Uint32Array {
    return this.#dated;
  }

  get said(): Uint32Array {
    return this.#said;
  }

  /** The position of the last event that changed anything. */
  get changedAt(): Position {
    return this.#changedAt;
  }

  save(): SavedReports {
    return {
      positions: this.#positions.subarray(0, this.#length),
      dated: this.#dated.subarray(0, this.#length),
      said: this.#said.subarray(0, this.#length),
      endedAt: this.#endedAt,
      originals: this.#originals,
      corrections: this.#corrections,
      changedAt: this.#changedAt,
    };
  }

  static restored(saved: SavedReports): ReportColumns {
    const columns = new ReportColumns();
    columns.#makeRoom(saved.positions.length);
    columns.#positions.set(saved.positions);
    columns.#dated.set(saved.dated);
    columns.#said.set(saved.said);
    columns.#length = saved.positions.length;
    columns.#endedAt = saved.endedAt;
    columns.#originals = saved.originals;
    columns.#corrections = saved.corrections;
    columns.#changedAt = saved.changedAt;
    return columns;
  }

  add({ position, number, effectiveFrom, rank, confirmedAt }: ReportVersion): number {
    if (this.#length === this.#positions.length) this.#grow();
    const row = this.#length;
    this.#positions[row] = position;
    this.#dated[row] = (effectiveFrom << 14) | number;
    this.#said[row] = confirmedAt | (rank << 17);
    this.#changedAt = position;
    this.#length += 1;
    return row;
  }

  /** A new version of the report that was recorded at a position. Nothing where there is none of that number, or it is annulled. */
  correct(original: Position, version: ReportVersion): void {
    const row = this.#rowOf(original, version.number);
    if (row === undefined || !this.#end(row, version.position)) return;
    const correction = this.add(version);
    this.#originals.set(correction, row);
    this.#corrections.set(row, correction);
  }

  /** The end of a report of a number with all its corrections; nothing where there is none. */
  annul(original: Position, number: number, at: Position): void {
    const row = this.#rowOf(original, number);
    if (row !== undefined) this.#end(row, at);
  }

  /** Where the report was first recorded that a row is a version of. */
  originalOf(row: number): Position {
    return this.#positions[this.#originals.get(row) ?? row] as Position;
  }

  /** Whether a version had been recorded by a position, and not ended. */
  isKnown(row: number, knownAt: Position): boolean {
    if ((this.#positions[row] ?? NEVER) > knownAt) return false;
    if (!isEnded(this.#said[row] ?? 0)) return true;
    const endedAt = this.#endedAt.get(row) ?? NEVER;
    return knownAt < endedAt;
  }

  /** Whether anything was ever recorded of one of these numbers by a position, also where it was annulled before that. */
  hasHeardOf(numbers: ReadonlySet<number>, knownAt: Position): boolean {
    const until = this.countUntil(knownAt);
    for (let row = 0; row < until; row += 1) if (numbers.has(numberIn(this.#dated[row] ?? 0))) return true;
    return false;
  }

  /** The rows of the versions that ended after a position and before another. */
  endedWithin(after: Position, before: Position): number[] {
    const rows: number[] = [];
    for (const [row, at] of this.#endedAt) if (at > after && at < before) rows.push(row);
    return rows;
  }

  /**
   * The latest reports by a day, as known at a position, of some rows in the order of the log. It stands here and not where it is asked
   * for because it is a pass over hundreds of rows for one answer: a function of another module would be looked up for every row.
   * @param about by row, what it is about, which has one number on a day
   * @param latest by what reports are about, what the columns `dated` and `said` have of the latest so far, one behind the other
   */
  findLatest(rows: Uint32Array, about: Int16Array, day: DayNumber, knownAt: Position, latest: Uint32Array): void {
    const [positions, dated, said] = [this.#positions, this.#dated, this.#said];
    const lastOfDay = (day << 14) | 0x3fff;
    for (let at = 0; at < rows.length; at += 1) {
      const row = rows[at] as number;
      if ((positions[row] as number) > knownAt) return;
      const when = dated[row] as number;
      const place = 2 * (about[row] as number);
      // Of two reports of one day the later in the log stands.
      if (when > lastOfDay || when < (latest[place] as number)) continue;
      const says = said[row] as number;
      if (isEnded(says) && knownAt >= (this.#endedAt.get(row) as Position)) continue;
      latest[place] = when;
      latest[place + 1] = says;
    }
  }

  /** The rows of the versions that were recorded, or ended, after a position. */
  rowsChangedSince(position: Position): number[] {
    const until = this.countUntil(position);
    const ended = [...this.#endedAt].filter(([row, at]) => at > position && row < until);
    return [...ended.map(([row]) => row), ...Array.from({ length: this.#length - until }, (_, more) => until + more)];
  }

  /** Ends the live version of a report. @returns whether there was one */
  #end(original: number, at: Position): boolean {
    const live = this.#corrections.get(original) ?? original;
    const said = this.#said[live] ?? 0;
    if (isEnded(said)) return false;
    this.#said[live] = said | ENDED;
    this.#endedAt.set(live, at);
    this.#changedAt = at;
    return true;
  }

  /** The row of a number's report as first recorded; undefined for a position that has none, or a correction. */
  #rowOf(position: Position, number: number): number | undefined {
    const row = this.countUntil(position) - 1;
    const isThere = row >= 0 && this.#positions[row] === position && numberIn(this.#dated[row] ?? 0) === number;
    return isThere && !this.#originals.has(row) ? row : undefined;
  }

  /** How many versions had been recorded by a position: the first so many. */
  countUntil(position: Position): number {
    let [low, high] = [0, this.#length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions[middle] ?? NEVER) <= position) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /**
   * By half, and by a sixth once it is long: there are thousands of these, and what lies unused in them counts. One buffer for all
   * three, since each has its price.
   */
  #grow(): void {
    this.#makeRoom(this.#length + Math.max(16, Math.ceil(this.#length / (this.#length < LONG ? 2 : 6))));
  }

  #makeRoom(room: number): void {
    const buffer = new ArrayBuffer(room * 16);
    const positions = new Float64Array(buffer, 0, room);
    const dated = new Uint32Array(buffer, room * 8, room);
    const said = new Uint32Array(buffer, room * 12, room);
    positions.set(this.#positions);
    dated.set(this.#dated);
    said.set(this.#said);
    this.#positions = positions;
    this.#dated = dated;
    this.#said = said;
  }
}
