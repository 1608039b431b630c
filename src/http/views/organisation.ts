import type { Organisation } from '../../domain/organisation/decide.ts';
import type { OrganisationNumber } from '../../domain/organisation-number.ts';
import { descriptionOn, type Moment, ownersOn, responsibilitiesOf, roleOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { Role } from '../../domain/solution/vocabulary.ts';
import type { ReadModels } from '../../projections/read-models.ts';

export const organisationView = ({ data: { organisationNumber, name, sector } }: Organisation) => ({ organisationNumber, name, sector });

/** An organisation as others refer to it. */
export const organisationReference = ({ organisations }: Pick<ReadModels, 'organisations'>, organisationNumber: OrganisationNumber) => ({
  organisationNumber,
  name: organisations.nameOf(organisationNumber),
});

/** What an organisation has to do with a solution on a date. */
export function involvementView(solution: Solution, organisationNumber: string, moment: Moment) {
  const owned = ownersOn(solution, moment)?.value.data.owners.find((owner) => owner.organisationNumber === organisationNumber);
  const holds = (role: Role) => roleOn(solution, role, moment)?.value.data.organisationNumber === organisationNumber;
  return {
    solutionId: solution.id,
    names: descriptionOn(solution, moment).names,
    owns: owned !== undefined,
    shareBasisPoints: owned?.shareBasisPoints ?? null,
    premiseGiver: holds('premise-giver'),
    commissioner: holds('commissioner'),
    responsibilities: responsibilitiesOf(organisationNumber, solution, moment),
  };
}
