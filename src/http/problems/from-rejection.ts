import type { Succession } from '../../domain/municipality/graph.ts';
import type { Rejection, RejectionCode } from '../../domain/rejection.ts';
import { rejectionSentence } from '../../domain/rejection-sentence.ts';
import { Problem } from './problem.ts';

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
  const shown = (steps: readonly Succession[]) =>
    steps.map(({ municipalityNumber, name, shareBasisPoints, on }) => ({ municipalityNumber, name, shareBasisPoints, from: on }));
  return { ...details, successors: shown(details.successors), predecessors: shown(details.predecessors) };
}

/** What the domain has against a parameter of the query. */
export function parameterProblem(rejection: Rejection, parameter: string): Problem {
  const message = rejectionSentence(rejection);
  const errors = [{ pointer: null, parameter, rule: rejection.code, message }];
  return new Problem(rejection.code, message, { errors, members: members(rejection) });
}

/** The first rejection gives the code and the members; all are listed. What is unknown in the path is 404, in the body 422. */
export function rejectionProblem(rejections: readonly [Rejection, ...Rejection[]]): Problem {
  const [first] = rejections;
  const errors = rejections.map((rejection) => ({
    pointer: rejection.at,
    parameter: rejection.at === null ? (IN_PATH[rejection.code] ?? null) : null,
    rule: rejection.code,
    message: rejectionSentence(rejection),
  }));
  const detail = errors.map(({ message }) => message).join('; ');
  const unknown = first.at === null && first.code.startsWith('unknown-') ? { status: 404 } : {};
  return new Problem(first.code, detail, { errors, members: members(first), ...unknown });
}
