import { type CivilDate, osloDate } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber, lastDayOf, monthOf } from '../../domain/day-number.ts';
import { type Instant, millisecondsOf } from '../../domain/instant.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import type { MunicipalityGraph } from '../../domain/municipality/graph.ts';
import { NEVER, type Position } from '../../domain/position.ts';
import { Ground } from './ground.ts';
import { Historian } from './history.ts';
import { changedAt, type Choice, KeptChoice, type RestsOn, solutionChangedAt } from './kept-choice.ts';

/** Some of the solutions asked for, with the choice that answers for them as known at the position. */
export interface Part {
  readonly choice: KeptChoice;
  readonly ids: readonly string[];
  /** Their places among all that were asked for, ascending. */
  readonly places: Uint32Array;
}

/** Choices are forgotten, the one not used for the longest time first, when all of them together take more, or are more. */
const KEPT_BYTES = 64 * 1024 * 1024;
/** Six stages under three rules, and some at earlier positions. */
const KEPT = 24;

/** The choices that were asked for last, as known now and at some earlier positions. */
export class Choices {
  readonly #models: RestsOn;
  /** By the register as known at some positions, with the ground that it makes. */
  readonly #historians = new WeakMap<MunicipalityGraph, Historian>();
  /** In the order in which they were used. */
  readonly #kept = new Map<string, KeptChoice>();

  #newest: Instant | undefined;
  #horizonOfNewest: DayNumber = lastDayOf(monthOf(dayNumber(REGISTER_BEGINS)) + 23);

  constructor(models: RestsOn) {
    this.#models = models;
  }

  /** The register as known at a position. */
  groundAt(knownAt: Position): Ground {
    return this.#historianAt(knownAt).ground;
  }

  #historianAt(knownAt: Position): Historian {
    const graph = this.#models.municipalities.graph(knownAt);
    const kept = this.#historians.get(graph);
    if (kept !== undefined) return kept;
    const historian = new Historian(new Ground(graph));
    this.#historians.set(graph, historian);
    return historian;
  }

  /**
   * Who answers: what has not changed since the position is answered for by what is known now.
   * @param places those of all the ids, from 0 on
   */
  partsOf(choice: Choice, ids: readonly string[], places: Uint32Array, knownAt: Position): Part[] {
    const isPresent = this.groundAt(knownAt) === this.groundAt(NEVER);
    if (isPresent && knownAt >= changedAt(this.#models)) return [{ choice: this.#present(choice), ids, places }];
    const present = (id: string): boolean => isPresent && knownAt >= solutionChangedAt(this.#models, id, choice.capability);
    const now = places.filter((place) => present(ids[place] as string));
    const then = places.filter((place) => !present(ids[place] as string));
    const some = (of: Uint32Array) => Array.from(of, (place) => ids[place] as string);
    return [
      ...(now.length > 0 ? [{ choice: this.#present(choice), ids: some(now), places: now }] : []),
      ...(then.length > 0 ? [{ choice: this.#past(choice, knownAt), ids: some(then), places: then }] : []),
    ];
  }

  /** Forgets what takes too much; what was used last stays. */
  forget(): void {
    let bytes = 0;
    for (const choice of this.#kept.values()) bytes += choice.bytes;
    for (const [key, choice] of this.#kept) {
      if ((bytes <= KEPT_BYTES && this.#kept.size <= KEPT) || this.#kept.size === 1) return;
      bytes -= choice.bytes;
      this.#kept.delete(key);
    }
  }

  /** By months, since any date may be asked for again. A new year, and a change of the register, begin it anew. */
  #present(choice: Choice): KeptChoice {
    const [historian, horizon] = [this.#historianAt(NEVER), this.#horizon()];
    const { ground } = historian;
    const fits = ({ figures }: KeptChoice): boolean => figures.ground === ground && figures.grid.horizon === horizon;
    return this.#use(keyOf(choice, NEVER), fits, () => new KeptChoice(choice, NEVER, ground.calendar(horizon, 1), historian));
  }

  /** By years: little is kept of what is asked for once. */
  #past(choice: Choice, knownAt: Position): KeptChoice {
    const begin = (): KeptChoice => {
      const historian = this.#historianAt(knownAt);
      return new KeptChoice(choice, knownAt, historian.ground.calendar(this.#horizon(), 12), historian);
    };
    return this.#use(keyOf(choice, knownAt), () => true, begin);
  }

  #use(key: string, fits: (kept: KeptChoice) => boolean, begin: () => KeptChoice): KeptChoice {
    const kept = this.#kept.get(key);
    const used = kept !== undefined && fits(kept) ? kept : begin();
    this.#kept.delete(key);
    this.#kept.set(key, used);
    return used;
  }

  /** The last day of the year after the newest recording: behind it there are only facts that lie ahead. */
  #horizon(): DayNumber {
    const newest = this.#models.logTimes.timeAt(NEVER);
    if (newest !== this.#newest) {
      const today = newest === undefined ? REGISTER_BEGINS : osloDate(millisecondsOf(newest));
      this.#horizonOfNewest = dayNumber(`${Number(today.slice(0, 4)) + 1}-12-31` as CivilDate);
      this.#newest = newest;
    }
    return this.#horizonOfNewest;
  }
}

const keyOf = ({ capability, stage, inheritance }: Choice, knownAt: Position): string =>
  JSON.stringify([capability, stage, inheritance, String(knownAt)]);
