import { type Language, nameIn } from '../../domain/language.ts';
import { type Municipality, municipalitiesOn } from '../../domain/municipality/graph.ts';
import { populationOn } from '../../domain/municipality/population.ts';
import { descriptionOn, ownerNumbers, phaseOn, supplierOn, targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import { placeColumns } from './adoption.ts';
import type { LabelsIn } from './contract.ts';

const listed = (codes: readonly string[]): string | null => (codes.length === 0 ? null : codes.join(' '));

/** The municipalities of the day, by number. */
export function* municipalityRows(
  registry: Registry,
  isAsked: (municipality: Municipality) => boolean,
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): Generator<Schemas['MunicipalityReportRow']> {
  const { asOf, knownAt } = moment;
  const place = placeColumns(registry, moment, labels, language);
  for (const municipality of municipalitiesOn(registry.models.municipalities.graph(knownAt), asOf)) {
    if (!isAsked(municipality)) continue;
    const population = populationOn(municipality, asOf);
    yield {
      as_of: asOf,
      ...place(municipality),
      valid_from: municipality.validFrom,
      valid_to: municipality.validTo,
      organisation_number: municipality.organisationNumber,
      inhabitants: population?.inhabitants ?? null,
      inhabitants_counted_on: population?.countedOn ?? null,
      inhabitants_derived: population?.derived ?? false,
      predecessors: listed(municipality.predecessors.map((link) => link.municipality.number)),
    };
  }
}

/** What stands of each solution on the day. */
export function* solutionRows(
  { models }: Registry,
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): Generator<Schemas['SolutionReportRow']> {
  const [phases, groups] = [labels('Phase', language), labels('TargetGroupKind', language)];
  const nameOf = (number: string): string => models.organisations.nameOf(number);
  for (const solution of solutions) {
    const { names, programmeId, confirmationMonths } = descriptionOn(solution, moment);
    const phase = phaseOn(solution, moment)?.value.data.phase ?? null;
    const owners = ownerNumbers(solution, moment);
    const operation = supplierOn(solution, 'operation', moment)?.value.data.organisationNumber ?? null;
    const group = targetGroupOn(solution, moment)?.value.data.group.kind ?? null;
    yield {
      as_of: moment.asOf,
      solution: solution.id,
      solution_name: nameIn(names, language),
      programme: programmeId,
      programme_name: programmeId === null ? null : models.programmes.nameOf(programmeId, language, moment.knownAt),
      phase,
      phase_label: phase === null ? null : phases(phase),
      owners: listed(owners),
      owner_names: owners.length === 0 ? null : owners.map(nameOf).join('; '),
      operation_supplier: operation,
      operation_supplier_name: operation === null ? null : nameOf(operation),
      target_group: group,
      target_group_label: group === null ? null : groups(group),
      confirmation_months: confirmationMonths,
    };
  }
}
