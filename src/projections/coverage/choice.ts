import type { Inheritance } from '../../domain/adoption/inheritance.ts';
import type { Threshold } from '../../domain/adoption/stage.ts';

/** What is counted. */
export interface CoverageChoice {
  /** Null: what was reported without one. */
  readonly capability: string | null;
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
}
