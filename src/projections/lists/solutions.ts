import { type Language, nameIn } from '../../domain/language.ts';
import { searchable } from '../../domain/search.ts';
import { descriptionOn, type Moment, ownerNumbers, phaseOn, roleOn, suppliersOn } from '../../domain/solution/standing.ts';
import type { Description, Solution } from '../../domain/solution/state.ts';
import type { ReasonCode } from '../../domain/solution/status.ts';
import { PHASES, type Responsibility, type Role } from '../../domain/solution/vocabulary.ts';
import { solutionStream } from '../../domain/streams.ts';
import type { ReadModels } from '../read-models.ts';
import { findings } from './findings.ts';
import { oneName, programmeNames } from './labels.ts';
import type { Aspect, List } from './select.ts';

export type SolutionAspect = 'phase' | 'owner' | 'supplier' | 'premiseGiver' | 'commissioner' | 'programme' | 'status' | 'reason';
export type SolutionKey = 'id' | 'name' | 'phase' | 'changed';

/** What of the question the list itself hangs on. */
export interface SolutionListAsked {
  /** The responsibilities that `supplier` is about; null for any. */
  readonly responsibilities: readonly Responsibility[] | null;
  /** The language that names are sorted in. */
  readonly language: Language;
  /** The findings that must be told of. */
  readonly reasons: ReadonlySet<ReasonCode>;
}

/** The solutions as known at a moment, with all that they can be chosen by. */
export function solutionList(models: ReadModels, moment: Moment, asked: SolutionListAsked): List<Solution, SolutionAspect, SolutionKey> {
  const changedAt = ({ id }: Solution) => models.revisions.changedAt(solutionStream(id), moment.knownAt);
  return {
    rows: models.solutions.list(moment.knownAt),
    idOf: ({ id }) => id,
    aspects: { ...aspectsOf(models, moment, asked), ...findings(models, moment, asked.reasons) },
    keys: {
      id: { codeOf: ({ id }) => id },
      name: { nameOf: (solution) => nameIn(descriptionOn(solution, moment).names, asked.language) },
      phase: { numberOf: (solution) => rankOfPhase(solution, moment) },
      changed: { numberOf: changedAt },
    },
    textOf: (solution) => solutionText(solution, moment),
    changedAt,
  };
}

function aspectsOf(models: ReadModels, moment: Moment, { responsibilities }: SolutionListAsked) {
  const organisations = (number: string) => oneName(models.organisations.nameOf(number));
  const inRole = (role: Role): Aspect<Solution> => ({
    codesOf: (solution) => present(roleOn(solution, role, moment)?.value.data.organisationNumber),
    namesOf: organisations,
  });
  return {
    phase: { codesOf: (solution: Solution) => present(phaseOn(solution, moment)?.value.data.phase), vocabulary: PHASES },
    owner: { codesOf: (solution: Solution) => ownerNumbers(solution, moment), namesOf: organisations },
    supplier: {
      codesOf: (solution: Solution) => {
        const supplied = suppliersOn(solution, moment).map(({ value: { data } }) => data);
        const asked =
          responsibilities === null ? supplied : supplied.filter(({ responsibility }) => responsibilities.includes(responsibility));
        return [...new Set(asked.map(({ organisationNumber }) => organisationNumber))];
      },
      namesOf: organisations,
    },
    premiseGiver: inRole('premise-giver'),
    commissioner: inRole('commissioner'),
    programme: {
      codesOf: (solution: Solution) => present(descriptionOn(solution, moment).programmeId),
      namesOf: programmeNames(models, moment),
    },
  };
}

const present = <Code>(code: Code | null | undefined): Code[] => (code === null || code === undefined ? [] : [code]);

function rankOfPhase(solution: Solution, moment: Moment): number | null {
  const phase = phaseOn(solution, moment)?.value.data.phase;
  return phase === undefined ? null : PHASES.indexOf(phase);
}

/** By description, which never changes once recorded: a long one is prepared once. */
const texts = new WeakMap<Description, string>();

/** What a solution is found by: its id, and the names, the description and the names of capabilities of the day in all languages. */
export function solutionText(solution: Solution, moment: Moment): string {
  const described = descriptionOn(solution, moment);
  const { names, description, capabilities } = described;
  const text =
    texts.get(described) ??
    searchable([solution.id, ...Object.values(names), description, ...capabilities.flatMap((one) => Object.values(one.names))]);
  texts.set(described, text);
  return text;
}
