import { contributionsFor } from '../../domain/adoption/contribution.ts';
import { civilDateOf, type DayNumber } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { descriptionOn, type Moment, targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { DayStandings } from './day-standings.ts';
import type { Epoch } from './ground.ts';
import type { Choice, RestsOn } from './kept-choice.ts';
import type { DateRows } from './layout.ts';
import { inOrderOf, type Part, rowsOf } from './part.ts';
import type { CoverageTable } from './table.ts';

interface DayMoment extends Moment {
  readonly day: DayNumber;
}

/** Solutions that are counted for one day as known at an earlier position, and of which nothing is kept. */
export class DayPart implements Part {
  readonly places: Uint32Array;
  readonly #solutions: readonly Solution[];
  readonly #choice: Choice;
  readonly #knownAt: Position;
  readonly #standings: DayStandings;
  readonly #models: RestsOn;

  constructor(
    places: Uint32Array,
    solutions: readonly Solution[],
    choice: Choice,
    { knownAt, standings, models }: { readonly knownAt: Position; readonly standings: DayStandings; readonly models: RestsOn },
  ) {
    this.places = places;
    this.#solutions = solutions;
    this.#choice = choice;
    this.#knownAt = knownAt;
    this.#standings = standings;
    this.#models = models;
  }

  programmeOn(at: number, day: DayNumber): string | null {
    return descriptionOn(this.#solutions[at] as Solution, this.#momentOf(day)).programmeId;
  }

  addTo(to: DateRows, table: CoverageTable): void {
    const { ground } = this.#standings;
    const number = ground.epochOn(to.day);
    if (number < 0) return;
    const epoch = ground.epochs[number] as Epoch;
    const contributions = contributionsFor(this.#choice.stage, this.#choice.inheritance);
    const moment = this.#momentOf(to.day);
    const sums = this.#standings.sumsOf(to.municipalities ?? ground.groupsBy([], number));
    const rows = rowsOf(this.places, to);
    const order = inOrderOf(rows);
    for (let one = 0; one < order.length; one += 1) {
      const at = order[one] as number;
      sums.add(this.#waysOf(this.#solutions[at] as Solution, moment, epoch, contributions), 0);
      const row = rows[at] as number;
      if (one + 1 < order.length && rows[order[one + 1] as number] === row && !sums.isFull) continue;
      sums.flush((group) => row + group * to.perMunicipality, table);
    }
  }

  #waysOf(solution: Solution, moment: DayMoment, epoch: Epoch, contributions: Uint8Array): Uint8Array {
    const terms = {
      members: this.#standings.ground.membersOf(targetGroupOn(solution, moment)),
      confirmationMonths: descriptionOn(solution, moment).confirmationMonths ?? 0,
    };
    const columns = this.#models.adoptions.columnsOf(solution.id, this.#choice.capability);
    return this.#standings.waysOn(columns, terms, moment, epoch, contributions);
  }

  #momentOf(day: DayNumber): DayMoment {
    return { day, asOf: civilDateOf(day), knownAt: this.#knownAt };
  }
}
