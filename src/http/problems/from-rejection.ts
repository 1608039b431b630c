import type { Rejection, RejectionCode } from '../../domain/rejection.ts';
import { rejectionSentence } from '../../domain/rejection-sentence.ts';
import { successionView } from '../views/municipality.ts';
import { parameterProblem, type Problem, violationsProblem } from './problem.ts';

/** What a rejection of the whole is about: the parameter of the path that names it. */
const IN_PATH: Partial<Record<RejectionCode, string>> = {
  'unknown-solution': 'solutionId',
  'unknown-municipality': 'municipalityNumber',
  'not-a-fact': 'eventId',
  'already-annulled': 'eventId',
};

/** The members of a rejection as the contract shows them. */
function members({ code, details }: Rejection): object {
  if (code !== 'municipality-not-valid-on-date') return details;
  return { ...details, successors: details.successors.map(successionView), predecessors: details.predecessors.map(successionView) };
}

/** What the domain has against a parameter of the query. */
export const rejectedParameter = (rejection: Rejection, parameter: string): Problem =>
  parameterProblem(rejection.code, parameter, rejectionSentence(rejection), { members: members(rejection) });

/** The first rejection gives the code and the members; all are listed. What is unknown in the path is 404, in the body 422. */
export function rejectionProblem(rejections: readonly [Rejection, ...Rejection[]]): Problem {
  const [first] = rejections;
  const errors = rejections.map((rejection) => ({
    pointer: rejection.at,
    parameter: rejection.at === null ? (IN_PATH[rejection.code] ?? null) : null,
    rule: rejection.code,
    message: rejectionSentence(rejection),
  }));
  return violationsProblem(first.code, errors, { members: members(first), inPath: first.at === null });
}
