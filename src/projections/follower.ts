import { type Position, START } from '../domain/position.ts';
import type { AdoptionRecords } from '../eventstore/adoption-records.ts';
import { isStoreError, StoreError } from '../eventstore/errors.ts';
import type { EventStore, InShort, Recorded } from '../eventstore/port.ts';
import { CoverageFigures } from './coverage/coverage.ts';
import { Names } from './names.ts';
import { Positions } from './positions.ts';
import type { ReadModel } from './read-model.ts';
import { emptyModels, folding, type FoldedModels, type ReadModels } from './read-models.ts';
import { Waiters } from './waiters.ts';

/** A read model met an event that it cannot fold: it answers nothing more until that is mended. */
export class ReadModelStopped extends Error {
  override readonly name = 'ReadModelStopped';
  readonly readModel: string;

  constructor(readModel: string, reason: string) {
    super(`read model ${readModel} has stopped: ${reason}`);
    this.readModel = readModel;
  }
}

export interface ReadModelHealth {
  readonly name: string;
  readonly status: 'current' | 'behind' | 'stopped';
  /** How far it has folded. */
  readonly position: Position;
  readonly reason: string | null;
}

/** The state of all read models at a position: what is needed to go on folding from there. */
export interface SavedModels {
  readonly position: Position;
  /** The position of the last event that was folded. */
  readonly last: Position;
  /** Ids of events, one each time. */
  readonly leftOut: readonly string[];
  readonly names: readonly string[];
  readonly positions: Float64Array<ArrayBuffer>;
  /** By name. */
  readonly models: Readonly<Record<string, unknown>>;
}

interface Stop {
  readonly position: Position;
  readonly reason: string;
}

const told = (fault: unknown): string => (fault instanceof Error ? fault.message : String(fault));

/** Keeps the read models current: one subscription, every event to every model, in order. */
export class Follower {
  /** The read models; one that has stopped throws ReadModelStopped when it is reached for. */
  readonly models: ReadModels;
  readonly #store: Pick<EventStore, 'subscribe'>;
  readonly #knownBad: ReadonlySet<string>;
  readonly #onFold: ((seconds: number) => void) | undefined;
  readonly #names = new Names();
  readonly #positions = new Positions();
  readonly #all = emptyModels(this.#names, this.#positions);
  readonly #list = folding(this.#all);
  readonly #stopped = new Map<string, Stop>();
  readonly #waiters = new Waiters();
  readonly #caughtUp = Promise.withResolvers<undefined>();
  #folded: Position = START;
  #isCaughtUp = false;
  #hasBrokenOff = false;
  #leftOut: string[] = [];

  /**
   * @param knownBad event ids that an operator has listed: they are left out, and every answer says how many
   * @param onFold told how many seconds it took to fold what the log handed over at once
   */
  constructor(store: Pick<EventStore, 'subscribe'>, knownBad: ReadonlySet<string> = new Set(), onFold?: (seconds: number) => void) {
    this.#store = store;
    this.#onFold = onFold;
    this.#knownBad = knownBad;
    this.models = this.#guarded();
  }

