import { randomUUID } from 'node:crypto';
import { osloDate } from '../domain/civil-date.ts';
import { mayRecord } from '../domain/authority.ts';
import type { Decision } from '../domain/decision.ts';
import type { DomainEvent } from '../domain/events.ts';
import { instantOf, parseInstant } from '../domain/instant.ts';
import { IMAGINED, type Position } from '../domain/position.ts';
import type { Rejection } from '../domain/rejection.ts';
import type { RegistryFacts } from '../domain/registry-facts.ts';
import { isStoreError } from '../eventstore/errors.ts';
import type { EventStore, NewEvent, Recorded } from '../eventstore/port.ts';
import { Follower } from '../projections/follower.ts';
import type { ReadModels } from '../projections/read-models.ts';
import type { Command } from './command.ts';
import { eventIds, imaginedId } from './event-ids.ts';
import type { Outcome } from './outcome.ts';
import type { CommandRequest } from './request.ts';
import type { Begun, Snapshot } from './snapshots/snapshot.ts';
import { sharedRead } from './shared-read.ts';
import { type StreamState, StreamStates, type Trace, traceOf } from './stream-states.ts';
import { Turns } from '../eventstore/turns.ts';

/** How long a write waits for this process's read models, and a decision for the head, in milliseconds. */
const FOLD_TIMEOUT = 5_000;

/** The read models did not come as far as was asked for in time; later they will. */
export class NotFoldedYet extends Error {
  override readonly name = 'NotFoldedYet';
}

export interface RegistryOptions {
  readonly now?: () => number;
  readonly knownBad?: ReadonlySet<string>;
  /** Told how many seconds it took to fold what the log handed over at once. */
  readonly onFold?: (seconds: number) => void;
  /** Where the read models may begin from; without it, they begin with the log. */
  readonly snapshot?: Snapshot;
}

type Verdict<State, Event extends DomainEvent> = Decision<Event> | Extract<Outcome<State>, { kind: 'stale' | 'revision-required' }>;

/** Where the log, the rules and the read models meet. */
export class Registry {
  readonly store: EventStore;
  readonly follower: Follower;
  readonly snapshot: Snapshot | undefined;
  readonly now: () => number;
  readonly #facts: RegistryFacts;
  readonly #states: StreamStates;
  readonly #turns = new Turns();
  readonly #keysUnderWay = new Set<string>();
  readonly #stop = new AbortController();
  #following: Promise<void> = Promise.resolve();

  constructor(store: EventStore, { now = Date.now, knownBad = new Set(), onFold, snapshot }: RegistryOptions = {}) {
    this.store = store;
    this.now = now;
    this.follower = new Follower(store, knownBad, onFold);
    this.#facts = factsOf(this.models);
    this.#states = new StreamStates(store, (stream) => this.models.revisions.at(stream, this.follower.folded));
    this.snapshot = snapshot;
  }

  get models(): ReadModels {
    return this.follower.models;
  }

  /**
   * Begins to follow the log, from the snapshot where there is one; resolves when all that was in it is folded.
   * @param onFault is told when following breaks off
   * @returns what it began from
   */
  async start(onFault: (fault: unknown) => void): Promise<Begun> {
    const begun = (await this.snapshot?.begin(this.follower, this.store)) ?? { events: 0 };
    this.#following = this.follower.run(this.#stop.signal).catch(onFault);
    await this.follower.caughtUp;
    return begun;
  }

  /** Ends following. The store stays open: it is not ours. */
  async stop(): Promise<void> {
    this.#stop.abort();
    this.follower.letGo();
    await this.#following;
  }

