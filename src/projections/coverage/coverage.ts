import type { Coverage } from '../../domain/adoption/coverage.ts';
import { type Dimension, isOfMunicipalities } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { Choices } from './choices.ts';
import { type Groups, groupsOf } from './groups.ts';
import type { Ground } from './ground.ts';
import type { CoverageChoice } from './choice.ts';
import type { RestsOn } from './rests-on.ts';
import { type DateRows, dateRows, tableOf } from './layout.ts';
import type { Part } from './part.ts';
import { SolutionsAsked } from './solutions-asked.ts';
import { addSolutions } from './sum-solutions.ts';
import { clearTable, coverageAt, type CoverageTable, emptyTable } from './table.ts';

/** What coverage is asked for: of these solutions, each of which must be registered at `knownAt`. */
export interface CoverageAsked extends CoverageChoice {
  readonly solutionIds: readonly string[];
  readonly knownAt: Position;
}

/** One solution. */
export interface OneAsked extends CoverageChoice {
  readonly solutionId: string;
  readonly knownAt: Position;
}

const FIRST = new Uint32Array(1);

/** Coverage of any solutions on any dates, in any groups: the rule of the domain, answered from columns. */
export class CoverageFigures {
  readonly #choices: Choices;
  /** The solutions of the last question: the next is often about the same. */
  #last = new SolutionsAsked([]);
  /** One row and one slot, for one solution after the other. */
  readonly #row = emptyTable([], new Uint16Array(1), []);
  readonly #slot = new Uint32Array(1);

  constructor(models: RestsOn) {
    this.#choices = new Choices(models);
  }

  /** One solution on a day, without a table around it: what is asked for most. @throws RangeError where it is not registered at the position */
  one(asked: OneAsked, asOf: CivilDate): Coverage {
    const { solutionId, knownAt } = asked;
    const kept = this.#choices.presentFor(asked, solutionId, knownAt);
    clearTable(this.#row);
    if (kept === undefined) {
      this.#choices.addPast(asked, solutionId, { asOf, knownAt }, this.#row);
    } else {
      this.#slot[0] = this.#choices.slotOf(kept, solutionId);
      addSolutions({ figures: kept.figures, slots: this.#slot, rows: FIRST }, dayNumber(asOf), this.#row);
    }
    return coverageAt(this.#row, 0);
  }

  /**
   * Derives what a question will need, and lets others have their turn meanwhile: the first question of all solutions needs about a
   * second. Without it the question derives everything itself.
   * @param dates how many days are asked for at once
   * @throws RangeError for a solution that is not registered at the position
   */
  async prepare(asked: CoverageAsked, dates: number): Promise<void> {
    await this.#choices.prepare(asked, this.#solutionsOf(asked), asked.knownAt, dates);
  }

  /**
   * Keeps what is derived for a question about several days of the past, whatever else is asked for, until it is let go of, ten seconds at
   * most. Where many are held already, it waits for one of them, five at most, and goes on without.
   */
  hold(asked: CoverageAsked): Promise<Disposable> {
    return this.#choices.hold(asked, asked.knownAt);
  }

  /** @throws RangeError for a solution that is not registered at the position */
  on(asked: CoverageAsked, asOf: CivilDate, dimensions: readonly Dimension[] = []): CoverageTable {
    return this.series(asked, [asOf], dimensions);
  }

  /** @param dates ascending @throws RangeError for a solution that is not registered at the position */
  series(asked: CoverageAsked, dates: readonly CivilDate[], dimensions: readonly Dimension[] = []): CoverageTable {
    const solutions = this.#solutionsOf(asked);
    const parts = this.#choices.partsOf(asked, solutions, asked.knownAt, dates.length);
    const rows = layout(this.#choices.groundAt(asked.knownAt), dates.map(dayNumber), dimensions, solutions, parts);
    const table = tableOf(dates, rows, dimensions);
    for (const part of parts) for (const to of rows) if (to.length > 0) part.addTo(to, table);
    return table;
  }

  #solutionsOf({ solutionIds }: CoverageAsked): SolutionsAsked {
    if (!this.#last.isFor(solutionIds)) this.#last = new SolutionsAsked(solutionIds);
    return this.#last;
  }
}

/** The rows of each day. */
function layout(
  ground: Ground,
  days: readonly DayNumber[],
  dimensions: readonly Dimension[],
  solutions: SolutionsAsked,
  parts: readonly Part[],
): DateRows[] {
  const bySolution = dimensions.filter((one) => !isOfMunicipalities(one));
  const byMunicipality = dimensions.filter(isOfMunicipalities);
  const isSolutionFirst = dimensions[0] === undefined || !isOfMunicipalities(dimensions[0]);
  let first = 0;
  return days.map((day) => {
    const epoch = ground.epochOn(day);
    const exists = solutions.ids.length > 0 && (ground.epochs[epoch]?.there.length ?? 0) > 0;
    const municipalities = byMunicipality.length === 0 ? null : ground.groupsBy(byMunicipality, epoch);
    const rows = dateRows(day, solutionGroups(bySolution, solutions, parts, day), municipalities, { first, exists, isSolutionFirst });
    first += rows.length;
    return rows;
  });
}

function solutionGroups(dimensions: readonly Dimension[], solutions: SolutionsAsked, parts: readonly Part[], day: DayNumber): Groups {
  if (dimensions.length === 0) return solutions.together;
  if (!dimensions.includes('programme')) return solutions.apart;
  const programmes: (string | null)[] = [];
  for (const part of parts) for (const [at, place] of part.places.entries()) programmes[place] = part.programmeOn(at, day);
  return groupsOf(dimensions, solutions.ids.length, (dimension, place) =>
    dimension === 'solution' ? (solutions.ids[place] as string) : (programmes[place] ?? null),
  );
}
