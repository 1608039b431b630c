import fc from 'fast-check';
import { coverageOf, type Coverage, type CoverageRow, coverageRows } from '../../src/domain/adoption/coverage.ts';
import type { Inheritance } from '../../src/domain/adoption/inheritance.ts';
import type { Threshold } from '../../src/domain/adoption/stage.ts';
import { targetGroupMembers } from '../../src/domain/adoption/target-group.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { DomainEvent } from '../../src/domain/events.ts';
import type { RegisterEvent } from '../../src/domain/municipality/events.ts';
import type { Position } from '../../src/domain/position.ts';
import type { RegistryFacts } from '../../src/domain/registry-facts.ts';
import { descriptionOn, targetGroupOn } from '../../src/domain/solution/standing.ts';
import { REGISTER_STREAM } from '../../src/domain/streams.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { CoverageFigures } from '../../src/projections/coverage/coverage.ts';
import { emptyModels, folding, type ReadModels } from '../../src/projections/read-models.ts';
import type { Command, Concept } from '../../src/registry/command.ts';
import type { Registry } from '../../src/registry/registry.ts';
import { provenance } from '../eventstore/events.ts';

/** What coverage of one solution is asked for. */
export interface Question {
  readonly solutionId: string;
  readonly asOf: CivilDate;
  readonly knownAt: Position;
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
  readonly capability: string | null;
}

/** How a log is kept: its places, and its clock. */
export interface Keeping {
  /** How far apart positions lie: row numbers are next to each other, the places of EventStoreDB are byte offsets. */
  readonly stride: number;
  /** The day of the first event, and how many days lie between one event and the next. */
  readonly begins: string;
  readonly days: number;
}
const AT_ONCE: Keeping = { stride: 1, begins: '2025-01-01', days: 0 };

/** A log in memory with the registry's own deciders before it and its own read models behind it. */
export class Chronicle {
  readonly events: Recorded[] = [];
  readonly #folded = emptyModels();
  readonly models: ReadModels = { ...this.#folded, coverage: new CoverageFigures(this.#folded) };
  /** Events that a decision led to and that changed nothing: there should be none. */
  readonly ignored: Recorded[] = [];
  readonly #keeping: Keeping;

  constructor(keeping = AT_ONCE) {
    this.#keeping = keeping;
  }

  /** How a failing property shows it: what was recorded, an event a line. */
  [fc.toStringMethod](): string {
    return this.events.map(({ position, type, data }) => `\n${position} ${type} ${JSON.stringify(data)}`).join('');
  }

  /** Folds what is already in a log. */
  replay(events: readonly Recorded[]): this {
    for (const event of events) this.#take(event);
    return this;
  }

  /** Decides from the stream as it stands, and records what comes of it. @returns the ids of the events; none when refused or repeated */
  execute<State, Event extends DomainEvent>(command: Command<State, Event>): string[] {
    const { stream, concept } = command;
    const decision = command.decide(this.#stateOf(stream, concept), this.#facts());
    return decision.accepted ? decision.events.map((event) => this.#record(stream, event, concept as Concept<unknown, Event>)) : [];
  }

  /** Records a fact of the register, which is not decided on. @returns its id */
  register(event: RegisterEvent): string {
    return this.#record(REGISTER_STREAM, event);
  }

  /** Records what no decision would lead to, as two writers may who race each other. */
  race(stream: string, event: DomainEvent): void {
    this.#record(stream, event);
  }

  ask({ solutionId, asOf, knownAt, stage, inheritance, capability }: Question): { rows: CoverageRow[]; coverage: Coverage } {
    const solution = this.models.solutions.get(solutionId, knownAt);
    if (solution === undefined) throw new Error('the solution is not registered yet');
    const graph = this.models.municipalities.graph(knownAt);
    const { confirmationMonths } = descriptionOn(solution, { asOf, knownAt });
    const isMember = targetGroupMembers(graph, targetGroupOn(solution, { asOf, knownAt }));
    const question = { asOf, stage, inheritance, confirmationMonths, isMember };
    const rows = coverageRows(graph, question, this.models.adoptions.reportsOf(solutionId, capability, knownAt));
    return { rows, coverage: coverageOf(rows) };
  }

  #facts(): RegistryFacts {
    const { models } = this;
    return {
      sectorOf: (number) => models.organisations.sectorOf(number),
      programmeExists: (id) => models.programmes.get(id) !== undefined,
      solution: (id) => models.solutions.get(id),
      municipalities: models.municipalities.graph(),
    };
  }

  #streamOf(stream: string): Recorded[] {
    return this.events.filter((event) => event.stream === stream);
  }

  #stateOf<State, Event extends DomainEvent>(stream: string, concept: Concept<State, Event>): State {
    return this.#streamOf(stream).reduce((state, event) => concept.evolve(state, event as Recorded<Event>), concept.initial);
  }

  #record(stream: string, event: DomainEvent, concept?: Concept<unknown, never>): string {
    const before = concept && this.#stateOf(stream, concept);
    const position = ((this.events.length + 1) * this.#keeping.stride) as Position;
    const recorded = {
      ...event,
      id: `event ${this.events.length + 1}`,
      position,
      stream,
      revision: this.#streamOf(stream).length,
      metadata: { ...provenance(), recordedAt: this.#now(), hash: '' },
    } as Recorded;
    this.#take(recorded);
    if (concept?.evolve(before, recorded as Recorded<never>) === before && concept) this.ignored.push(recorded);
    return recorded.id;
  }

  #now(): string {
    const { begins, days } = this.#keeping;
    return new Date(Date.parse(begins) + this.events.length * days * 86_400_000).toISOString();
  }

  #take(event: Recorded): void {
    this.events.push(event);
    for (const model of folding(this.#folded)) model.fold(event);
  }
}

/** What a registry with this log reads of it. */
export const registryOf = ({ models, events }: Chronicle): Pick<Registry, 'models' | 'store'> => ({
  models,
  store: {
    async *readAt(positions: readonly Position[]) {
      for (const position of positions) yield await Promise.resolve(events.find((event) => event.position === position));
    },
  } as unknown as Registry['store'], // nothing else of it is asked
});
