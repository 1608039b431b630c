import type { Position } from '../../domain/position.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Prebuilt, PrebuiltObject } from '../dispatch/prebuilt.ts';
import { shown } from '../views/moment.ts';
import { statusView } from '../views/solution.ts';
import { Kept } from './kept.ts';

/**
 * The status of solutions as bytes: it rests on the solution's own facts, the reports on it and the register. An organisation is registered before
 * a fact names it, and keeps its name.
 */
export class KeptStatuses {
  readonly #kept = new Kept<{ readonly object: PrebuiltObject }>();

  answer({ store, models }: Registry, solution: Solution, moment: ResolvedMoment): Prebuilt {
    const since = Math.max(
      models.solutions.solutionChangedAt(solution.id),
      models.adoptions.solutionChangedAt(solution.id),
      models.municipalities.changedAt,
    ) as Position;
    const build = () => ({ object: new PrebuiltObject(statusView(solution, moment, models)) });
    return this.#kept.answer([store.logId, solution.id, moment.asOf], since, moment.knownAt, build).object.with(shown(moment));
  }
}
