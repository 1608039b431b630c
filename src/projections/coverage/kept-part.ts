import type { DayNumber } from '../../domain/day-number.ts';
import type { ChoiceFigures } from './choice-figures.ts';
import type { DateRows } from './layout.ts';
import { inOrderOf, type Part, rowsOf } from './part.ts';
import { addMunicipalities } from './sum-municipalities.ts';
import { addSolutions } from './sum-solutions.ts';
import type { CoverageTable } from './table.ts';
import { type Terms, valueOn } from './terms.ts';

/** Solutions whose figures are kept. */
export class KeptPart implements Part {
  readonly places: Uint32Array;
  readonly #figures: ChoiceFigures;
  readonly #slots: Uint32Array;

  constructor(places: Uint32Array, figures: ChoiceFigures, slots: Uint32Array) {
    this.places = places;
    this.#figures = figures;
    this.#slots = slots;
  }

  programmeOn(at: number, day: DayNumber): string | null {
    return valueOn((this.#figures.terms[this.#slots[at] as number] as Terms).programme, day);
  }

  addTo(to: DateRows, table: CoverageTable): void {
    const rows = rowsOf(this.places, to);
    const figures = this.#figures;
    if (to.municipalities === null) {
      addSolutions({ figures, slots: this.#slots, rows }, to.day, table);
    } else {
      const order = inOrderOf(rows);
      const ordered = { figures, slots: order.map((at) => this.#slots[at] as number), rows: order.map((at) => rows[at] as number) };
      addMunicipalities(ordered, to.day, to.municipalities, to.perMunicipality, table);
    }
  }
}
