import { type Moment, responsibilitiesOf } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { RESPONSIBILITIES } from '../../domain/solution/vocabulary.ts';
import type { ReadModels } from '../read-models.ts';
import { PARTS, partsIn } from './parts.ts';
import type { List } from './select.ts';
import { type SolutionAspect, type SolutionKey, solutionList, type SolutionListAsked } from './solutions.ts';

export type InvolvementAspect = 'role' | 'responsibility' | Extract<SolutionAspect, 'phase' | 'programme'>;

/** The solutions to which an organisation is anything on a date. */
export function involvementList(
  models: ReadModels,
  moment: Moment,
  organisationNumber: string,
  language: SolutionListAsked['language'],
): List<Solution, InvolvementAspect, SolutionKey> {
  const all = solutionList(models, moment, { responsibilities: null, language, reasons: new Set() });
  const partsOf = (solution: Solution) =>
    partsIn(solution, moment).flatMap((played) => (played.organisationNumber === organisationNumber ? [played.part] : []));
  return {
    ...all,
    belongs: (solution) => partsOf(solution).length > 0,
    aspects: {
      role: { codesOf: (solution) => [...new Set(partsOf(solution))], vocabulary: PARTS },
      responsibility: {
        codesOf: (solution) => responsibilitiesOf(organisationNumber, solution, moment),
        vocabulary: RESPONSIBILITIES,
      },
      phase: all.aspects.phase,
      programme: all.aspects.programme,
    },
  };
}
