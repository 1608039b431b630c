import { annulReport, correctReport, reportAdoption } from '../domain/adoption/decide.ts';
import type { AdoptionEvent, AdoptionFact } from '../domain/adoption/events.ts';
import type { Adoption } from '../domain/adoption/state.ts';
import type { Act } from '../domain/authority.ts';
import { type Organisation, registerOrganisation } from '../domain/organisation/decide.ts';
import type { OrganisationEvent } from '../domain/organisation/events.ts';
import { type Programme, registerProgramme } from '../domain/programme/decide.ts';
import type { ProgrammeEvent } from '../domain/programme/events.ts';
import type { Annulment, Correction } from '../domain/record.ts';
import { annulFact, correctFact, recordFact, registerSolution } from '../domain/solution/decide.ts';
import type { SolutionEvent, SolutionFact, SolutionRegistered } from '../domain/solution/events.ts';
import type { Solution } from '../domain/solution/state.ts';
import type { EventOf } from '../domain/event.ts';
import { adoptionStream, organisationStream, programmeStream, solutionStream } from '../domain/streams.ts';
import type { Command } from './command.ts';
import { adoptions, organisations, programmes, solutions } from './concepts.ts';

type SolutionCommand = Command<Solution | undefined, SolutionEvent>;
type AdoptionCommand = Command<Adoption, AdoptionEvent>;

const registration: Act = { kind: 'registration' };

export const registerOrganisationCommand = (data: OrganisationEvent['data']): Command<Organisation | undefined, OrganisationEvent> => ({
  stream: organisationStream(data.organisationNumber),
  concept: organisations,
  act: registration,
  creates: true,
  decide: (organisation) => registerOrganisation(organisation, data),
});

export const registerProgrammeCommand = (data: ProgrammeEvent['data']): Command<Programme | undefined, ProgrammeEvent> => ({
  stream: programmeStream(data.programmeId),
  concept: programmes,
  act: registration,
  creates: true,
  decide: (programme) => registerProgramme(programme, data),
});

export const registerSolutionCommand = (data: EventOf<typeof SolutionRegistered>['data']): SolutionCommand => ({
  stream: solutionStream(data.solutionId),
  concept: solutions,
  act: registration,
  creates: true,
  decide: (solution, facts) => registerSolution(solution, data, facts),
});

const actOf = (fact: SolutionFact): Act => {
  const { solutionId } = fact.data;
  if (fact.type === 'OwnershipChanged') return { kind: 'ownership', solutionId };
  return { kind: fact.type === 'CostUpdated' ? 'cost' : 'other-solution-fact', solutionId };
};

const actOfReport = ({ data: { solutionId, municipalityNumber, effectiveFrom } }: AdoptionFact): Act => ({
  kind: 'adoption',
  solutionId,
  municipalityNumber,
  effectiveFrom,
});

/** A cost update stands beside the others; every other fact of a solution replaces what stood. */
export const recordFactCommand = (fact: SolutionFact): SolutionCommand => ({
  stream: solutionStream(fact.data.solutionId),
  concept: solutions,
  act: actOf(fact),
  replaces: fact.type !== 'CostUpdated',
  decide: (solution, facts) => recordFact(solution, fact, facts),
});

export const reportAdoptionCommand = (fact: AdoptionFact): AdoptionCommand => ({
  stream: adoptionStream(fact.data.solutionId, fact.data.municipalityNumber),
  concept: adoptions,
  act: actOfReport(fact),
  decide: (adoption, facts) => reportAdoption(adoption, fact, facts),
});

const ofSolution = (fact: SolutionFact, recorder: string): Omit<SolutionCommand, 'decide'> => ({
  stream: solutionStream(fact.data.solutionId),
  concept: solutions,
  act: actOf(fact),
  recorder,
  replaces: true,
});

/** @param recorder who recorded the fact: it may mend it */
export const correctFactCommand = (correction: Correction<SolutionFact>, recorder: string): SolutionCommand => ({
  ...ofSolution(correction.fact, recorder),
  decide: (solution, facts) => correctFact(solution, correction, facts),
});

/** @param fact the fact as it was first recorded, which says who has a right to end it */
export const annulFactCommand = (annulment: Annulment, fact: SolutionFact, recorder: string): SolutionCommand => ({
  ...ofSolution(fact, recorder),
  decide: (solution) => annulFact(solution, annulment, fact.data.solutionId),
});

const ofReport = (fact: AdoptionFact, recorder: string): Omit<AdoptionCommand, 'decide'> => ({
  stream: adoptionStream(fact.data.solutionId, fact.data.municipalityNumber),
  concept: adoptions,
  act: actOfReport(fact),
  recorder,
  replaces: true,
});

export const correctReportCommand = (correction: Correction<AdoptionFact>, recorder: string): AdoptionCommand => ({
  ...ofReport(correction.fact, recorder),
  decide: (adoption, facts) => correctReport(adoption, correction, facts),
});

export const annulReportCommand = (annulment: Annulment, fact: AdoptionFact, recorder: string): AdoptionCommand => ({
  ...ofReport(fact, recorder),
  decide: (adoption) => annulReport(adoption, annulment),
});