  /** Waits until this process has folded all that is in the log now. @throws NotFoldedYet when that takes too long, ReadModelStopped when it never will */
  readonly readHead = sharedRead(() => this.#foldToHead());

  async #foldToHead(): Promise<void> {
    if (await this.#folded(await this.store.head())) return;
    this.follower.requireFollowing();
    throw new NotFoldedYet('the read models are behind the log');
  }

  /** Decides and appends. Never throws for what the caller can mend; faults of the log are thrown as StoreError. */
  async execute<State, Event extends DomainEvent>(command: Command<State, Event>, request: CommandRequest): Promise<Outcome<State>> {
    this.follower.requireAll();
    const key = request.key && JSON.stringify([request.consumer, request.key]);
    if (key === null) return this.#turns.take(command.stream, () => this.#settle(command, request));
    if (this.#keysUnderWay.has(key)) return { kind: 'in-progress' };
    this.#keysUnderWay.add(key);
    try {
      return await this.#turns.take(command.stream, () => this.#settle(command, request));
    } finally {
      this.#keysUnderWay.delete(key);
    }
  }

  /**
   * An append is tried from memory. Whatever would be answered without one (a rejection, a repetition, a dry run) is decided
   * once more with the stream and the read models at the head, since memory may be behind.
   */
  async #settle<State, Event extends DomainEvent>(command: Command<State, Event>, request: CommandRequest): Promise<Outcome<State>> {
    const ids = eventIds(request);
    if (request.key !== null && !request.dryRun && command.creates && (await this.#keyLedElsewhere(ids(0), command.stream)))
      return { kind: 'key-reused' };
    let seen = await this.#states.recall(command);
    for (let atHead = false; ; ) {
      const earlier = request.key === null || request.dryRun ? undefined : seen.keyed.get(ids(0));
      if (earlier !== undefined) return this.#repeated(earlier, seen, request);
      const verdict = this.#judge(command, request, seen);
      if (!request.dryRun && 'accepted' in verdict && verdict.accepted && verdict.events.length > 0) {
        const appended = await this.#append(command, request, seen, verdict.events, ids);
        if (appended !== 'conflict') return appended;
        const { revision } = seen;
        seen = await this.#states.refresh(command);
        if (seen.revision === revision) await this.readHead(); // what is in the way cannot be read yet: a new leader
        atHead = false;
      } else if (atHead) {
        return answer(command, seen, verdict);
      } else {
        await this.readHead();
        seen = await this.#states.refresh(command);
        atHead = true;
      }
    }
  }

  #judge<State, Event extends DomainEvent>(
    command: Command<State, Event>,
    request: CommandRequest,
    seen: StreamState<State>,
  ): Verdict<State, Event> {
    const decision = command.decide(seen.state, this.#facts);
    if (!decision.accepted && isAboutNothing(decision.rejections[0])) return decision;
    if (command.replaces && request.expectedRevision === null) return { kind: 'revision-required' };
    if (request.expectedRevision !== null && request.expectedRevision !== seen.revision)
      return { kind: 'stale', expected: request.expectedRevision, actual: seen.revision };
    const [forbidden] = mayRecord(request.consumer, command.act, osloDate(request.arrivedAt), this.#facts, command.recorder);
    return forbidden === undefined ? decision : { accepted: false, rejections: [forbidden] };
  }

  async #append<State, Event extends DomainEvent>(
    { stream, concept, creates = false }: Command<State, Event>,
    request: CommandRequest,
    seen: StreamState<State>,
    events: readonly Event[],
    ids: (index: number) => string,
  ): Promise<Outcome<State> | 'conflict'> {
    const { consumer, supplier, requestId, fingerprint, traceparent } = request;
    const traced = traceparent === undefined ? {} : { traceparent };
    const metadata = { consumer, supplier, correlationId: requestId, causationId: null, fingerprint, attempt: randomUUID(), ...traced };
    const batch = events.map((event, index) => ({ ...event, id: ids(index), metadata }) as NewEvent);
    try {
      const appended = await this.store.append(stream, batch, seen.revision, creates && request.key !== null);
      const extended = this.#states.extend(stream, concept, seen, appended.events);
      const [first, last] = [appended.events[0], appended.events.at(-1)] as [Recorded, Recorded];
      return await this.#recorded(traceOf(first), last, extended.state, request);
    } catch (error) {
      if (isStoreError(error, 'revision-conflict')) return 'conflict';
      // A race of two creations with one key, in two processes perhaps: the other stream has the id.
      if (isStoreError(error, 'duplicate-id') && request.key !== null) return { kind: 'key-reused' };
      throw error;
    }
  }

  /** The answer to a key that was used before: what stands of it, with all that was recorded with it. */
  #repeated<State>(first: Trace, { state, keyed }: StreamState<State>, request: CommandRequest): Promise<Outcome<State>> {
    const last = [...keyed.values()].findLast(({ attempt }) => attempt === first.attempt) ?? first;
    return this.#recorded(first, last, state, request);
  }

  /** The answer to what stands in the log: just recorded, by an earlier request with the same key, or by another process with it. */
  async #recorded<State>(
    first: Trace,
    last: Pick<Trace, 'revision' | 'position'>,
    state: State,
    request: CommandRequest,
  ): Promise<Outcome<State>> {
    if (first.fingerprint !== request.fingerprint) return { kind: 'key-reused' };
    const folded = await this.#folded(last.position);
    const recordedAt = parseInstant(first.recordedAt) ?? instantOf(request.arrivedAt);
    return { kind: 'recorded', eventId: first.id, state, revision: last.revision, position: last.position, recordedAt, folded };
  }

  /** Waits until a position is folded, in vain once it has stopped: nobody is kept by what will not come. @returns whether it is */
  #folded(position: Position): Promise<boolean> {
    return this.follower.waitFor(position, this.#stop.signal.aborted ? 0 : FOLD_TIMEOUT);
  }

  /** Whether a key of a creation stands in another stream: it was used with another body. */
  async #keyLedElsewhere(eventId: string, stream: string): Promise<boolean> {
    await this.readHead();
    const position = this.models.facts.positionOf(eventId);
    if (position === undefined) return false;
    const [event] = await Array.fromAsync(this.store.readAt([position]));
    return event?.stream !== stream;
  }
}

/** What decisions may ask of the rest of the registry. */
const factsOf = (models: ReadModels): RegistryFacts => ({
  sectorOf: (organisationNumber) => models.organisations.sectorOf(organisationNumber),
  programmeExists: (programmeId) => models.programmes.get(programmeId) !== undefined,
  solution: (solutionId) => models.solutions.get(solutionId),
  get municipalities() {
    return models.municipalities.graph();
  },
});

/** What the command is about does not exist: that goes before who may say it and what was seen of it. */
const isAboutNothing = ({ code, at }: Rejection): boolean =>
  at === null && (code === 'unknown-solution' || code === 'unknown-municipality');

function answer<State, Event extends DomainEvent>(
  { stream, concept }: Command<State, Event>,
  seen: StreamState<State>,
  verdict: Verdict<State, Event>,
): Outcome<State> {
  if ('kind' in verdict) return verdict;
  if (!verdict.accepted) return { kind: 'rejected', rejections: verdict.rejections };
  const { state, revision } = seen;
  if (verdict.events.length === 0) return { kind: 'unchanged', eventId: verdict.standing ?? '', state, revision };
  const imagined = verdict.events.map((event, index) => ({
    ...event,
    id: imaginedId(index),
    position: IMAGINED,
    stream,
    revision: revision + 1 + index,
  }));
  // It has no metadata, which no fold looks at: nobody has recorded it.
  const asIf = imagined.reduce((before, event) => concept.evolve(before, event as unknown as Recorded<Event>), state);
  return { kind: 'dry-run', eventId: null, state: asIf, revision };
}