  /** Nothing is recorded while a read model is stopped: its answer could not be given. @throws ReadModelStopped */
  requireAll(): void {
    for (const [name, { reason }] of this.#stopped) throw new ReadModelStopped(name, reason);
  }

  /** What is not folded when following has broken off never will be. @throws ReadModelStopped */
  requireFollowing(): void {
    if (this.#hasBrokenOff) this.requireAll();
  }

  /** The last position that was folded. */
  get folded(): Position {
    return this.#folded;
  }

  /** The ids of the events that were left out because they are listed as known bad. */
  get leftOut(): readonly string[] {
    return this.#leftOut;
  }

  /** The ids that an operator has listed, and that no event had so far. */
  get unmet(): readonly string[] {
    return [...this.#knownBad].filter((id) => !this.#leftOut.includes(id));
  }

  /** How many wait until a position is folded. */
  get waiters(): number {
    return this.#waiters.count;
  }

  /** How many events were folded, since the beginning of the log. */
  get events(): number {
    return this.#positions.count;
  }

  /** The state of the read models, not a copy: it is to be written down at once. Null before the first event, or when one has stopped. */
  save(): SavedModels | null {
    if (this.#stopped.size > 0 || this.events === 0) return null;
    const models = Object.fromEntries(this.#list.map((model) => [model.name, model.save()]));
    const [last, names, positions] = [this.#positions.at(this.events - 1), this.#names.list(), this.#positions.save()];
    return { position: this.#folded, last, leftOut: this.#leftOut, names, positions, models };
  }

  /** Begins where another has left off. Nothing may have been folded yet. */
  restore({ position, leftOut, names, positions, models }: SavedModels): void {
    this.#names.restore(names);
    this.#positions.restore(positions);
    for (const model of this.#list) model.restore(models[model.name]);
    this.#leftOut = [...leftOut];
    this.#folded = position;
  }

  /** Resolves when all that was in the log at the start has been folded, or folding has stopped. */
  get caughtUp(): Promise<undefined> {
    return this.#caughtUp.promise;
  }

  /** Follows the log until the signal aborts. An event that cannot be read stops every read model; nothing is skipped. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        await this.#follow(signal);
      } catch (fault) {
        if (!this.#leavesOut(fault)) {
          this.#stopAll(told(fault));
          throw fault;
        }
      }
    }
  }

  async #follow(signal: AbortSignal): Promise<void> {
    // Whoever leaves out events must see the id of each.
    const inShort = this.#knownBad.size > 0 ? undefined : (name: string) => this.#names.numberOf(name);
    for await (const message of this.#store.subscribe(this.#folded, signal, inShort)) {
      // A checkpoint may lie behind the last event of ours: a position that no other process, asked for it, would ever reach.
      const begun = performance.now();
      if (message.kind === 'events') this.#foldAll(message.events);
      else if (message.kind === 'in-short') this.#foldInShort(message);
      if (message.kind === 'events' || message.kind === 'in-short') this.#onFold?.((performance.now() - begun) / 1_000);
      if (message.kind === 'caught-up' && !this.#isCaughtUp) {
        this.#isCaughtUp = true;
        this.#caughtUp.resolve(undefined);
      }
    }
  }

  /** An unreadable event that an operator has listed is passed over; the subscription goes on behind it. */
  #leavesOut(fault: unknown): boolean {
    if (!isStoreError(fault, 'corrupt')) return false;
    const { eventId, position } = fault.details;
    if (eventId === undefined || position === undefined || !this.#knownBad.has(eventId)) return false;
    this.#leftOut.push(eventId);
    this.#reached(position);
    return true;
  }

  /** Event by event, each into every model in turn: a later model may ask an earlier one what the log said up to there. */
  #foldAll(events: readonly Recorded[]): void {
    for (const event of events) {
      if (this.#knownBad.has(event.id)) this.#leftOut.push(event.id);
      else {
        this.#requireNext(event);
        for (const model of this.#list) this.#foldInto(model, event);
      }
      this.#folded = event.position;
    }
    this.#reached(this.#folded);
  }

  /**
   * An EventStoreDB lets whoever may truncate a stream take its first events away, which leaves no other trace. What was left out is missing, too.
   * @throws StoreError `corrupt`
   */
  #requireNext({ id, stream, revision, position }: Recorded): void {
    const due = this.#all.revisions.at(stream, this.#folded) + 1;
    if (revision <= due + this.#leftOut.length) return;
    const reason = `event ${id} at position ${position} is revision ${revision} of ${stream}, where ${due} is due: those before it are missing`;
    throw new StoreError('corrupt', { reason, position, eventId: id });
  }

  /** In the order of the log: the records up to each other event, then that one. */
  #foldInShort({ records, others, position }: InShort): void {
    let row = 0;
    for (const event of others) {
      row = this.#foldRecords(records, row, event.position);
      for (const model of this.#list) this.#foldInto(model, event);
      this.#folded = event.position;
    }
    this.#foldRecords(records, row, position);
    this.#reached(position);
  }

  /** Those from a row on that stand before a position or at it. @returns the row after them */
  #foldRecords(records: AdoptionRecords, from: number, upTo: Position): number {
    let until = from;
    while (until < records.count && records.position(until) <= upTo) until += 1;
    if (until === from) return from;
    for (const model of this.#list) {
      if (this.#stopped.has(model.name)) continue;
      try {
        model.foldInShort?.(records, from, until);
      } catch (fault) {
        this.#stop(model.name, `an event from position ${records.position(from)} to ${records.position(until - 1)}: ${told(fault)}`);
      }
    }
    this.#folded = records.position(until - 1);
    return until;
  }

  #foldInto(model: ReadModel, event: Recorded): void {
    if (this.#stopped.has(model.name)) return;
    try {
      model.fold(event);
    } catch (fault) {
      // Never skipped: the model stays where it is until somebody mends it, and says so.
      this.#stop(model.name, `event ${event.id} at position ${event.position}: ${told(fault)}`);
    }
  }

  #stop(stopping: string, reason: string): void {
    this.#stopped.set(stopping, { position: this.#folded, reason });
    for (const { name, restsOn = [] } of this.#list)
      if (restsOn.includes(stopping) && !this.#stopped.has(name))
        this.#stop(name, `it rests on ${stopping}, which has stopped at ${reason}`);
  }

  #stopAll(reason: string): void {
    for (const { name } of this.#list) if (!this.#stopped.has(name)) this.#stopped.set(name, { position: this.#folded, reason });
    this.#hasBrokenOff = true;
    this.#caughtUp.resolve(undefined);
    this.letGo();
  }

  #reached(position: Position): void {
    if (position > this.#folded) this.#folded = position;
    this.#waiters.reached(this.#folded);
  }

  /**
   * Waits until a position is folded.
   * @returns false when it took longer than `timeout` milliseconds, the signal aborted before, or following has broken off
   */
  waitFor(position: Position, timeout: number, signal?: AbortSignal): Promise<boolean> {
    if (position <= this.#folded || this.#hasBrokenOff) return Promise.resolve(position <= this.#folded);
    return this.#waiters.wait(position, timeout, signal);
  }

  /** Lets go of all who wait, as if it had taken too long. */
  letGo(): void {
    this.#waiters.letGo();
  }

  health(): ReadModelHealth[] {
    return this.#list.map(({ name }) => {
      const stop = this.#stopped.get(name);
      if (stop !== undefined) return { name, status: 'stopped', ...stop };
      return { name, status: this.#isCaughtUp ? 'current' : 'behind', position: this.#folded, reason: null };
    });
  }

  #guarded(): ReadModels {
    const getters = Object.entries(this.#all).map(([key, model]: [string, ReadModel]) => {
      const get = () => {
        const stop = this.#stopped.get(model.name);
        if (stop !== undefined) throw new ReadModelStopped(model.name, stop.reason);
        return model;
      };
      return [key, { get, enumerable: true }] as const;
    });
    const guarded = Object.defineProperties({}, Object.fromEntries(getters)) as FoldedModels;
    // It reaches for the others, so it throws when one that it needs has stopped.
    return Object.defineProperty(guarded, 'coverage', { value: new CoverageFigures(guarded), enumerable: true }) as ReadModels;
  }
}
