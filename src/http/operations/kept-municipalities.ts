import type { Position } from '../../domain/position.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Prebuilt, PrebuiltObject } from '../dispatch/prebuilt.ts';
import { coverageRowView } from '../views/coverage.ts';
import { shown } from '../views/moment.ts';
import { questionAt } from './adoptions.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import { coverageRowsAt } from '../../projections/coverage/municipality-rows.ts';
import { Kept } from './kept.ts';

interface Municipalities {
  readonly object: PrebuiltObject;
  readonly count: number;
}

/** The municipalities behind a coverage as bytes: they rest on the reports on the solution, its own facts and the register. */
export class KeptMunicipalities {
  readonly #kept = new Kept<Municipalities>();

  /** @returns undefined where more than `limit` municipalities belong: they are told page by page */
  answer(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment, limit: number): Prebuilt | undefined {
    const question = [registry.store.logId, solution.id, choice, moment.asOf];
    const since = lastRecorded(registry, solution, choice);
    const { object, count } = this.#kept.answer(question, since, moment.knownAt, () => built(registry, solution, choice, moment));
    return count > limit ? undefined : object.with(shown(moment));
  }
}

const lastRecorded = ({ models }: Registry, { id }: Solution, { capability }: CoverageChoice): Position =>
  Math.max(
    models.adoptions.columnsOf(id, capability).changedAt,
    models.solutions.solutionChangedAt(id),
    models.municipalities.changedAt,
  ) as Position;

function built(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment): Municipalities {
  const question = questionAt(registry, solution.id, choice, moment);
  const rows = coverageRowsAt(registry.models, solution, choice, moment).filter(({ member }) => member);
  const items = rows.map((row) => coverageRowView(row, question));
  return { object: new PrebuiltObject({ solutionId: solution.id, ...choice, items, next: null }), count: rows.length };
}
