import type { Decision } from '../decision.ts';
import { refuse } from '../decision.ts';
import { checkMunicipality } from '../municipality/validity.ts';
import { annul, type Annulment, correct, type Correction, record } from '../record.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { RegistryFacts } from '../registry-facts.ts';
import { descriptionOn, knownNow } from '../solution/standing.ts';
import type { Solution } from '../solution/state.ts';
import type { AdoptionEvent, AdoptionFact } from './events.ts';
import { type Adoption, place, subject } from './state.ts';

/** A report is checked against its own date: the number must be valid then, and the solution have the capability. */
function check({ data }: AdoptionFact, solution: Solution, { municipalities }: RegistryFacts): Rejection[] {
  const { municipalityNumber, effectiveFrom, capability } = data;
  const municipality = checkMunicipality(municipalities, municipalityNumber, effectiveFrom, null);
  const known = descriptionOn(solution, knownNow(effectiveFrom)).capabilities.map(({ id }) => id);
  if (capability === null || known.includes(capability)) return municipality;
  return [...municipality, reject('unknown-capability', { capability, effectiveFrom, known }, '/capability')];
}

/** What a municipality's report of its own use leads to. Source: domain.md, «Adoption». */
export function reportAdoption(adoption: Adoption, fact: AdoptionFact, facts: RegistryFacts): Decision<AdoptionEvent> {
  const solution = facts.solution(fact.data.solutionId);
  if (solution === undefined) return refuse(reject('unknown-solution', { solutionId: fact.data.solutionId }));
  return record(adoption, fact, { place, subject, check: (content) => check(content, solution, facts) });
}

export function correctReport(adoption: Adoption, correction: Correction<AdoptionFact>, facts: RegistryFacts): Decision<AdoptionEvent> {
  const { solutionId } = correction.fact.data;
  const solution = facts.solution(solutionId);
  if (solution === undefined) return refuse(reject('unknown-solution', { solutionId }));
  const decision = correct(adoption, correction, { place, subject, check: (content) => check(content, solution, facts) });
  return decision.accepted ? { ...decision, events: decision.events.map((data) => ({ type: 'AdoptionReportCorrected', data })) } : decision;
}

export function annulReport(adoption: Adoption, annulment: Annulment): Decision<AdoptionEvent> {
  const decision = annul(adoption, annulment);
  return decision.accepted ? { ...decision, events: decision.events.map((data) => ({ type: 'AdoptionReportAnnulled', data })) } : decision;
}
