import { NEVER, type Position, START } from '../domain/position.ts';
import { solutionEvents, type SolutionEvent } from '../domain/solution/events.ts';
import { isRegistered } from '../domain/solution/standing.ts';
import { evolve, type Solution } from '../domain/solution/state.ts';
import { solutionOfStream } from '../domain/streams.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

const types = new Set<string>(solutionEvents.map(({ type }) => type));
const isSolutionEvent = (event: Recorded): event is Recorded<SolutionEvent> => types.has(event.type);

interface Saved {
  readonly byId: Map<string, Solution>;
  readonly changedAt: Map<string, Position>;
  readonly lastChangedAt: Position;
}

/** Every solution with all its facts, for any date and as known at any position. */
export class Solutions implements ReadModel<Saved> {
  readonly name = 'solutions';
  #byId = new Map<string, Solution>();
  #changedAt = new Map<string, Position>();
  #lastChangedAt = START;

  fold(event: Recorded): void {
    if (!isSolutionEvent(event)) return;
    const id = solutionOfStream(event.stream);
    const solution = evolve(this.#byId.get(id), event);
    if (solution !== undefined) this.#byId.set(id, solution);
    this.#changedAt.set(id, event.position);
    this.#lastChangedAt = event.position;
  }

  save(): Saved {
    return { byId: this.#byId, changedAt: this.#changedAt, lastChangedAt: this.#lastChangedAt };
  }

  restore({ byId, changedAt, lastChangedAt }: Saved): void {
    this.#byId = byId;
    this.#changedAt = changedAt;
    this.#lastChangedAt = lastChangedAt;
  }

  /** The position of the last event of any solution. */
  get changedAt(): Position {
    return this.#lastChangedAt;
  }

  /** The position of the last event of one solution. */
  solutionChangedAt(solutionId: string): Position {
    return this.#changedAt.get(solutionId) ?? START;
  }

  get(solutionId: string, knownAt: Position = NEVER): Solution | undefined {
    const solution = this.#byId.get(solutionId);
    return solution && isRegistered(solution, { knownAt }) ? solution : undefined;
  }

  /** By id. */
  list(knownAt: Position): Solution[] {
    const known = [...this.#byId.values()].filter((solution) => isRegistered(solution, { knownAt }));
    return known.sort((a, b) => (a.id < b.id ? -1 : 1));
  }
}
