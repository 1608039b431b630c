import type { Population } from '../municipality/population.ts';

/** What coverage can be grouped by: one of them, or two crossed. */
export const DIMENSIONS = ['solution', 'programme', 'county', 'health-region', 'size-class'] as const;
export type Dimension = (typeof DIMENSIONS)[number];

/** Whether it divides municipalities; the others divide solutions. */
export const isOfMunicipalities = (dimension: Dimension): boolean => dimension !== 'solution' && dimension !== 'programme';

/** By inhabitants on the date; `unknown` where nobody counted them, nor those of all predecessors. */
export const SIZE_CLASSES = ['0-1999', '2000-4999', '5000-9999', '10000-19999', '20000-49999', '50000+', 'unknown'] as const;
export type SizeClass = (typeof SIZE_CLASSES)[number];

/** The first number of inhabitants that a class does not have. */
const LIMITS = [2_000, 5_000, 10_000, 20_000, 50_000, Infinity];

export function sizeClassOf(population: Population | undefined): SizeClass {
  if (population === undefined) return 'unknown';
  return SIZE_CLASSES[LIMITS.findIndex((limit) => population.inhabitants < limit)] ?? 'unknown';
}

/**
 * The order in which the groups of a dimension stand: ascending codes, size classes from the smallest, and last the group
 * without a code (a solution that is in no programme).
 */
export function compareCodes(dimension: Dimension, one: string | null, other: string | null): number {
  if (one === other) return 0;
  if (one === null || other === null) return one === null ? 1 : -1;
  const order: readonly string[] = SIZE_CLASSES;
  if (dimension === 'size-class') return order.indexOf(one) - order.indexOf(other);
  return one < other ? -1 : 1;
}
