import { type Dimension, isOfMunicipalities } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { Choices, type Part } from './choices.ts';
import { type Groups, groupsOf, type MunicipalityGroups, municipalityGroups } from './groups.ts';
import type { Choice, RestsOn } from './kept-choice.ts';
import { type DateRows, dateRows, tableOf } from './layout.ts';
import { addMunicipalities } from './sum-municipalities.ts';
import { addSolutions } from './sum-solutions.ts';
import type { CoverageTable } from './table.ts';
import { type Terms, valueOn } from './terms.ts';

/** What coverage is asked for: of these solutions, each of which must be registered at `knownAt`. */
export interface CoverageAsked extends Choice {
  readonly solutionIds: readonly string[];
  readonly knownAt: Position;
}

/** Solutions in order, each once; as one group, and each as a group of its own. */
interface Solutions {
  readonly asked: readonly string[];
  readonly ids: readonly string[];
  readonly places: Uint32Array;
  readonly together: Groups;
  readonly apart: Groups;
}

/** Coverage of any solutions on any dates, in any groups: the rule of the domain, answered from columns. */
export class CoverageFigures {
  readonly #models: RestsOn;
  readonly #choices: Choices;
  /** The solutions of the last question: the next is often about the same. */
  #last: Solutions = solutionsOf([]);

  constructor(models: RestsOn) {
    this.#models = models;
    this.#choices = new Choices(models);
  }

  /** @throws RangeError for a solution that is not registered at the position */
  on(asked: CoverageAsked, asOf: CivilDate, dimensions: readonly Dimension[] = []): CoverageTable {
    return this.series(asked, [asOf], dimensions);
  }

  /** @param dates ascending @throws RangeError for a solution that is not registered at the position */
  series(asked: CoverageAsked, dates: readonly CivilDate[], dimensions: readonly Dimension[] = []): CoverageTable {
    if (!isSame(this.#last.asked, asked.solutionIds)) this.#last = solutionsOf(asked.solutionIds);
    const solutions = this.#last;
    const parts = this.#choices.partsOf(asked, solutions.ids, solutions.places, asked.knownAt);
    const slots = parts.map(({ choice, ids }) => choice.slotsOf(ids, this.#models));
    this.#choices.forget();
    const rows = this.#layout(asked.knownAt, dates.map(dayNumber), dimensions, solutions, termsOf(parts, slots, solutions.ids));
    const table = tableOf(dates, rows, dimensions);
    for (const [at, part] of parts.entries()) for (const one of rows) add(part, slots[at] as Uint32Array, one, table);
    return table;
  }

  #layout(
    knownAt: Position,
    days: readonly DayNumber[],
    dimensions: readonly Dimension[],
    solutions: Solutions,
    termsAt: (place: number) => Terms,
  ): DateRows[] {
    const ground = this.#choices.groundAt(knownAt);
    const [bySolution, byMunicipality] = [dimensions.filter((one) => !isOfMunicipalities(one)), dimensions.filter(isOfMunicipalities)];
    const solutionGroups = (day: DayNumber): Groups => {
      if (bySolution.length === 0) return solutions.together;
      if (bySolution.length === 1 && bySolution[0] === 'solution') return solutions.apart;
      return groupsOf(bySolution, solutions.ids.length, (dimension, place) =>
        dimension === 'solution' ? (solutions.ids[place] as string) : valueOn(termsAt(place).programme, day),
      );
    };
    const inEpoch = new Map<number, MunicipalityGroups>();
    const municipalitiesOf = (epoch: number): MunicipalityGroups => {
      const known = inEpoch.get(epoch) ?? municipalityGroups(byMunicipality, ground, ground.epochs[epoch]);
      inEpoch.set(epoch, known);
      return known;
    };
    const isSolutionFirst = dimensions[0] === undefined || !isOfMunicipalities(dimensions[0]);
    let first = 0;
    return days.map((day) => {
      const epoch = ground.epochOn(day);
      const exists = solutions.ids.length > 0 && (ground.epochs[epoch]?.there.length ?? 0) > 0;
      const municipalities = byMunicipality.length === 0 ? null : municipalitiesOf(epoch);
      const rows = dateRows(day, solutionGroups(day), municipalities, { first, exists, isSolutionFirst });
      first += rows.length;
      return rows;
    });
  }
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => {
  if (one.length !== other.length) return false;
  for (let at = 0; at < one.length; at += 1) if (one[at] !== other[at]) return false;
  return true;
};

function solutionsOf(asked: readonly string[]): Solutions {
  const ids = [...new Set(asked)].sort();
  return {
    asked: [...asked],
    ids,
    places: Uint32Array.from(ids.keys()),
    together: groupsOf([], ids.length, () => null),
    apart: groupsOf(['solution'], ids.length, (_, place) => ids[place] as string),
  };
}

/** The terms of the solution at a place. */
function termsOf(parts: readonly Part[], slots: readonly Uint32Array[], ids: readonly string[]): (place: number) => Terms {
  let terms: Terms[] | undefined;
  return (place) => {
    if (terms === undefined) {
      terms = new Array<Terms>(ids.length);
      for (const [at, { choice, places }] of parts.entries())
        for (const [one, slot] of (slots[at] as Uint32Array).entries()) terms[places[one] as number] = choice.figures.terms[slot] as Terms;
    }
    return terms[place] as Terms;
  };
}

/** Adds a part of the solutions to the rows of a date. */
function add({ choice: { figures }, places }: Part, slots: Uint32Array, to: DateRows, table: CoverageTable): void {
  if (to.length === 0) return;
  const rows = places.map((place) => to.first + (to.solutions.of[place] as number) * to.perSolution);
  if (to.municipalities === null) {
    addSolutions({ figures, slots, rows }, to.day, table);
    return;
  }
  // Solutions of one row one after the other.
  const order = places.map((_, at) => at).sort((a, b) => (rows[a] as number) - (rows[b] as number));
  const ordered = { figures, slots: order.map((at) => slots[at] as number), rows: order.map((at) => rows[at] as number) };
  addMunicipalities(ordered, to.day, to.municipalities, to.perMunicipality, table);
}
