import { CONTRIBUTIONS, COUNTS, DENOMINATOR, WAYS } from '../../domain/adoption/contribution.ts';
import type { Cell, MunicipalityGroups } from './groups.ts';
import type { CoverageTable } from './table.ts';

/** What one municipality weighs: itself and its inhabitants in one number, so that both are added up at once. */
const ONE = 2 ** 33;
const MOST_COUNTED = 2 ** 20;
/**
 * So many sums are kept of each cell and way, for one municipality after the other by turns: neighbours are often of one cell and one
 * way, and a sum that was just written is waited for.
 */
const LANES = 4;
const CELL = LANES * WAYS;

/** Municipalities in groups, with what each weighs. */
export interface Cells extends MunicipalityGroups {
  /** By place in the epoch, where the sums begin that the municipality is added to: one of the lanes of its cell. */
  readonly firstOf: Uint32Array;
  /** By place. */
  readonly weights: Float64Array;
  /** So many solutions can be added up before a number may be too large for its half. */
  readonly most: number;
}

export function cellsOf(groups: MunicipalityGroups): Cells {
  const { cellOf, inhabitants } = groups;
  const people = inhabitants.reduce((sum, living) => sum + living, 0);
  return {
    ...groups,
    firstOf: cellOf.map((cell, place) => cell * CELL + (place % LANES) * WAYS),
    weights: Float64Array.from(inhabitants, (living) => ONE + living),
    most: Math.floor(Math.min((ONE - 1) / Math.max(people, 1), MOST_COUNTED / Math.max(cellOf.length, 1))),
  };
}

/** Sums over municipalities by cell and way to contribute, on their way into the rows of a table. */
export class CellSums {
  readonly sums: Float64Array;
  readonly cells: Cells;
  #solutions = 0;

  constructor(cells: Cells) {
    this.cells = cells;
    this.sums = new Float64Array(cells.cells.length * CELL);
  }

  /** Adds a solution's municipalities, each by its way at `ways[first + place]`. */
  add(ways: Uint8Array, first: number): void {
    const { firstOf, weights } = this.cells;
    const { sums } = this;
    for (let place = 0; place < weights.length; place += 1) {
      const at = (firstOf[place] as number) + (ways[first + place] as number);
      sums[at] = (sums[at] as number) + (weights[place] as number);
    }
    this.#solutions += 1;
  }

  get isFull(): boolean {
    return this.#solutions >= this.cells.most;
  }

  /** Adds the sums to a table and begins anew. @param first the row of the first group; the next are `rowsBetween` further each */
  flush(first: number, rowsBetween: number, table: CoverageTable): void {
    const { cells } = this.cells;
    for (let cell = 0; cell < cells.length; cell += 1) {
      const { group, countedOn, isDerived, isCounted } = cells[cell] as Cell;
      const row = first + group * rowsBetween;
      const members = this.#flushCell(cell, row, table);
      if (members === 0) continue;
      if (!isCounted) table.populationUnknownFor[row] = (table.populationUnknownFor[row] as number) + members;
      if (isDerived) table.populationDerivedFor[row] = (table.populationDerivedFor[row] as number) + members;
      table.populationCountedOn[row] = Math.max(table.populationCountedOn[row] as number, countedOn);
    }
    this.clear();
  }

  clear(): void {
    this.sums.fill(0);
    this.#solutions = 0;
  }

  /** @returns how many are in the target group */
  #flushCell(cell: number, row: number, { municipalities: many, population: living, length }: CoverageTable): number {
    let members = 0;
    for (let way = 0; way < CONTRIBUTIONS.length; way += 1) {
      let sum = 0;
      for (let at = cell * CELL + way; at < (cell + 1) * CELL; at += WAYS) sum += this.sums[at] as number;
      if (sum === 0) continue;
      const counted = Math.floor(sum / ONE);
      const people = sum - counted * ONE;
      const contribution = CONTRIBUTIONS[way] as number;
      if ((contribution & DENOMINATOR) !== 0) members += counted;
      for (let count = 0; count < COUNTS.length; count += 1) {
        if ((contribution & (1 << count)) === 0) continue;
        const to = count * length + row;
        many[to] = (many[to] as number) + counted;
        living[to] = (living[to] as number) + people;
      }
    }
    return members;
  }
}
