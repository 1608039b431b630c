import { contributionsFor } from '../../domain/adoption/contribution.ts';
import { NEVER, type Position } from '../../domain/position.ts';
import type { CoverageChoice } from './choice.ts';
import { ChoiceFigures } from './choice-figures.ts';
import type { Calendar } from './ground.ts';
import type { Historian } from './history.ts';
import { changedAt, registeredAt, type RestsOn } from './rests-on.ts';
import { type Terms, termsOf } from './terms.ts';

/** So many families are amended one by one; for more the whole solution is derived. */
const FEW = 8;

/**
 * The figures of one choice as known at a position (NEVER: as known now). Those of a solution are derived when it is asked for,
 * and again when it has changed since.
 */
export class KeptChoice {
  readonly figures: ChoiceFigures;
  readonly choice: CoverageChoice;
  readonly knownAt: Position;
  readonly #historian: Historian;
  readonly #slotOf = new Map<string, number>();
  /** By slot, up to which position it is right; nothing before it was derived. */
  readonly #rightAt: (Position | undefined)[] = [];
  #last: { readonly ids: readonly string[]; readonly slots: Uint32Array; readonly at: Position } | null = null;
  #bytes: number | null = null;

  constructor(choice: CoverageChoice, knownAt: Position, calendar: Calendar, historian: Historian) {
    // Without what else the question had.
    this.choice = { capability: choice.capability, stage: choice.stage, inheritance: choice.inheritance };
    this.knownAt = knownAt;
    this.#historian = historian;
    this.figures = new ChoiceFigures(historian.ground, calendar, contributionsFor(choice.stage, choice.inheritance));
  }

  isFor({ capability, stage, inheritance }: CoverageChoice, knownAt: Position): boolean {
    const { choice } = this;
    return capability === choice.capability && stage === choice.stage && inheritance === choice.inheritance && knownAt === this.knownAt;
  }

  /** Whether it may take more than `bytes` was when it was last asked for. */
  get hasGrown(): boolean {
    return this.#bytes === null;
  }

  /** What it takes in memory. */
  get bytes(): number {
    return (this.#bytes ??= this.figures.bytes);
  }

  /** The slots of solutions, brought up to date. @throws RangeError for a solution that is not registered */
  slotsOf(ids: readonly string[], models: RestsOn): Uint32Array {
    const at = changedAt(models);
    const last = this.#last?.ids === ids ? this.#last : null;
    if (last?.at === at) return last.slots;
    const slots = last?.slots ?? this.#find(ids, models);
    // Reports come often, and lists are long: where only a few came since the last question, only their solutions are looked at.
    const reported = last !== null && models.solutions.changedAt <= last.at ? models.adoptions.reportedSince(last.at) : null;
    for (const id of reported ?? ids) {
      const slot = this.#slotOf.get(id);
      if (slot === undefined || (reported !== null && !slots.includes(slot))) continue;
      this.#update(slot, id, models, at);
    }
    this.#last = { ids, slots, at };
    return slots;
  }

  /** Whether a question about a solution finds what it needs. */
  isRight(id: string, models: RestsOn): boolean {
    const slot = this.#slotOf.get(id);
    return slot !== undefined && this.#rightAt[slot] === changedAt(models);
  }

  /** Makes room for solutions, of which nothing is derived yet. @throws RangeError for a solution that is not registered */
  reserve(ids: readonly string[], models: RestsOn): void {
    if (this.#slotOf.size < ids.length) this.#find(ids, models);
  }

  /** The slot of one solution, brought up to date. @throws RangeError where it is not registered */
  slotOf(id: string, models: RestsOn): number {
    const slot = this.#slotOf.get(id) ?? (this.#find([id], models)[0] as number);
    this.#update(slot, id, models, changedAt(models));
    return slot;
  }

  /** Every solution has a slot from when it was first asked for; new ones follow one another. */
  #find(ids: readonly string[], models: RestsOn): Uint32Array {
    const added = ids.filter((id) => !this.#slotOf.has(id));
    for (const id of added) registeredAt(models, id, this.knownAt);
    for (const id of added) this.#slotOf.set(id, this.#slotOf.size);
    if (added.length > 0) this.figures.reserve(this.#slotOf.size);
    return Uint32Array.from(ids, (id) => this.#slotOf.get(id) as number);
  }

  /** Brings a slot to a position, the last of all. What was known at an earlier one stays. */
  #update(slot: number, id: string, models: RestsOn, position: Position): void {
    const rightAt = this.#rightAt[slot];
    if (rightAt === position) return;
    // Should this fail half-way, the next question derives it whole.
    this.#rightAt[slot] = undefined;
    if (rightAt === undefined || (this.knownAt === NEVER && models.solutions.solutionChangedAt(id) > rightAt))
      this.#derive(slot, id, models);
    else if (this.knownAt === NEVER) this.#amend(slot, id, models, rightAt);
    this.#rightAt[slot] = position;
  }

  #derive(slot: number, id: string, models: RestsOn): void {
    const terms = termsOf(registeredAt(models, id, this.knownAt), this.knownAt, this.figures.ground);
    const columns = models.adoptions.columnsOf(id, this.choice.capability);
    this.figures.put(slot, this.#historian.historyOf(columns, terms, this.knownAt), terms);
    this.#bytes = null;
  }

  /** Derives anew whom the reports since a position are about, with those that came from them or that they came from. */
  #amend(slot: number, id: string, models: RestsOn, rightAt: Position): void {
    const columns = models.adoptions.columnsOf(id, this.choice.capability);
    if (columns.changedAt <= rightAt) return;
    const families = this.#historian.familiesChangedSince(columns, rightAt);
    if (families.size > FEW) {
      this.#derive(slot, id, models);
      return;
    }
    const terms = this.figures.terms[slot] as Terms;
    const historyAt = (position: Position, family: number) => this.#historian.historyOf(columns, terms, position, family);
    for (const family of families) this.figures.amend(slot, historyAt(rightAt, family), () => historyAt(NEVER, family));
    this.#bytes = null;
  }
}
