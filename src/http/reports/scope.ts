import type { Municipality } from '../../domain/municipality/graph.ts';
import { descriptionOn, programmesKnown } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCapability, thoseWithCapability } from '../asked/capability.ts';
import { checkCounties, checkProgrammes, checkSolutions } from '../asked/filters.ts';

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
  return capability === undefined ? all : thoseWithCapability(all, capability, moment);
}

/** Whether a municipality belongs to one of the counties asked for; all do where none is. @throws Problem unknown-county */
export function inCounties(registry: Registry, counties: readonly string[] | undefined, moment: ResolvedMoment) {
  checkCounties(registry, counties, moment);
  return ({ countyNumber }: Municipality): boolean => counties === undefined || counties.includes(countyNumber);
}
