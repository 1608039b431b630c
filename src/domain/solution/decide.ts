import { accept, type Decision, recordedAs, refuse, repetition, unless } from '../decision.ts';
import { sameContent } from '../dated-facts.ts';
import type { EventOf } from '../event.ts';
import { annul, type Annulment, correct, type Correction, record } from '../record.ts';
import { reject } from '../rejection.ts';
import type { RegistryFacts } from '../registry-facts.ts';
import { check, checkDescription } from './check.ts';
import type { SolutionEvent, SolutionFact, SolutionRegistered } from './events.ts';
import { place, type Solution, subject } from './state.ts';

type Registration = EventOf<typeof SolutionRegistered>['data'];

/** Registers a solution. The same registration again changes nothing; another under the same id collides. */
export function registerSolution(solution: Solution | undefined, data: Registration, facts: RegistryFacts): Decision<SolutionEvent> {
  if (solution !== undefined) {
    const { solutionId: _, ...description } = data;
    const same = sameContent(solution.registration.description, description);
    return same ? repetition(solution.registration.eventId) : refuse(reject('solution-exists', { solutionId: data.solutionId }, '/id'));
  }
  return unless(checkDescription(data, facts), () => accept({ type: 'SolutionRegistered', data } as const));
}

const unknown = (solutionId: string) => refuse(reject('unknown-solution', { solutionId }));

/** Records a dated fact of a solution. Rejects `unknown-solution`, and what `check` does for its kind. */
export function recordFact(solution: Solution | undefined, fact: SolutionFact, facts: RegistryFacts): Decision<SolutionEvent> {
  if (solution === undefined) return unknown(fact.data.solutionId);
  return record(solution.facts, fact, { place, subject, check: (content) => check(content, solution, facts) });
}

/** Replaces the content of a fact, its date included. Rejects what `recordFact` and `correct` do. */
export function correctFact(
  solution: Solution | undefined,
  correction: Correction<SolutionFact>,
  facts: RegistryFacts,
): Decision<SolutionEvent> {
  if (solution === undefined) return unknown(correction.fact.data.solutionId);
  const rules = { place, subject, check: (content: SolutionFact) => check(content, solution, facts, correction.factId) };
  return recordedAs('SolutionFactCorrected', correct(solution.facts, correction, rules));
}

/** Ends a fact with all its corrections. Rejects `unknown-solution`, and what `annul` does. */
export const annulFact = (solution: Solution | undefined, annulment: Annulment, solutionId: string): Decision<SolutionEvent> =>
  solution === undefined ? unknown(solutionId) : recordedAs('SolutionFactAnnulled', annul(solution.facts, annulment));
