import type { Inheritance } from './inheritance.ts';
import { rank, type Threshold, THRESHOLDS } from './stage.ts';
import { isInherited, rankUnder, type StandingCode, STANDING_CODES, UNKNOWN } from './standing-code.ts';

/** The counts of a figure, in the order of their bits in a contribution. */
export const COUNTS = ['numerator', 'denominator', 'unknown', 'inherited', 'partial', 'stale', 'outsideTargetGroup'] as const;

const [NUMERATOR, SILENT, THROUGH_REFORM, PARTIAL, STALE, OUTSIDE] = [1, 4, 8, 16, 32, 64];
/** The bit of those in the target group. */
export const DENOMINATOR = 2;
const OWN = NUMERATOR | DENOMINATOR;
const INHERITED = OWN | THROUGH_REFORM;

/**
 * Every way in which a municipality can count towards a figure, as the set of the counts that it adds to: eleven, so that four
 * bits hold one. The index of a way is its contribution.
 */
export const CONTRIBUTIONS = Uint8Array.of(
  0, // outside the target group, and has not reached the stage
  OUTSIDE,
  DENOMINATOR, // has not reached it
  DENOMINATOR | SILENT,
  DENOMINATOR | PARTIAL, // only a part of it has
  OWN,
  OWN | STALE,
  INHERITED,
  INHERITED | STALE,
  INHERITED | PARTIAL,
  INHERITED | PARTIAL | STALE,
);

/** How many ways four bits tell apart. */
export const WAYS = 16;

/** A standing with what the solution says of the municipality: nine bits. */
type FullCode = number;
const FULL_CODES = 512;
export const fullCode = (standing: StandingCode, stale: boolean, member: boolean): FullCode =>
  standing | (stale ? 1 << 7 : 0) | (member ? 1 << 8 : 0);

/** How each full code contributes for a stage and a rule. The same as `coverageOf` counts. */
export const contributionsFor = (stage: Threshold, inheritance: Inheritance): Uint8Array =>
  (contributions[stage][inheritance] ??= contributionsAt(rank(stage), inheritance));

/** Made when they are first asked for. */
const contributions = Object.fromEntries(THRESHOLDS.map((stage) => [stage, {}])) as Record<
  Threshold,
  Partial<Record<Inheritance, Uint8Array>>
>;

function contributionsAt(threshold: number, inheritance: Inheritance): Uint8Array {
  const made = new Uint8Array(FULL_CODES);
  for (let standing = 0; standing < STANDING_CODES; standing += 1)
    for (const stale of [false, true]) {
      const reached = rankUnder(standing, inheritance) >= threshold;
      const partial = rankUnder(standing, 'any') >= threshold && rankUnder(standing, 'all') < threshold;
      const inside =
        DENOMINATOR |
        (standing === UNKNOWN ? SILENT : 0) |
        (partial ? PARTIAL : 0) |
        (reached ? NUMERATOR : 0) |
        (reached && isInherited(standing) ? THROUGH_REFORM : 0) |
        (reached && stale ? STALE : 0);
      made[fullCode(standing, stale, true)] = CONTRIBUTIONS.indexOf(inside);
      made[fullCode(standing, stale, false)] = CONTRIBUTIONS.indexOf(reached ? OUTSIDE : 0);
    }
  return made;
}
