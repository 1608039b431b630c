import { CONTRIBUTIONS, COUNTS, DENOMINATOR, WAYS } from '../../domain/adoption/contribution.ts';
import type { Epoch } from './ground.ts';
import type { MunicipalityGroups } from './groups.ts';
import type { CoverageTable } from './table.ts';

/** What one municipality weighs: itself and its inhabitants in one number, so that both are added up at once. */
const ONE = 2 ** 33;
const MOST_MUNICIPALITIES = 2 ** 20;

/** Sums over municipalities by cell and way to contribute, on their way into the rows of a table. */
export class CellSums {
  /** By place in the epoch, where the sums of the municipality's cell begin. */
  readonly firstOf: Uint32Array;
  /** By place, what a municipality weighs. */
  readonly weights: Float64Array;
  readonly sums: Float64Array;
  readonly #groups: MunicipalityGroups;
  /** So many solutions can be added up before a number may be too large for its half. */
  readonly #most: number;
  #solutions = 0;

  constructor(groups: MunicipalityGroups, { there, inhabitants }: Epoch) {
    this.#groups = groups;
    this.firstOf = groups.cellOf.map((cell) => cell * WAYS);
    this.weights = Float64Array.from(there, (municipality) => ONE + (inhabitants[municipality] as number));
    this.sums = new Float64Array(groups.cells.length * WAYS);
    const people = there.reduce((sum, municipality) => sum + (inhabitants[municipality] as number), 0);
    this.#most = Math.floor(Math.min((ONE - 1) / Math.max(people, 1), MOST_MUNICIPALITIES / Math.max(there.length, 1)));
  }

  /** Adds a solution's municipalities, each by its way at `ways[first + place]`. */
  add(ways: Uint8Array, first: number): void {
    const { firstOf, weights, sums } = this;
    for (let place = 0; place < weights.length; place += 1) {
      const at = (firstOf[place] as number) + (ways[first + place] as number);
      sums[at] = (sums[at] as number) + (weights[place] as number);
    }
    this.#solutions += 1;
  }

  get isFull(): boolean {
    return this.#solutions >= this.#most;
  }

  /** Adds the sums to a table and begins anew. @param rowOf the row of a group */
  flush(rowOf: (group: number) => number, table: CoverageTable): void {
    for (const [cell, { group, countedOn, isDerived, isCounted }] of this.#groups.cells.entries()) {
      const row = rowOf(group);
      const members = this.#flushCell(cell, row, table);
      if (members === 0) continue;
      if (!isCounted) table.populationUnknownFor[row] = (table.populationUnknownFor[row] as number) + members;
      if (isDerived) table.populationDerivedFor[row] = (table.populationDerivedFor[row] as number) + members;
      table.populationCountedOn[row] = Math.max(table.populationCountedOn[row] as number, countedOn);
    }
    this.sums.fill(0);
    this.#solutions = 0;
  }

  /** @returns how many are in the target group */
  #flushCell(cell: number, row: number, { municipalities, population, length }: CoverageTable): number {
    const many = municipalities.all;
    const living = population.all;
    let members = 0;
    for (let way = 0; way < CONTRIBUTIONS.length; way += 1) {
      const sum = this.sums[cell * WAYS + way] as number;
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
