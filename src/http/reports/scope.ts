import type { Municipality } from '../../domain/municipality/graph.ts';
import { capabilitiesKnown, descriptionOn, programmesKnown } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCapability } from '../operations/adoptions.ts';
import { checkCounties, checkProgrammes, checkSolutions } from '../operations/filters.ts';
import { parameterProblem, type Problem } from '../problems/problem.ts';

export interface ScopeAsked {
  readonly solution?: readonly string[];
  readonly programme?: readonly string[];
  readonly capability?: string;
}

/** By which of its programmes a solution is chosen. */
type ProgrammesOf = (solution: Solution, moment: ResolvedMoment) => readonly (string | null)[];

const programmeOn: ProgrammesOf = (solution, moment) => [descriptionOn(solution, moment).programmeId];

/** By all that it has ever had: for rows that are chosen by the programme of their own day (`isOfProgrammes`). */
export const anyProgramme: ProgrammesOf = (solution, { knownAt }) => programmesKnown(solution, knownAt);

/** Whether a row of figures by programme is of one that is asked for; all are where none is. */
export const isOfProgrammes =
  (asked: readonly string[] | undefined) =>
  ({ columns }: { readonly columns: { readonly programme: string | null } }): boolean =>
    asked === undefined || asked.includes(columns.programme ?? '');

/**
 * The solutions that a report is about, by id: those named, or all that are registered; of a programme (on the date, unless `programmesOf`
 * says otherwise), and with the capability, where these are asked for. @throws Problem unknown-solution, unknown-programme, unknown-capability
 */
export function solutionsAsked(
  registry: Registry,
  { solution, programme, capability }: ScopeAsked,
  moment: ResolvedMoment,
  programmesOf = programmeOn,
): Solution[] {
  checkSolutions(registry, solution, moment);
  checkProgrammes(registry, programme, moment);
  const named = solution?.toSorted().flatMap((id) => registry.models.solutions.get(id, moment.knownAt) ?? []);
  for (const one of named ?? []) checkCapability(one, capability ?? null, moment);
  const all = (named ?? registry.models.solutions.list(moment.knownAt)).filter(
    (one) => programme === undefined || programmesOf(one, moment).some((id) => programme.includes(id ?? '')),
  );
  if (capability === undefined) return all;
  const having = all.filter((one) => capabilitiesKnown(one, moment.knownAt).includes(capability));
  if (having.length > 0) return having;
  throw unknownCapability(capability, all, moment);
}

/** A capability that nobody has is mistyped, and «none» would be a wrong figure. */
function unknownCapability(capability: string, solutions: readonly Solution[], { asOf, knownAt }: ResolvedMoment): Problem {
  const known = [...new Set(solutions.flatMap((one) => capabilitiesKnown(one, knownAt)))].sort().slice(0, 100);
  const message = `none of these solutions has a capability ${capability}; they have ${known.length === 0 ? 'none' : known.join(', ')}`;
  return parameterProblem('unknown-capability', 'capability', message, { members: { capability, effectiveFrom: asOf, known } });
}

/** Whether a municipality belongs to one of the counties asked for; all do where none is. @throws Problem unknown-county */
export function inCounties(registry: Registry, counties: readonly string[] | undefined, moment: ResolvedMoment) {
  checkCounties(registry, counties, moment);
  return ({ countyNumber }: Municipality): boolean => counties === undefined || counties.includes(countyNumber);
}
