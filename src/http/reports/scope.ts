import { countyOn, type Municipality } from '../../domain/municipality/graph.ts';
import { capabilitiesKnown, descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCapability } from '../operations/adoptions.ts';
import { Problem } from '../problems/problem.ts';

export interface ScopeAsked {
  readonly solution?: readonly string[];
  readonly programme?: readonly string[];
  readonly capability?: string;
}

/**
 * The solutions that a report is about, by id: those named, or all that are registered; of a programme on the date, and with the
 * capability, where these are asked for. @throws Problem unknown-solution, unknown-programme, unknown-capability
 */
export function solutionsAsked(registry: Registry, { solution, programme, capability }: ScopeAsked, moment: ResolvedMoment): Solution[] {
  const named = solution?.map((id) => solutionNamed(registry, id, moment)).sort((a, b) => (a.id < b.id ? -1 : 1));
  for (const one of named ?? []) checkCapability(one, capability ?? null, moment);
  for (const id of programme ?? []) checkProgramme(registry, id, moment);
  return (named ?? registry.models.solutions.list(moment.knownAt)).filter(
    (one) =>
      (programme === undefined || programme.includes(descriptionOn(one, moment).programmeId ?? '')) &&
      (capability === undefined || capabilitiesKnown(one, moment.knownAt).includes(capability)),
  );
}

function solutionNamed({ models }: Registry, id: string, { knownAt }: ResolvedMoment): Solution {
  const solution = models.solutions.get(id, knownAt);
  if (solution !== undefined) return solution;
  throw unknown('unknown-solution', 'solution', `solution ${id} is not registered; /v1/solutions lists those that are`);
}

function checkProgramme({ models }: Registry, id: string, { knownAt }: ResolvedMoment): void {
  if (models.programmes.get(id, knownAt) !== undefined) return;
  throw unknown('unknown-programme', 'programme', `programme ${id} is not registered; /v1/programmes lists those that are`);
}

/** Whether a municipality belongs to one of the counties asked for; all do where none is. @throws Problem unknown-county */
export function inCounties({ models }: Registry, counties: readonly string[] | undefined, { asOf, knownAt }: ResolvedMoment) {
  const graph = models.municipalities.graph(knownAt);
  for (const number of counties ?? []) {
    if (countyOn(graph, number, asOf) !== undefined) continue;
    const existing = [...graph.counties.keys()].filter((one) => countyOn(graph, one, asOf) !== undefined).sort();
    throw unknown('unknown-county', 'county', `there is no county ${number} on ${asOf}; there are ${existing.join(', ')}`);
  }
  return ({ countyNumber }: Municipality): boolean => counties === undefined || counties.includes(countyNumber);
}

const unknown = (code: 'unknown-solution' | 'unknown-programme' | 'unknown-county', parameter: string, message: string): Problem =>
  new Problem(code, message, { status: 422, errors: [{ pointer: null, parameter, rule: code, message }] });
