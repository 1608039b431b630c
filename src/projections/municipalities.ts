import { LRUCache } from 'lru-cache';
import { registerChanges } from '../domain/municipality/changes.ts';
import { registerEvents, type RegisterEvent, type RegisterFact } from '../domain/municipality/events.ts';
import { municipalityGraph } from '../domain/municipality/fold.ts';
import type { Municipality, MunicipalityGraph } from '../domain/municipality/graph.ts';
import { emptyRegister, evolveRegister, type Register } from '../domain/municipality/register.ts';
import { NEVER, type Position, START } from '../domain/position.ts';
import type { Point } from '../domain/timeline.ts';
import type { Recorded } from '../eventstore/port.ts';
import { Column, float64 } from './column.ts';
import type { ReadModel } from './read-model.ts';

const types = new Set<string>(registerEvents.map(({ type }) => type));
const isRegisterEvent = (event: Recorded): event is Recorded<RegisterEvent> => types.has(event.type);

/** The register of municipalities and, derived from it when asked for, the graph of reforms as known at a position. */
export class Municipalities implements ReadModel<Register> {
  readonly name = 'municipalities';
  #register = emptyRegister;
  /** Where the register last said something new, each once and ascending. */
  readonly #changes = new Column(float64);
  /** Graphs by the position of the event that they are known since: the newest, and a few of the past. */
  readonly #graphs = new LRUCache<Position, MunicipalityGraph>({ max: 16 });

  fold(event: Recorded): void {
    if (!isRegisterEvent(event)) return;
    const register = evolveRegister(this.#register, event);
    if (register === this.#register) return;
    this.#register = register;
    this.#changes.push(register.position);
    this.#graphs.clear();
  }

  save(): Register {
    return this.#register;
  }

  restore(saved: Register): void {
    this.#register = saved;
    this.#changes.restore(Float64Array.from(new Set(saved.facts.map(({ position }) => position))).sort());
  }

  /** The position of the last event of the register. */
  get changedAt(): Position {
    return this.#register.position;
  }

  /** Every version of a fact of the register that was recorded after a position and until another, with the one that it replaced. */
  recordedBetween(
    after: Position,
    until: Position,
  ): { readonly version: Point<RegisterFact>; readonly replaced: Point<RegisterFact> | undefined }[] {
    const { facts } = this.#register;
    const ended = new Map(facts.map((point) => [point.endedAt, point]));
    const recorded = facts.filter(({ position }) => position > after && position <= until);
    return recorded.map((version) => ({ version, replaced: ended.get(version.position) }));
  }

  graph(knownAt: Position = NEVER): MunicipalityGraph {
    const position = this.#lastChange(knownAt);
    const kept = this.#graphs.get(position);
    if (kept !== undefined) return kept;
    const graph = municipalityGraph(this.#register, position);
    this.#graphs.set(position, graph);
    return graph;
  }

  /** What was known at a position has been known since this one. */
  #lastChange(knownAt: Position): Position {
    const row = this.#changes.firstWhere((at) => at > knownAt) - 1;
    return row < 0 ? START : (this.#changes.at(row) as Position);
  }

  /** When the register last said something new of a municipality, as known at a position. */
  changes(knownAt: Position): (municipality: Municipality) => Position {
    return registerChanges(this.#register, knownAt);
  }
}
