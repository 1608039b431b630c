import { type Language, nameIn } from '../../domain/language.ts';
import type { OrganisationNumber } from '../../domain/organisation-number.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { ownershipsOn, suppliesOn, type Tenure } from '../../domain/solution/tenure.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import type { LabelsIn } from './contract.ts';

/** Who owns each solution on the day. */
export function* ownershipRows(
  registry: Registry,
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): Generator<Schemas['OwnershipReportRow']> {
  const organisation = organisationColumns(registry, labels, language);
  for (const solution of solutions) {
    for (const ownership of ownershipsOn(solution, moment)) {
      const { name, ...sector } = organisation(ownership.organisationNumber);
      yield {
        ...headColumns(solution, moment, language),
        owner: ownership.organisationNumber,
        owner_name: name,
        ...sector,
        share_basis_points: ownership.shareBasisPoints,
        ...tenureColumns(ownership),
      };
    }
  }
}

/** Who supplies each solution on the day, by responsibility. */
export function* supplierRows(
  registry: Registry,
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): Generator<Schemas['SupplierReportRow']> {
  const organisation = organisationColumns(registry, labels, language);
  const responsibilities = labels('Responsibility', language);
  for (const solution of solutions) {
    for (const supply of suppliesOn(solution, moment)) {
      const { name, ...sector } = organisation(supply.organisationNumber);
      yield {
        ...headColumns(solution, moment, language),
        responsibility: supply.responsibility,
        responsibility_label: responsibilities(supply.responsibility),
        supplier: supply.organisationNumber,
        supplier_name: name,
        ...sector,
        ...tenureColumns(supply),
      };
    }
  }
}

const headColumns = (solution: Solution, moment: ResolvedMoment, language: Language) => ({
  as_of: moment.asOf,
  solution: solution.id,
  solution_name: nameIn(descriptionOn(solution, moment).names, language),
});

const tenureColumns = ({ since, until, eventId }: Tenure) => ({ since, until, fact: eventId });

function organisationColumns({ models }: Registry, labels: LabelsIn, language: Language) {
  const sectors = labels('Sector', language);
  return (organisationNumber: OrganisationNumber) => {
    const sector = models.organisations.sectorOf(organisationNumber) ?? null; // left out by an operator
    return { name: models.organisations.nameOf(organisationNumber), sector, sector_label: sector && sectors(sector) };
  };
}
