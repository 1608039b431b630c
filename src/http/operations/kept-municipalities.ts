import { LRUCache } from 'lru-cache';
import { NEVER, type Position } from '../../domain/position.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { solutionStream } from '../../domain/streams.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { assembled, type Prebuilt, type PrebuiltPart, prebuiltPart } from '../dispatch/prebuilt.ts';
import { coverageRowView } from '../views/coverage.ts';
import { shown } from '../views/moment.ts';
import { questionAt } from './adoptions.ts';
import { type CoverageChoice, coverageRowsAt } from './coverage.ts';

/** How many answers are kept: some 100 kB each, with every municipality of the country. */
const KEPT = 64;

interface Kept {
  /** Where the last thing was recorded that the rows rest on. */
  readonly since: Position;
  readonly rows: PrebuiltPart;
  readonly count: number;
  /** The whole answer of the last moment that it was asked for. */
  last: { readonly position: string; readonly instant: string | null; readonly whole: Prebuilt } | undefined;
}

/**
 * The municipalities behind a coverage as bytes. The rows are written out again only after something was recorded that they rest
 * on: reports on the solution, its own facts, the register. What else is recorded moves the position alone.
 */
export class KeptMunicipalities {
  readonly #kept = new LRUCache<string, Kept>({ max: KEPT });

  /** @returns undefined where more than `limit` municipalities belong: they are told page by page */
  answer(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment, limit: number): Prebuilt | undefined {
    const kept = this.#keptFor(registry, solution, choice, moment);
    if (kept.count > limit) return undefined;
    const { position, instant } = moment;
    if (kept.last?.position !== position || kept.last.instant !== instant) {
      const before = `${JSON.stringify({ solutionId: solution.id, ...choice }).slice(0, -1)},"items":`;
      const after = `,"next":null,${JSON.stringify(shown(moment)).slice(1)}`;
      kept.last = { position, instant, whole: assembled(before, kept.rows, after) };
    }
    return kept.last.whole;
  }

  #keptFor(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment): Kept {
    const since = lastRecorded(registry, solution, choice);
    // What was known before that is another answer, and seldom asked for.
    if (moment.knownAt < since) return built(registry, solution, choice, moment, since);
    const key = JSON.stringify([registry.store.logId, solution.id, choice, moment.asOf]);
    const known = this.#kept.get(key);
    if (known?.since === since) return known;
    const kept = built(registry, solution, choice, moment, since);
    this.#kept.set(key, kept);
    return kept;
  }
}

const lastRecorded = ({ models }: Registry, { id }: Solution, { capability }: CoverageChoice): Position =>
  Math.max(
    models.adoptions.columnsOf(id, capability).changedAt,
    models.revisions.changedAt(solutionStream(id), NEVER),
    models.municipalities.changedAt,
  ) as Position;

function built(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment, since: Position): Kept {
  const question = questionAt(registry, solution.id, choice, moment);
  const rows = coverageRowsAt(registry, solution, choice, moment).filter(({ member }) => member);
  const views = rows.map((row) => coverageRowView(row, question));
  return { since, rows: prebuiltPart(views), count: rows.length, last: undefined };
}
