import type { DomainEvent } from './events.ts';
import type { RegisterFact } from './municipality/events.ts';
import { namedBy } from './municipality/named.ts';
import { adoptionOfStream, solutionOfStream } from './streams.ts';

/** What an event is about: the resource that it changed. Solutions and municipalities are also what the log is followed by. */
export type About =
  | { readonly kind: 'organisation'; readonly organisationNumber: string }
  | { readonly kind: 'programme'; readonly programmeId: string }
  | { readonly kind: 'solution'; readonly solutionId: string }
  | { readonly kind: 'adoption'; readonly solutionId: string; readonly municipalityNumber: string }
  | { readonly kind: 'county'; readonly countyNumber: string }
  /** `others`: who else began or ended by it. */
  | { readonly kind: 'municipality'; readonly municipalityNumber: string; readonly others: readonly string[] };

/** By its stream where it has one of its own: an annulment itself names only the fact. */
export function aboutOf(event: DomainEvent & { readonly stream: string }): About {
  switch (event.type) {
    case 'OrganisationRegistered':
      return { kind: 'organisation', organisationNumber: event.data.organisationNumber };
    case 'ProgrammeRegistered':
      return { kind: 'programme', programmeId: event.data.programmeId };
    case 'SolutionRegistered':
    case 'DescriptionChanged':
    case 'PhaseChanged':
    case 'TargetGroupChanged':
    case 'RoleChanged':
    case 'OwnershipChanged':
    case 'SupplierAssigned':
    case 'SupplierReleased':
    case 'CostUpdated':
    case 'SolutionFactCorrected':
    case 'SolutionFactAnnulled':
      return { kind: 'solution', solutionId: solutionOfStream(event.stream) };
    case 'AdoptionReported': // nearly all events: its data name what its stream is named after
      return { kind: 'adoption', solutionId: event.data.solutionId, municipalityNumber: event.data.municipalityNumber };
    case 'AdoptionReportCorrected':
    case 'AdoptionReportAnnulled':
      return { kind: 'adoption', ...adoptionOfStream(event.stream) };
    case 'RegisterFactCorrected':
      return aboutRegister(event.data.fact);
    default:
      return aboutRegister(event);
  }
}

function aboutRegister(fact: RegisterFact): About {
  if (fact.type === 'CountyEstablished' || fact.type === 'CountyEnded') return { kind: 'county', countyNumber: fact.data.countyNumber };
  const { told, ended } = namedBy(fact);
  return fact.type === 'MunicipalitySplit' ? municipality(fact.data.predecessor, told) : municipality(fact.data.municipalityNumber, ended);
}

/** A number may be kept through a reform: it is named once. */
const municipality = (municipalityNumber: string, others: readonly string[]): About => ({
  kind: 'municipality',
  municipalityNumber,
  others: others.filter((other) => other !== municipalityNumber),
});
