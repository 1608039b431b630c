import { INHERITANCES, type Inheritance, type Reached } from '../../src/domain/adoption/inheritance.ts';
import { rank, type Threshold } from '../../src/domain/adoption/stage.ts';
import type { Population } from '../../src/domain/municipality/population.ts';

const SOURCES = ['own', 'renumbered', 'inherited', 'unknown'] as const;

/** The bits of a state above those of the three stages and the source. */
const BIT = { stale: 11, member: 12, derived: 13, uncounted: 14 } as const;

/** All that a municipality contributes to a figure, in one number, so that SQL can group by it. */
export function codeOf(reached: Reached, isStale: boolean, isMember: boolean, population: Population | undefined): number {
  const { all, majority, any } = reached.stages;
  return (
    rank(all) | (rank(majority) << 3) | (rank(any) << 6) | (SOURCES.indexOf(reached.source) << 9) |
    (Number(isStale) << BIT.stale) | (Number(isMember) << BIT.member) |
    (Number(population?.derived === true) << BIT.derived) | (Number(population === undefined) << BIT.uncounted)
  ); // prettier-ignore
}

/** Which counts of a figure a state adds to, for one choice of threshold and rule: 0 or 1 each. */
export function contribution(code: number, stage: Threshold, inheritance: Inheritance): Record<string, number> {
  const reaches = (rule: Inheritance): boolean => ((code >> (3 * INHERITANCES.indexOf(rule))) & 7) >= rank(stage);
  const has = (bit: keyof typeof BIT): boolean => ((code >> BIT[bit]) & 1) === 1;
  const source = SOURCES[(code >> 9) & 3];
  const numerator = has('member') && reaches(inheritance);
  const counts = {
    numerator,
    denominator: has('member'),
    unknown: has('member') && source === 'unknown',
    inherited: numerator && source === 'inherited',
    partial: has('member') && reaches('any') && !reaches('all'),
    stale: numerator && has('stale'),
    outside: !has('member') && reaches(inheritance),
    derived: has('member') && has('derived'),
    uncounted: has('member') && has('uncounted'),
  };
  return Object.fromEntries(Object.entries(counts).map(([name, counts_]) => [name, Number(counts_)]));
}
