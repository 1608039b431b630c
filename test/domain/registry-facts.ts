import type { MunicipalityGraph } from '../../src/domain/municipality/graph.ts';
import type { Sector } from '../../src/domain/organisation/events.ts';
import type { OrganisationNumber } from '../../src/domain/organisation-number.ts';
import type { RegistryFacts } from '../../src/domain/registry-facts.ts';
import type { Solution } from '../../src/domain/solution/state.ts';
import { graphOf } from './municipality/register.ts';

export const norskHelsenett = '994598759' as OrganisationNumber;
export const helsedirektoratet = '983544622' as OrganisationNumber;
export const nav = '889640782' as OrganisationNumber;
export const ks = '971032146' as OrganisationNumber;
/** An organisation number that nobody registered. */
export const stranger = '915933149' as OrganisationNumber;

const sectors: Readonly<Record<string, Sector>> = {
  [norskHelsenett]: 'state',
  [helsedirektoratet]: 'directorate',
  [nav]: 'directorate',
  [ks]: 'private',
};

export const sectorOf = (organisationNumber: string): Sector | undefined => sectors[organisationNumber];

/** The rest of the registry: the organisations above, the programme «journal», and what a test is about. */
export const registry = ({
  municipalities = graphOf(),
  solution,
}: { municipalities?: MunicipalityGraph; solution?: Solution | undefined } = {}): RegistryFacts => ({
  sectorOf,
  programmeExists: (programmeId) => programmeId === 'journal',
  solution: (solutionId) => (solution?.id === solutionId ? solution : undefined),
  municipalities,
});
