import { type Decision, recordedAs, refuse } from '../decision.ts';
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

/**
 * What a municipality's report of its own use leads to. Rejects `unknown-solution`, `before-register`, `unknown-municipality`,
 * `municipality-not-valid-on-date` and `unknown-capability`.
 */
export function reportAdoption(adoption: Adoption, fact: AdoptionFact, facts: RegistryFacts): Decision<AdoptionEvent> {
  const solution = facts.solution(fact.data.solutionId);
  if (solution === undefined) return refuse(reject('unknown-solution', { solutionId: fact.data.solutionId }));
  return record(adoption, fact, { place, subject, check: (content) => check(content, solution, facts) });
}

/** Replaces the content of a report, its date included. Rejects what `reportAdoption` and `correct` do. */
export function correctReport(adoption: Adoption, correction: Correction<AdoptionFact>, facts: RegistryFacts): Decision<AdoptionEvent> {
  const { solutionId } = correction.fact.data;
  const solution = facts.solution(solutionId);
  if (solution === undefined) return refuse(reject('unknown-solution', { solutionId }));
  const rules = { place, subject, check: (content: AdoptionFact) => check(content, solution, facts) };
  return recordedAs('AdoptionReportCorrected', correct(adoption, correction, rules));
}

/** Ends a report with all its corrections. Rejects what `annul` does. */
export const annulReport = (adoption: Adoption, annulment: Annulment): Decision<AdoptionEvent> =>
  recordedAs('AdoptionReportAnnulled', annul(adoption, annulment));
