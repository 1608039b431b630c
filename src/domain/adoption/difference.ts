import { lineage, type Municipality } from '../municipality/graph.ts';
import { beforeRenumbering } from '../municipality/same.ts';
import type { CoverageRow } from './coverage.ts';

/** What happened to coverage between two dates in one municipality. A chain of nothing but renumberings is one municipality. */
export type Change = 'joined' | 'left' | 'ended' | 'began';

/**
 * - `joined`, `left`: the same municipality counts on one date and not on the other;
 * - `ended`: it was in the target group on the first date, and a merger or a split had ended it by the second;
 * - `began`: it is in the target group on the second date, and began after the first by a merger, a split, or from nothing.
 */
export interface Difference {
  readonly change: Change;
  /** How it counted on the first date; null for one that began. */
  readonly before: CoverageRow | null;
  /** How it counts on the second; null for one that ended. */
  readonly after: CoverageRow | null;
  /** Of one that ended: those of the second date that came from it. Of one that began: those of the first that it came from. */
  readonly kin: readonly Municipality[];
}

/** Whether a municipality is in the numerator. */
export const counts = (row: CoverageRow | null): boolean => row !== null && row.member && row.reached;

/**
 * Who joined and who left between two dates, and who ended or began. Always: the numerator of the second date is that of the
 * first, and who joined, less who left, less who ended and counted, and who began and counts.
 * @param before every municipality of the first date, as `coverageRows` has them
 * @param after every municipality of a later date, by the same graph, for the same solution and choice
 * @returns by municipality number; of one number, who ended comes before who began
 */
export function differences(before: readonly CoverageRow[], after: readonly CoverageRow[]): Difference[] {
  const earlier = new Map(before.map((row) => [beforeRenumbering(row.municipality), row]));
  const later = new Map(after.map((row) => [beforeRenumbering(row.municipality), row]));
  const descendants = descendantsAmong(after);
  const there = new Set(before.map(({ municipality }) => municipality));

  const ended = [...earlier]
    .filter(([origin, row]) => row.member && !later.has(origin))
    .map(([, row]): Difference => ({ change: 'ended', before: row, after: null, kin: descendants.get(row.municipality) ?? [] }));
  const changed = [...later].flatMap(([origin, row]): Difference[] => {
    const was = earlier.get(origin);
    if (was !== undefined) return counts(was) === counts(row) ? [] : [{ change: counts(row) ? 'joined' : 'left', before: was, after: row, kin: [] }]; // prettier-ignore
    return row.member ? [{ change: 'began', before: null, after: row, kin: ancestors(row.municipality, there) }] : [];
  });
  // The sort is stable: who ended stays before who began under the same number.
  return [...ended, ...changed].sort((a, b) => (numberOf(a) < numberOf(b) ? -1 : numberOf(a) > numberOf(b) ? 1 : 0));
}

const numberOf = ({ before, after }: Difference): string => (after ?? before)?.municipality.number ?? '';

/** Of every municipality of all time, those of a date that came from it, by number. */
function descendantsAmong(rows: readonly CoverageRow[]): ReadonlyMap<Municipality, readonly Municipality[]> {
  const descendants = new Map<Municipality, Municipality[]>();
  for (const { municipality } of rows)
    for (const ancestor of new Set(lineage(municipality))) {
      const known = descendants.get(ancestor);
      if (known === undefined) descendants.set(ancestor, [municipality]);
      else known.push(municipality);
    }
  return descendants;
}

const ancestors = (municipality: Municipality, there: ReadonlySet<Municipality>): Municipality[] =>
  [...new Set(lineage(municipality).filter((one) => there.has(one)))].sort((a, b) => (a.number < b.number ? -1 : 1));
