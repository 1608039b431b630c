import type { Succession } from '../../domain/municipality/graph.ts';
import type { Rejection } from '../../domain/rejection.ts';
import { rejectionSentence } from '../../domain/rejection-sentence.ts';
import { Problem } from './problem.ts';

/** The members of a rejection as the contract shows them. */
function members({ code, details }: Rejection): object {
  if (code !== 'municipality-not-valid-on-date') return details;
  const shown = (steps: readonly Succession[]) =>
    steps.map(({ municipalityNumber, name, shareBasisPoints, on }) => ({ municipalityNumber, name, shareBasisPoints, from: on }));
  return { ...details, successors: shown(details.successors), predecessors: shown(details.predecessors) };
}

/** The first rejection gives the code and the members; all are listed. */
export function rejectionProblem(rejections: readonly [Rejection, ...Rejection[]]): Problem {
  const [first] = rejections;
  const errors = rejections.map((rejection) => ({
    pointer: rejection.at,
    parameter: null,
    rule: rejection.code,
    message: rejectionSentence(rejection),
  }));
  return new Problem(first.code, errors.map(({ message }) => message).join('; '), { errors, members: members(first) });
}
