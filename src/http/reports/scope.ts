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
  const all = (named ?? registry.models.solutions.list(moment.knownAt)).filter(
    (one) => programme === undefined || programme.includes(descriptionOn(one, moment).programmeId ?? ''),
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
  return new Problem('unknown-capability', message, {
    members: { capability, effectiveFrom: asOf, known },
    errors: [{ pointer: null, parameter: 'capability', rule: 'unknown-capability', message }],
  });
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
