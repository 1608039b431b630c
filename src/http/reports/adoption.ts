import type { CoverageRow } from '../../domain/adoption/coverage.ts';
import { sizeClassOf } from '../../domain/adoption/grouping.ts';
import { rank } from '../../domain/adoption/stage.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import { countyOn, type Municipality, nameOn } from '../../domain/municipality/graph.ts';
import { populationOn } from '../../domain/municipality/population.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import { ownTurn } from '../../projections/own-turn.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import { coverageRowsAt } from '../../projections/coverage/municipality-rows.ts';
import type { LabelsIn } from './contract.ts';

/** Where a municipality belongs on a day, with labels: the columns that every report about municipalities has. */
export function placeColumns({ models }: Registry, { asOf, knownAt }: ResolvedMoment, labels: LabelsIn, language: Language) {
  const graph = models.municipalities.graph(knownAt);
  const [regions, classes] = [labels('HealthRegion', language), labels('SizeClass', language)];
  return (municipality: Municipality) => {
    const county = countyOn(graph, municipality.countyNumber, asOf);
    const sizeClass = sizeClassOf(populationOn(municipality, asOf));
    return {
      municipality: municipality.number,
      municipality_name: nameOn(municipality, asOf),
      county: municipality.countyNumber,
      county_name: county?.name ?? municipality.countyNumber,
      health_region: county?.healthRegion ?? null,
      health_region_name: county ? regions(county.healthRegion) : null,
      size_class: sizeClass,
      size_class_label: classes(sizeClass),
    };
  };
}

/** How every municipality that is asked for stands with every solution, a portion a solution; others have their turn in between. */
export async function* adoptionRows(
  registry: Registry,
  solutions: readonly Solution[],
  isAsked: (municipality: Municipality) => boolean,
  choice: CoverageChoice,
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): AsyncGenerator<Schemas['AdoptionReportRow'][]> {
  const place = placeColumns(registry, moment, labels, language);
  const places = new Map<Municipality, ReturnType<typeof place>>();
  const [stages, sources] = [labels('Stage', language), labels('StageSource', language)];
  for (const solution of solutions) {
    const solutionName = nameIn(descriptionOn(solution, moment).names, language);
    const rows = coverageRowsAt(registry.models, solution, choice, moment).filter(({ municipality }) => isAsked(municipality));
    yield rows.map((row) => {
      const at = places.get(row.municipality) ?? place(row.municipality);
      places.set(row.municipality, at);
      const stage = row.standing.stages[choice.inheritance];
      return {
        as_of: moment.asOf,
        solution: solution.id,
        solution_name: solutionName,
        ...at,
        capability: choice.capability,
        threshold: choice.stage,
        inheritance: choice.inheritance,
        target_group: row.member,
        stage,
        stage_label: stage === null ? null : stages(stage),
        stage_rank: rank(stage),
        ...standing(row, sources),
        inhabitants: row.population?.inhabitants ?? null,
        inhabitants_derived: row.population?.derived ?? false,
      };
    });
    await ownTurn();
  }
}

const standing = (
  { reached, stale, partial, standing: { source, from, since, confirmedAt } }: CoverageRow,
  sources: (code: string) => string,
) => ({
  reached,
  source,
  source_label: sources(source),
  inherited_from: from.length === 0 ? null : from.join(' '),
  since,
  confirmed_at: confirmedAt,
  stale,
  partial,
});
