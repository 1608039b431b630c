import type { Inheritance } from '../../src/domain/adoption/inheritance.ts';
import type { Threshold } from '../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { NaiveRow, NaiveWorld } from './naive.ts';

/** The figures over the rows: municipalities, and their inhabitants (0 where nobody knows). */
export function naiveFigures(rows: readonly NaiveRow[]) {
  const members = rows.filter(({ member }) => member);
  const counted = members.flatMap(({ countedOn }) => countedOn ?? []);
  const figure = (weigh: (row: NaiveRow) => number) => {
    const sum = (of: readonly NaiveRow[]): number => of.reduce((total, row) => total + weigh(row), 0);
    const reached = members.filter((row) => row.reached);
    const [numerator, denominator] = [sum(reached), sum(members)];
    return {
      numerator,
      denominator,
      share: denominator === 0 ? null : Math.round((10_000 * numerator) / denominator) / 10_000,
      unknown: sum(members.filter(({ source }) => source === 'unknown')),
      inherited: sum(reached.filter(({ source }) => source === 'inherited')),
      partial: sum(members.filter(({ partial }) => partial)),
      stale: sum(members.filter(({ stale }) => stale)),
      outsideTargetGroup: sum(rows.filter((row) => !row.member && row.reached)),
    };
  };
  return {
    municipalities: figure(() => 1),
    population: figure(({ inhabitants }) => inhabitants ?? 0),
    populationCountedOn: counted.sort().at(-1) ?? null,
    populationDerivedFor: members.filter(({ derived }) => derived === true).length,
    populationUnknownFor: members.filter(({ inhabitants }) => inhabitants === null).length,
  };
}

/** What is chosen of a series: the same for every date of it. */
export interface Choice {
  readonly solutionIds: readonly string[];
  readonly capability: string | null;
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
}

/** A municipality as it counts with one solution on one date. */
export interface NaivePair {
  readonly date: CivilDate;
  readonly solution: string;
  readonly programme: string | null;
  readonly row: NaiveRow;
}

/** All that figures over some solutions and dates are counted from. */
export const naivePairs = (world: NaiveWorld, { solutionIds, ...choice }: Choice, dates: readonly CivilDate[]): NaivePair[] =>
  dates.flatMap((date) =>
    solutionIds.flatMap((solution) => {
      const programme = world.programmeOf(solution, date);
      return world.rows({ ...choice, solutionId: solution, asOf: date }).map((row) => ({ date, solution, programme, row }));
    }),
  );

const SIZES = ['0-1999', '2000-4999', '5000-9999', '10000-19999', '20000-49999', '50000+', 'unknown'];
function sizeOf({ inhabitants }: NaiveRow): string {
  if (inhabitants === null) return 'unknown';
  return ['50000+', '20000-49999', '10000-19999', '5000-9999', '2000-4999'].find((size) => inhabitants >= parseInt(size)) ?? '0-1999';
}

const codeOf = {
  solution: ({ solution }: NaivePair): string | null => solution,
  programme: ({ programme }: NaivePair): string | null => programme,
  county: ({ row }: NaivePair): string | null => row.county,
  'health-region': ({ row }: NaivePair): string | null => row.region,
  'size-class': ({ row }: NaivePair): string | null => sizeOf(row),
};
export type NaiveDimension = keyof typeof codeOf;

/** The dimensions by none, by one, and by two of them, in either order. */
const one = Object.keys(codeOf) as NaiveDimension[];
export const GROUPINGS: readonly (readonly NaiveDimension[])[] = [
  [],
  ...one.map((dimension) => [dimension]),
  ...one.flatMap((first) => one.filter((second) => second !== first).map((second) => [first, second])),
];

/** A group of a date with its figures. */
export interface NaiveGroup {
  readonly date: CivilDate;
  readonly codes: readonly (string | null)[];
  readonly figures: ReturnType<typeof naiveFigures>;
}

/** The figures of every date and group: a group is there when a municipality falls in it, the whole always is. */
export function naiveGroups(pairs: readonly NaivePair[], dates: readonly CivilDate[], dimensions: readonly NaiveDimension[]): NaiveGroup[] {
  return dates.flatMap((date) => {
    const ofDate = pairs.filter((pair) => pair.date === date);
    const groups = Map.groupBy(ofDate, (pair) => JSON.stringify(dimensions.map((dimension) => codeOf[dimension](pair))));
    if (dimensions.length === 0 && ofDate.length === 0) groups.set('[]', []);
    return [...groups]
      .map(([codes, within]) => ({ date, codes: JSON.parse(codes) as (string | null)[], figures: naiveFigures(within.map(({ row }) => row)) }))
      .sort((a, b) => inOrder(a.codes, b.codes)); // prettier-ignore
  });
}

/** By the first code, then by the second; sizes from the smallest; what has no code last. */
function inOrder(a: readonly (string | null)[], b: readonly (string | null)[]): number {
  const at = a.findIndex((code, index) => code !== b[index]);
  const [left, right] = [a[at] ?? null, b[at] ?? null];
  if (left === null || right === null) return left === right ? 0 : left === null ? 1 : -1;
  if (SIZES.includes(left)) return SIZES.indexOf(left) - SIZES.indexOf(right);
  return left < right ? -1 : 1;
}
