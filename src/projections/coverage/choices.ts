import { type CivilDate, osloDate } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber, lastDayOf, monthOf } from '../../domain/day-number.ts';
import { type Instant, millisecondsOf } from '../../domain/instant.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import type { MunicipalityGraph } from '../../domain/municipality/graph.ts';
import { NEVER, type Position } from '../../domain/position.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import { ownTurn } from '../own-turn.ts';
import { DayPart } from './day-part.ts';
import { DayStandings } from './day-standings.ts';
import { type Calendar, Ground } from './ground.ts';
import { Held } from './held.ts';
import { Historian } from './history.ts';
import type { CoverageChoice } from './choice.ts';
import { changedAt, registeredAt, type RestsOn, solutionChangedAt } from './rests-on.ts';
import { KeptChoice } from './kept-choice.ts';
import { KeptPart } from './kept-part.ts';
import type { Part } from './part.ts';
import { addOne, type Past } from './past.ts';
import type { SolutionsAsked } from './solutions-asked.ts';
import type { CoverageTable } from './table.ts';

/** Choices are forgotten, the one not used for the longest time first, when all of them together take more, or are more. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Six stages under three rules, and some at earlier positions. */
const KEPT = 24;

/** So many solutions are derived before others have their turn: some ten milliseconds. */
const A_TURN = 16;

/** Who works out standings on one ground. */
interface OnGround {
  readonly day: DayStandings;
  readonly historian: Historian;
}

/** The choices that were asked for last, as known now and at some earlier positions. */
export class Choices {
  readonly models: RestsOn;
  /** By the register as known at some positions. */
  readonly #grounds = new WeakMap<MunicipalityGraph, OnGround>();
  /** The register as known now, and the position since which it says that. */
  #now: { readonly on: OnGround; readonly since: Position } | null = null;
  /** In the order in which they were used. */
  readonly #kept = new Map<string, KeptChoice>();
  readonly #held = new Held();
  /** The last of them, which the next question is often about too. */
  #last: KeptChoice | null = null;

  #newest: Instant | undefined;
  #horizonOfNewest: DayNumber = lastDayOf(monthOf(dayNumber(REGISTER_BEGINS)) + 23);

  constructor(models: RestsOn) {
    this.models = models;
  }

  /** The register as known at a position. */
  groundAt(knownAt: Position): Ground {
    return this.#onGround(knownAt).day.ground;
  }

  #onGround(knownAt: Position): OnGround {
    const { municipalities } = this.models;
    const isPresent = knownAt >= municipalities.changedAt;
    if (isPresent && this.#now?.since === municipalities.changedAt) return this.#now.on;
    const graph = municipalities.graph(knownAt);
    let kept = this.#grounds.get(graph);
    if (kept === undefined) {
      const ground = new Ground(graph);
      kept = { day: new DayStandings(ground), historian: new Historian(ground) };
      this.#grounds.set(graph, kept);
    }
    if (isPresent) this.#now = { on: kept, since: municipalities.changedAt };
    return kept;
  }

