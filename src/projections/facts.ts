import type { AdoptionFact } from '../domain/adoption/events.ts';
import type { Position } from '../domain/position.ts';
import type { SolutionFact } from '../domain/solution/events.ts';
import { adoptionOfStream, solutionOfStream } from '../domain/streams.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

type RecordedFact = Recorded & { readonly type: FactTrace['type'] };

/** Where the log has a fact and what became of it: positions, not events. */
export interface FactTrace {
  readonly eventId: string;
  readonly type: SolutionFact['type'] | AdoptionFact['type'] | 'SolutionRegistered';
  readonly stream: string;
  readonly solutionId: string;
  /** Null for a fact of the solution itself. */
  readonly municipalityNumber: string | null;
  readonly recordedBy: string;
  readonly position: Position;
  readonly corrections: readonly Position[];
  readonly annulment: Position | null;
}

/**
 * Every event id with its position (for repeated keys), and every fact of a solution with what corrected or annulled it, in
 * the order in which they were recorded. A second annulment, or a correction of what is annulled, is a clash: the first wins.
 */
export class Facts implements ReadModel {
  readonly name = 'facts';
  readonly #positions = new Map<string, Position>();
  readonly #traces = new Map<string, FactTrace>();
  readonly #bySolution = new Map<string, string[]>();

  fold(event: Recorded): void {
    this.#positions.set(event.id, event.position);
    switch (event.type) {
      case 'SolutionFactCorrected':
      case 'AdoptionReportCorrected':
        return this.#amend(event.data.factId, (trace) => ({ ...trace, corrections: [...trace.corrections, event.position] }));
      case 'SolutionFactAnnulled':
      case 'AdoptionReportAnnulled':
        return this.#amend(event.data.factId, (trace) => ({ ...trace, annulment: event.position }));
      case 'AdoptionReported':
        return this.#add(event, adoptionOfStream(event.stream));
      case 'SolutionRegistered':
      case 'DescriptionChanged':
      case 'PhaseChanged':
      case 'TargetGroupChanged':
      case 'RoleChanged':
      case 'OwnershipChanged':
      case 'SupplierAssigned':
      case 'SupplierReleased':
      case 'CostUpdated':
        return this.#add(event, { solutionId: solutionOfStream(event.stream), municipalityNumber: null });
      default:
        return;
    }
  }

  #add({ id, type, stream, position, metadata }: RecordedFact, about: Pick<FactTrace, 'solutionId' | 'municipalityNumber'>): void {
    this.#traces.set(id, {
      eventId: id,
      type,
      stream,
      ...about,
      recordedBy: metadata.consumer,
      position,
      corrections: [],
      annulment: null,
    });
    const ids = this.#bySolution.get(about.solutionId) ?? [];
    ids.push(id);
    this.#bySolution.set(about.solutionId, ids);
  }

  #amend(factId: string, change: (trace: FactTrace) => FactTrace): void {
    const trace = this.#traces.get(factId);
    if (trace?.annulment === null) this.#traces.set(factId, change(trace));
  }

  /** Where the log has an event, of whatever type; undefined for an id that it does not have. */
  positionOf(eventId: string): Position | undefined {
    return this.#positions.get(eventId);
  }

  /** The event id of a solution's fact (a report on it too) by where the log has it. @throws RangeError where it has none there */
  idAt(solutionId: string, position: Position): string {
    const ids = this.#bySolution.get(solutionId) ?? [];
    let [low, high] = [0, ids.length - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#positions.get(ids[middle] ?? '') ?? position) < position) low = middle + 1;
      else high = middle;
    }
    const id = ids[low];
    if (id === undefined || this.#positions.get(id) !== position) throw new RangeError(`${solutionId} has no fact at position ${position}`);
    return id;
  }

  trace(factId: string): FactTrace | undefined {
    return this.#traces.get(factId);
  }

  /** The facts of a solution (its registration and the reports on it among them), in the order in which they were recorded. */
  ofSolution(solutionId: string, knownAt: Position): FactTrace[] {
    const traces = (this.#bySolution.get(solutionId) ?? []).flatMap((id) => this.#traces.get(id) ?? []);
    return traces.filter(({ position }) => position <= knownAt);
  }
}
