import type { Position } from '../../domain/position.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { FoldedModels } from '../read-models.ts';

/** What figures are derived from. */
export type RestsOn = Pick<FoldedModels, 'logTimes' | 'municipalities' | 'solutions' | 'adoptions'>;

/** The last position at which anything changed of any solution or adoption. */
export const changedAt = ({ solutions, adoptions }: RestsOn): Position => Math.max(solutions.changedAt, adoptions.changedAt) as Position;

/** The last position at which a solution changed, or what was reported on it (or one capability). */
export const solutionChangedAt = ({ solutions, adoptions }: RestsOn, id: string, capability: string | null): Position =>
  Math.max(solutions.solutionChangedAt(id), adoptions.columnsOf(id, capability).changedAt) as Position;

/** @throws RangeError for a solution that is not registered at a position */
export function registeredAt({ solutions }: RestsOn, id: string, knownAt: Position): Solution {
  const solution = solutions.get(id, knownAt);
  if (solution === undefined) throw new RangeError(`solution ${id} is not registered at position ${knownAt}`);
  return solution;
}
