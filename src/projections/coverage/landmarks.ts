import { type DayNumber, NO_DAY } from '../../domain/day-number.ts';
import { NEVER, type Position, START } from '../../domain/position.ts';
import { dayIn, type ReportColumns } from '../report-columns.ts';

/** So many positions of a solution's past are marked, and so many days. */
const MARKS = 6;

/** Where answers in one piece of the past begin. */
interface Landmark {
  /** By lineage two numbers, what the columns `dated` and `said` have of the report that stands; zeros where none is sure to. */
  readonly stands: Uint32Array;
  /** The rows that may yet matter, in the order of the log. */
  readonly rows: Uint32Array;
}

/**
 * The past of one solution, cut up by positions and by days. What stands throughout a piece is found when a question first falls into
 * it; the next looks only at the rows that may yet matter. What was known at a position never changes, so neither does this.
 */
export class Landmarks {
  readonly #madeAt: Position;
  readonly #columns: ReportColumns;
  /** By row, the lineage that it is about; negative for nobody's. */
  readonly #lineageOf: Int16Array;
  readonly #lineages: number;
  /** Where pieces begin; one more at the end. */
  readonly #positions: readonly Position[];
  readonly #days: readonly DayNumber[];
  /** By piece, those of the first positions first. */
  readonly #landmarks: (Landmark | undefined)[] = [];

  /** @param lineages how many there are */
  constructor(columns: ReportColumns, lineageOf: Int16Array, lineages: number) {
    this.#madeAt = columns.changedAt;
    this.#columns = columns;
    this.#lineageOf = lineageOf;
    this.#lineages = lineages;
    const { length, positions, dated } = columns;
    const rows = Array.from({ length: MARKS - 1 }, (_, mark) => Math.floor(((mark + 1) * length) / MARKS));
    this.#positions = [START, ...rows.map((row) => (positions[row] ?? NEVER) as Position), NEVER];
    this.#days = [-1, ...rows.map((row) => dayIn(dated[row] ?? 0)).sort((a, b) => a - b), NO_DAY];
  }

  /** Whether it has all that was known at a position: nothing was recorded since it was made, or only later. */
  reaches(knownAt: Position): boolean {
    return knownAt <= this.#madeAt || this.#columns.changedAt === this.#madeAt;
  }

  /** The latest report of each lineage by a day, as known at a position that it reaches. @param latest what they are put into, as in a landmark */
  find(day: DayNumber, knownAt: Position, latest: Uint32Array): void {
    const [known, dated] = [pieceOf(this.#positions, knownAt), pieceOf(this.#days, day)];
    const { stands, rows } = (this.#landmarks[known * MARKS + dated] ??= this.#make(known, dated));
    latest.set(stands);
    this.#columns.findLatest(rows, this.#lineageOf, day, knownAt, latest);
  }

  /**
   * What is known where the piece begins, and dated by its first day, is known in all of it, unless its lineage has a report that ends
   * within. Any other row of its lineage comes later in the log, or on a later day, so of two of one day that which is looked at stands.
   */
  #make(known: number, dated: number): Landmark {
    const [since, until] = [this.#positions[known] as Position, this.#positions[known + 1] as Position];
    const [from, to] = [this.#days[dated] as DayNumber, this.#days[dated + 1] as DayNumber];
    const [columns, lineageOf] = [this.#columns, this.#lineageOf];
    const ending = new Uint8Array(this.#lineages);
    for (const row of columns.endedWithin(since, until)) ending[lineageOf[row] as number] = 1;
    const [settled, open] = [new Uint32Array(lineageOf.length), new Uint32Array(lineageOf.length)];
    let [sure, unsure] = [0, 0];
    for (let row = 0; row < lineageOf.length && (columns.positions[row] as number) < until; row += 1) {
      const day = dayIn(columns.dated[row] as number);
      const lineage = lineageOf[row] as number;
      if (lineage < 0 || day >= to) continue;
      if (day <= from && ending[lineage] === 0 && columns.isKnown(row, since)) settled[sure++] = row;
      else open[unsure++] = row;
    }
    const stands = new Uint32Array(2 * this.#lineages);
    columns.findLatest(settled.subarray(0, sure), lineageOf, from, since, stands);
    return { stands, rows: open.slice(0, unsure) };
  }
}

/** The last piece that begins by a value, which the first does. */
function pieceOf(begins: readonly number[], value: number): number {
  let piece = MARKS - 1;
  while (piece > 0 && (begins[piece] as number) > value) piece -= 1;
  return piece;
}
