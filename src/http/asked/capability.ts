import { capabilitiesKnown } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import { parameterProblem } from '../problems/problem.ts';

/** A capability that the solution never had must not give a figure. @throws Problem unknown-capability */
export function checkCapability(solution: Solution, capability: string | null, { asOf, knownAt }: ResolvedMoment): void {
  const known = capabilitiesKnown(solution, knownAt);
  if (capability === null || known.includes(capability)) return;
  const message = `solution ${solution.id} has no capability ${capability}; it has ${known.length === 0 ? 'none' : known.join(', ')}`;
  throw parameterProblem('unknown-capability', 'capability', message, { members: { capability, effectiveFrom: asOf, known } });
}

/** Those of the solutions that ever had the capability. One that nobody had is mistyped, and «none» would be a wrong figure. @throws Problem unknown-capability */
export function thoseWithCapability(solutions: readonly Solution[], capability: string, { asOf, knownAt }: ResolvedMoment): Solution[] {
  const having = solutions.filter((one) => capabilitiesKnown(one, knownAt).includes(capability));
  if (having.length > 0) return having;
  const known = [...new Set(solutions.flatMap((one) => capabilitiesKnown(one, knownAt)))].sort().slice(0, 100);
  const message = `none of these solutions has a capability ${capability}; they have ${known.length === 0 ? 'none' : known.join(', ')}`;
  throw parameterProblem('unknown-capability', 'capability', message, { members: { capability, effectiveFrom: asOf, known } });
}
