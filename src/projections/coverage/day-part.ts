import { civilDateOf, type DayNumber } from '../../domain/day-number.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { Epoch } from './ground.ts';
import type { DateRows } from './layout.ts';
import { inOrderOf, type Part, rowsOf } from './part.ts';
import { addSolution, type Past } from './past.ts';
import type { CoverageTable } from './table.ts';

/** Solutions that are counted for one day as known at an earlier position, and of which nothing is kept. */
export class DayPart implements Part {
  readonly places: Uint32Array;
  readonly #solutions: readonly Solution[];
  readonly #past: Past;

  constructor(places: Uint32Array, solutions: readonly Solution[], past: Past) {
    this.places = places;
    this.#solutions = solutions;
    this.#past = past;
  }

  programmeOn(at: number, day: DayNumber): string | null {
    const { knownAt } = this.#past;
    return descriptionOn(this.#solutions[at] as Solution, { asOf: civilDateOf(day), knownAt }).programmeId;
  }

  addTo(to: DateRows, table: CoverageTable): void {
    const { standings } = this.#past;
    const { ground } = standings;
    const number = ground.epochOn(to.day);
    if (number < 0) return;
    const epoch = ground.epochs[number] as Epoch;
    const day = { day: to.day, asOf: civilDateOf(to.day) };
    const sums = standings.sumsOf(to.municipalities ?? ground.wholeOf(number));
    const rows = rowsOf(this.places, to);
    const order = inOrderOf(rows);
    for (let one = 0; one < order.length; one += 1) {
      const at = order[one] as number;
      addSolution(this.#past, this.#solutions[at] as Solution, day, epoch, sums);
      const row = rows[at] as number;
      if (one + 1 < order.length && rows[order[one + 1] as number] === row && !sums.isFull) continue;
      sums.flush(row, to.perMunicipality, table);
    }
  }
}
