import type { Coverage, Figure } from '../../domain/adoption/coverage.ts';
import type { Dimension } from '../../domain/adoption/grouping.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import { countyOn } from '../../domain/municipality/graph.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Position } from '../../domain/position.ts';
import { coverageAt, type CoverageTable } from '../../projections/coverage/table.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import type { LabelsIn } from './contract.ts';

type GroupColumns = Pick<
  Schemas['CoverageReportRow'],
  | 'solution' | 'solution_name' | 'programme' | 'programme_name' | 'county' | 'county_name'
  | 'health_region' | 'health_region_name' | 'size_class' | 'size_class_label'
>; // prettier-ignore

/** The columns of a group that a report is not broken down by. */
const WHOLE: GroupColumns = {
  solution: null,
  solution_name: null,
  programme: null,
  programme_name: null,
  county: null,
  county_name: null,
  health_region: null,
  health_region_name: null,
  size_class: null,
  size_class_label: null,
};

const WITHOUT_PROGRAMME = { nb: 'Uten program', nn: 'Utan program', en: 'Without a programme' };

/** The columns of one dimension, by the code of a group on a day. */
function columnsOf({ models }: Registry, knownAt: Position, labels: LabelsIn, language: Language) {
  const [regions, classes] = [labels('HealthRegion', language), labels('SizeClass', language)];
  const graph = models.municipalities.graph(knownAt);
  const columns: Record<Dimension, (code: string | null, asOf: CivilDate) => Partial<GroupColumns>> = {
    solution: (id, asOf) => {
      const solution = models.solutions.get(id ?? '', knownAt);
      return { solution: id, solution_name: solution ? nameIn(descriptionOn(solution, { asOf, knownAt }).names, language) : null };
    },
    programme: (id) => ({
      programme: id,
      programme_name: id === null ? WITHOUT_PROGRAMME[language] : models.programmes.nameOf(id, language, knownAt),
    }),
    county: (number, asOf) => ({ county: number, county_name: countyOn(graph, number ?? '', asOf)?.name ?? null }),
    'health-region': (region) => ({
      health_region: region as GroupColumns['health_region'],
      health_region_name: region === null ? null : regions(region),
    }),
    'size-class': (sizeClass) => ({
      size_class: sizeClass as GroupColumns['size_class'],
      size_class_label: sizeClass === null ? null : classes(sizeClass),
    }),
  };
  return columns;
}

const figureColumns = (name: 'municipalities' | 'population', figure: Figure) => ({
  [`${name}_numerator`]: figure.numerator,
  [`${name}_denominator`]: figure.denominator,
  [`${name}_share`]: figure.share,
  [`${name}_unknown`]: figure.unknown,
  [`${name}_inherited`]: figure.inherited,
  [`${name}_partial`]: figure.partial,
  [`${name}_stale`]: figure.stale,
  [`${name}_outside_target_group`]: figure.outsideTargetGroup,
});

/** The rows of a table of coverage, in its order, without the columns of time. */
export function* coverageRows(
  registry: Registry,
  table: CoverageTable,
  choice: CoverageChoice,
  knownAt: Position,
  labels: LabelsIn,
  language: Language,
): Generator<{ readonly date: CivilDate; readonly columns: Omit<Schemas['CoverageReportRow'], 'as_of'> }> {
  const byDimension = columnsOf(registry, knownAt, labels, language);
  const stageLabel = labels('Threshold', language)(choice.stage);
  for (let row = 0; row < table.length; row += 1) {
    const date = table.dates[table.dateOf[row] ?? 0] as CivilDate;
    const groups = table.keys.map(({ dimension, codes, codeOf }) => byDimension[dimension](codes[codeOf[row] ?? 0] ?? null, date));
    yield {
      date,
      columns: {
        ...(Object.assign({}, WHOLE, ...groups) as GroupColumns),
        capability: choice.capability,
        stage: choice.stage,
        stage_label: stageLabel,
        inheritance: choice.inheritance,
        ...coverageColumns(coverageAt(table, row)),
      },
    };
  }
}

type CoverageColumns = Omit<
  Schemas['CoverageReportRow'],
  keyof GroupColumns | 'as_of' | 'capability' | 'stage' | 'stage_label' | 'inheritance'
>;

const coverageColumns = (coverage: Coverage) =>
  ({
    ...figureColumns('municipalities', coverage.municipalities),
    ...figureColumns('population', coverage.population),
    population_counted_on: coverage.populationCountedOn,
    population_derived_for: coverage.populationDerivedFor,
    population_unknown_for: coverage.populationUnknownFor,
  }) as CoverageColumns;
