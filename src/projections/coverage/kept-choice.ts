import { contributionsFor } from '../../domain/adoption/contribution.ts';
import type { Inheritance } from '../../domain/adoption/inheritance.ts';
import type { Threshold } from '../../domain/adoption/stage.ts';
import type { Position } from '../../domain/position.ts';
import type { FoldedModels } from '../read-models.ts';
import { ChoiceFigures } from './choice-figures.ts';
import type { Grid } from './grid.ts';
import type { Ground } from './ground.ts';
import { Historian } from './history.ts';
import { termsOf } from './terms.ts';

/** What is counted. */
export interface Choice {
  /** Null: what was reported without one. */
  readonly capability: string | null;
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
}

/** What figures are derived from. */
export type RestsOn = Pick<FoldedModels, 'logTimes' | 'municipalities' | 'solutions' | 'adoptions'>;

/** The figures of one choice as known at a position (NEVER: as known now), derived for a solution when it is asked for, and again when it has changed. */
export class KeptChoice {
  readonly figures: ChoiceFigures;
  readonly #choice: Choice;
  readonly #knownAt: Position;
  readonly #historian: Historian;
  readonly #slotOf = new Map<string, number>();
  /** By slot, the position that it was derived at. */
  readonly #derivedAt: Position[] = [];
  #last: { ids: readonly string[]; slots: Uint32Array; at: Position } | null = null;

  constructor(choice: Choice, knownAt: Position, ground: Ground, grid: Grid) {
    this.#choice = choice;
    this.#knownAt = knownAt;
    this.#historian = new Historian(ground);
    this.figures = new ChoiceFigures(ground, grid, contributionsFor(choice.stage, choice.inheritance));
  }

  /** The slots of solutions, brought up to date. @throws RangeError for a solution that is not registered */
  slotsOf(ids: readonly string[], models: RestsOn): Uint32Array {
    const at = changedAt(models);
    if (this.#last?.ids === ids && this.#last.at === at) return this.#last.slots;
    this.figures.reserve(this.#slotOf.size + ids.reduce((missing, id) => missing + (this.#slotOf.has(id) ? 0 : 1), 0));
    const slots = Uint32Array.from(ids, (id) => this.#slot(id, models));
    this.#last = { ids, slots, at };
    return slots;
  }

  #slot(id: string, models: RestsOn): number {
    const slot = this.#slotOf.get(id) ?? this.#slotOf.size;
    const at = solutionChangedAt(models, id, this.#choice.capability);
    const derivedAt = this.#derivedAt[slot];
    if (derivedAt !== undefined && (derivedAt === at || this.#knownAt < at)) return slot;
    const solution = models.solutions.get(id, this.#knownAt);
    if (solution === undefined) throw new RangeError(`solution ${id} is not registered at position ${this.#knownAt}`);
    const terms = termsOf(solution, this.#knownAt, this.figures.ground);
    const columns = models.adoptions.columnsOf(id, this.#choice.capability);
    this.figures.put(slot, this.#historian.historyOf(columns, terms, this.#knownAt), terms);
    this.#slotOf.set(id, slot);
    this.#derivedAt[slot] = at;
    return slot;
  }
}

/** The last position at which anything changed of any solution or adoption. */
export const changedAt = ({ solutions, adoptions }: RestsOn): Position => Math.max(solutions.changedAt, adoptions.changedAt) as Position;

/** The last position at which a solution changed, or what was reported on it (or one capability). */
export const solutionChangedAt = ({ solutions, adoptions }: RestsOn, id: string, capability: string | null): Position =>
  Math.max(solutions.solutionChangedAt(id), adoptions.columnsOf(id, capability).changedAt) as Position;
