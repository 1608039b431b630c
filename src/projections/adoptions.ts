import type { AdoptionFact } from '../domain/adoption/events.ts';
import { adoptionEvents, type AdoptionEvent } from '../domain/adoption/events.ts';
import type { ReportOn } from '../domain/adoption/inheritance.ts';
import { type Adoption, evolve, noAdoption, timelineName } from '../domain/adoption/state.ts';
import { timelineOf } from '../domain/dated-facts.ts';
import { NEVER, type Position } from '../domain/position.ts';
import { adoptionOfStream } from '../domain/streams.ts';
import { isKnown, type Point, pointOn, type Timeline } from '../domain/timeline.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { ReadModel } from './read-model.ts';

const types = new Set<string>(adoptionEvents.map(({ type }) => type));
const isAdoptionEvent = (event: Recorded): event is Recorded<AdoptionEvent> => types.has(event.type);

/** What every municipality number ever reported, by solution: the facts that coverage is counted from. */
export class Adoptions implements ReadModel {
  readonly name = 'adoptions';
  readonly #bySolution = new Map<string, Map<string, Adoption>>();

  fold(event: Recorded): void {
    if (!isAdoptionEvent(event)) return;
    const { solutionId, municipalityNumber } = adoptionOfStream(event.stream);
    const numbers = this.#bySolution.get(solutionId) ?? new Map<string, Adoption>();
    numbers.set(municipalityNumber, evolve(numbers.get(municipalityNumber) ?? noAdoption, event));
    this.#bySolution.set(solutionId, numbers);
  }

  /** The reports in force for a solution (and capability), as known at a position. */
  reportsOf(solutionId: string, capability: string | null, knownAt: Position): ReportOn {
    const numbers = this.#bySolution.get(solutionId);
    return (number, date) => {
      const adoption = numbers?.get(number);
      return adoption && pointOn(timelineOf(adoption, timelineName(capability)), date, knownAt);
    };
  }

  /** The capabilities that anything was reported for by a position, null (without one) first. */
  capabilitiesReported(solutionId: string, knownAt: Position): (string | null)[] {
    const timelines = [...(this.#bySolution.get(solutionId)?.values() ?? [])].flatMap((adoption) => [...adoption.timelines]);
    const known = (timeline: Timeline<AdoptionFact>): boolean => timeline.some(({ position }) => position <= knownAt);
    const names = new Set(timelines.filter(([, timeline]) => known(timeline)).map(([name]) => name));
    return [...names].sort().map((name) => (name === '' ? null : name));
  }

  /** Every report on a solution that is live now. */
  liveReports(solutionId: string): Point<AdoptionFact>[] {
    const timelines = [...(this.#bySolution.get(solutionId)?.values() ?? [])].flatMap((adoption) => [...adoption.timelines.values()]);
    return timelines.flat().filter((point) => isKnown(point, NEVER));
  }

  /** The solutions that anybody reported on. */
  solutionIds(): string[] {
    return [...this.#bySolution.keys()].sort();
  }

  of(solutionId: string, municipalityNumber: string): Adoption {
    return this.#bySolution.get(solutionId)?.get(municipalityNumber) ?? noAdoption;
  }
}
