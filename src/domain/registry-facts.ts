import type { MunicipalityGraph } from './municipality/graph.ts';
import type { Sector } from './organisation/events.ts';
import type { Solution } from './solution/state.ts';

/** What a decision may ask of the rest of the registry, as this process knows it now. */
export interface RegistryFacts {
  sectorOf(organisationNumber: string): Sector | undefined;
  programmeExists(programmeId: string): boolean;
  solution(solutionId: string): Solution | undefined;
  readonly municipalities: MunicipalityGraph;
}