  /**
   * Who answers: for what has not changed since the position, what is known now; for the rest, what is kept as known then, and
   * nothing is for a single day, unless a series has asked for it.
   * @throws RangeError for a solution that is not registered at the position
   */
  partsOf(choice: CoverageChoice, { ids, places }: SolutionsAsked, knownAt: Position, dates: number): Part[] {
    const isPresent = knownAt >= this.models.municipalities.changedAt;
    if (isPresent && knownAt >= changedAt(this.models)) return [this.#keptPart(this.#present(choice), places, ids)];
    const present = (id: string): boolean => isPresent && knownAt >= solutionChangedAt(this.models, id, choice.capability);
    const now = places.filter((place) => present(ids[place] as string));
    const then = places.filter((place) => !present(ids[place] as string));
    const some = (of: Uint32Array): string[] => Array.from(of, (place) => ids[place] as string);
    const kept = dates === 1 ? this.#find(choice, knownAt) : this.#past(choice, knownAt);
    const past = kept === undefined ? this.#dayPart(choice, then, some(then), knownAt) : this.#keptPart(kept, then, some(then));
    return now.length === 0 ? [past] : [this.#keptPart(this.#present(choice), now, some(now)), past];
  }

  /** What is known now, where that answers for a solution as known at the position: nothing that it rests on has changed since. */
  presentFor(choice: CoverageChoice, solutionId: string, knownAt: Position): KeptChoice | undefined {
    const { models } = this;
    if (knownAt < models.municipalities.changedAt) return undefined;
    if (knownAt < changedAt(models) && knownAt < solutionChangedAt(models, solutionId, choice.capability)) return undefined;
    return this.#present(choice);
  }

  /** The slot of a solution, brought up to date. @throws RangeError where it is not registered */
  slotOf(kept: KeptChoice, solutionId: string): number {
    const slot = kept.slotOf(solutionId, this.models);
    if (kept.hasGrown) this.#forget();
    return slot;
  }

  /**
   * Derives what a question about solutions will need and that is kept, a few at a time: whoever comes in between has a turn. What
   * changes meanwhile, the question derives itself.
   * @throws RangeError for a solution that is not registered at the position
   */
  async prepare(choice: CoverageChoice, { ids }: SolutionsAsked, knownAt: Position, dates: number): Promise<void> {
    for (let first = 0; first < ids.length; first += A_TURN) {
      let isLate = false;
      for (const id of ids.slice(first, first + A_TURN)) {
        const kept = this.presentFor(choice, id, knownAt) ?? (dates === 1 ? undefined : this.#past(choice, knownAt));
        if (kept === undefined || kept.isRight(id, this.models)) continue;
        isLate = true;
        kept.reserve(ids, this.models);
        this.slotOf(kept, id);
      }
      if (isLate) await ownTurn();
    }
  }

  /** What is kept of a choice as known at an earlier position is not forgotten for a while (held.ts). What is known now needs no holding. */
  async hold(choice: CoverageChoice, knownAt: Position): Promise<Disposable> {
    if (knownAt >= Math.max(this.models.municipalities.changedAt, changedAt(this.models))) return { [Symbol.dispose]: () => undefined };
    return this.#held.hold(keyOf(choice, knownAt));
  }

  #keptPart(kept: KeptChoice, places: Uint32Array, ids: readonly string[]): Part {
    const slots = kept.slotsOf(ids, this.models);
    this.#forget();
    return new KeptPart(places, kept.figures, slots);
  }

  /** Adds a solution on a date as known at an earlier position to the first row of a table. @throws RangeError where it is not registered at it */
  addPast(choice: CoverageChoice, solutionId: string, moment: Moment, table: CoverageTable): void {
    addOne(this.#pastOf(choice, moment.knownAt), registeredAt(this.models, solutionId, moment.knownAt), moment.asOf, table);
  }

  /** What is counted for a day. @throws RangeError for a solution that is not registered at the position */
  #dayPart(choice: CoverageChoice, places: Uint32Array, ids: readonly string[], knownAt: Position): Part {
    const solutions = ids.map((id) => registeredAt(this.models, id, knownAt));
    return new DayPart(places, solutions, this.#pastOf(choice, knownAt));
  }

  #pastOf(choice: CoverageChoice, knownAt: Position): Past {
    return { choice, knownAt, standings: this.#onGround(knownAt).day, models: this.models };
  }

  /** Forgets what takes too much; what was used last stays. */
  #forget(): void {
    let bytes = 0;
    for (const choice of this.#kept.values()) bytes += choice.bytes;
    for (const [key, choice] of this.#kept) {
      if ((bytes <= KEPT_BYTES && this.#kept.size <= KEPT) || this.#kept.size === 1) return;
      if (choice === this.#last || this.#held.has(key)) continue;
      bytes -= choice.bytes;
      this.#kept.delete(key);
    }
  }

  /** By months, since any date may be asked for again. A new year, and a change of the register, begin it anew. */
  #present(choice: CoverageChoice): KeptChoice {
    const horizon = this.#horizon();
    const { historian } = this.#onGround(NEVER);
    const { ground } = historian;
    const kept = this.#find(choice, NEVER);
    if (kept?.figures.ground === ground && kept.figures.grid.horizon === horizon) return kept;
    return this.#begin(choice, NEVER, ground.calendar(horizon, 1), historian);
  }

  /** By years: little is kept of what is asked for once. */
  #past(choice: CoverageChoice, knownAt: Position): KeptChoice {
    const kept = this.#find(choice, knownAt);
    if (kept !== undefined) return kept;
    const { historian } = this.#onGround(knownAt);
    return this.#begin(choice, knownAt, historian.ground.calendar(this.#horizon(), 12), historian);
  }

  /** What is kept of a choice, as the last that was used. */
  #find(choice: CoverageChoice, knownAt: Position): KeptChoice | undefined {
    if (this.#last?.isFor(choice, knownAt) === true) return this.#last;
    const kept = this.#kept.get(keyOf(choice, knownAt));
    if (kept !== undefined) this.#use(kept);
    return kept;
  }

  #begin(choice: CoverageChoice, knownAt: Position, calendar: Calendar, historian: Historian): KeptChoice {
    const kept = new KeptChoice(choice, knownAt, calendar, historian);
    this.#use(kept);
    this.#forget();
    return kept;
  }

  #use(kept: KeptChoice): void {
    const key = keyOf(kept.choice, kept.knownAt);
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    this.#last = kept;
  }

  /** The last day of the year after the newest recording: behind it there are only facts that lie ahead. */
  #horizon(): DayNumber {
    const { newest } = this.models.logTimes;
    if (newest !== this.#newest) {
      const today = newest === undefined ? REGISTER_BEGINS : osloDate(millisecondsOf(newest));
      this.#horizonOfNewest = dayNumber(`${Number(today.slice(0, 4)) + 1}-12-31` as CivilDate);
      this.#newest = newest;
    }
    return this.#horizonOfNewest;
  }
}

const keyOf = ({ capability, stage, inheritance }: CoverageChoice, knownAt: Position): string =>
  `${stage} ${inheritance} ${knownAt} ${capability ?? ''}`;
