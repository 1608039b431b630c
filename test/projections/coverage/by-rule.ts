import { COUNTS } from '../../../src/domain/adoption/contribution.ts';
import { type CoverageRow, coverageRows } from '../../../src/domain/adoption/coverage.ts';
import { compareCodes, type Dimension, sizeClassOf } from '../../../src/domain/adoption/grouping.ts';
import { targetGroupMembers } from '../../../src/domain/adoption/target-group.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { dayNumber } from '../../../src/domain/day-number.ts';
import { countyOn, type MunicipalityGraph } from '../../../src/domain/municipality/graph.ts';
import { descriptionOn, targetGroupOn } from '../../../src/domain/solution/standing.ts';
import type { FoldedModels } from '../../../src/projections/read-models.ts';
import type { CoverageAsked } from '../../../src/projections/coverage/coverage.ts';
import { type CoverageTable, emptyTable } from '../../../src/projections/coverage/table.ts';

type RestsOn = Pick<FoldedModels, 'municipalities' | 'solutions' | 'adoptions'>;
interface Counted {
  readonly row: CoverageRow;
  readonly date: number;
  readonly codes: readonly (string | null)[];
}

/** The same tables by the rule of the domain: row by row, grouped as it is written. */
export class CoverageByRule {
  readonly #models: RestsOn;

  constructor(models: RestsOn) {
    this.#models = models;
  }

  on(asked: CoverageAsked, asOf: CivilDate, dimensions: readonly Dimension[] = []): CoverageTable {
    return this.series(asked, [asOf], dimensions);
  }

  /** @param dates ascending */
  series(asked: CoverageAsked, dates: readonly CivilDate[], dimensions: readonly Dimension[] = []): CoverageTable {
    const graph = this.#models.municipalities.graph(asked.knownAt);
    const counted = dates.flatMap((asOf, date) => asked.solutionIds.flatMap((id) => this.#count(asked, id, asOf, date, graph, dimensions)));
    const compare = (a: Counted, b: Counted): number => a.date - b.date || compareAll(dimensions, a.codes, b.codes);
    const groups = Object.values(Object.groupBy(counted, ({ date, codes }) => JSON.stringify([date, codes]))) as [Counted, ...Counted[]][];
    groups.sort(([a], [b]) => compare(a, b));
    const rows = dimensions.length > 0 ? groups : dates.map((_, date) => counted.filter((one) => one.date === date));
    const keys = dimensions.map((dimension, at) => {
      const codes = [...new Set(groups.map(([{ codes: all }]) => all[at] ?? null))].sort((a, b) => compareCodes(dimension, a, b));
      return { dimension, codes, codeOf: Uint32Array.from(groups, ([one]) => codes.indexOf(one.codes[at] ?? null)) };
    });
    const dateOf = dimensions.length > 0 ? groups.map(([{ date }]) => date) : dates.map((_, date) => date);
    const table = emptyTable(dates, Uint16Array.from(dateOf), keys);
    for (const [row, group] of rows.entries()) for (const one of group) add(table, row, one.row);
    return table;
  }

  #count(asked: CoverageAsked, id: string, asOf: CivilDate, date: number, graph: MunicipalityGraph, by: readonly Dimension[]): Counted[] {
    const { knownAt, stage, inheritance, capability } = asked;
    const solution = this.#models.solutions.get(id, knownAt);
    if (solution === undefined) throw new RangeError(`solution ${id} is not registered at position ${knownAt}`);
    const { confirmationMonths, programmeId } = descriptionOn(solution, { asOf, knownAt });
    const isMember = targetGroupMembers(graph, targetGroupOn(solution, { asOf, knownAt }));
    const question = { asOf, stage, inheritance, confirmationMonths, isMember };
    const rows = coverageRows(graph, question, this.#models.adoptions.reportsOf(id, capability, knownAt));
    return rows.map((row) => {
      const { countyNumber } = row.municipality;
      const codes: Record<Dimension, () => string | null> = {
        solution: () => id,
        programme: () => programmeId,
        county: () => countyNumber,
        'health-region': () => countyOn(graph, countyNumber, asOf)?.healthRegion ?? null,
        'size-class': () => sizeClassOf(row.population),
      };
      return { row, date, codes: by.map((dimension) => codes[dimension]()) };
    });
  }
}

function compareAll(by: readonly Dimension[], one: readonly (string | null)[], other: readonly (string | null)[]): number {
  return by.map((dimension, at) => compareCodes(dimension, one[at] ?? null, other[at] ?? null)).find((order) => order !== 0) ?? 0;
}

function add(table: CoverageTable, at: number, row: CoverageRow): void {
  const { member, reached, partial, stale, standing, population } = row;
  const inhabitants = population?.inhabitants ?? 0;
  const count = (name: (typeof COUNTS)[number], holds: boolean): void => {
    if (!holds) return;
    const to = COUNTS.indexOf(name) * table.length + at;
    table.municipalities[to] = (table.municipalities[to] ?? 0) + 1;
    table.population[to] = (table.population[to] ?? 0) + inhabitants;
  };
  count('numerator', member && reached);
  count('denominator', member);
  count('unknown', member && standing.source === 'unknown');
  count('inherited', member && reached && standing.source === 'inherited');
  count('partial', member && partial);
  count('stale', member && stale);
  count('outsideTargetGroup', !member && reached);
  if (!member) return;
  if (population === undefined) table.populationUnknownFor[at] = (table.populationUnknownFor[at] ?? 0) + 1;
  else {
    if (population.derived) table.populationDerivedFor[at] = (table.populationDerivedFor[at] ?? 0) + 1;
    table.populationCountedOn[at] = Math.max(table.populationCountedOn[at] ?? -1, dayNumber(population.countedOn));
  }
}
