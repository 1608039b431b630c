import { coverageOf, type CoverageRow, coverageRows } from '../../src/domain/adoption/coverage.ts';
import { targetGroupMembers } from '../../src/domain/adoption/target-group.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { countyOn } from '../../src/domain/municipality/graph.ts';
import type { Position } from '../../src/domain/position.ts';
import { descriptionOn, targetGroupOn } from '../../src/domain/solution/standing.ts';
import type { Chronicle } from './chronicle.ts';
import type { Choice, NaiveDimension, NaiveGroup } from './naive-figures.ts';

/** STAND-IN until the engine is there: the rule of the domain, grouped by hand. */
export function engineGroups(
  { models }: Chronicle,
  { solutionIds, capability, stage, inheritance }: Choice,
  knownAt: Position,
  when: CivilDate | readonly CivilDate[],
  dimensions: readonly NaiveDimension[],
): NaiveGroup[] {
  const graph = models.municipalities.graph(knownAt);
  return [when].flat().flatMap((asOf) => {
    const groups = new Map<string, { codes: (string | null)[]; rows: CoverageRow[] }>();
    if (dimensions.length === 0) groups.set('', { codes: [], rows: [] });
    for (const id of solutionIds) {
      const solution = models.solutions.get(id, knownAt);
      if (!solution) throw new Error(id);
      const { confirmationMonths, programmeId } = descriptionOn(solution, { asOf, knownAt });
      const isMember = targetGroupMembers(graph, targetGroupOn(solution, { asOf, knownAt }));
      for (const row of coverageRows(graph, { asOf, stage, inheritance, confirmationMonths, isMember }, models.adoptions.reportsOf(id, capability, knownAt))) {
        const limits = [2000, 5000, 10000, 20000, 50000];
        const sizes = ['0-1999', '2000-4999', '5000-9999', '10000-19999', '20000-49999', '50000+', 'unknown'];
        const size = row.population ? limits.filter((l) => l <= (row.population?.inhabitants ?? 0)).length : 6;
        const code = {
          solution: id,
          programme: programmeId,
          county: row.municipality.countyNumber,
          'health-region': countyOn(graph, row.municipality.countyNumber, asOf)?.healthRegion ?? null,
          'size-class': `${size}`,
        };
        const codes = dimensions.map((d) => code[d]);
        const key = codes.map((c) => c ?? '~').join('|');
        const group = groups.get(key) ?? { codes: dimensions.map((d) => (d === 'size-class' ? (sizes[size] ?? null) : code[d])), rows: [] };
        groups.set(key, group);
        group.rows.push(row);
      }
    }
    return [...groups].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { codes, rows }]) => ({ date: asOf, codes, figures: coverageOf(rows) }));
  });
}
