import { EARLIEST } from '../civil-date.ts';
import { type DatedFacts, noFacts, type Place, withAnnulment, withCorrection, withFact } from '../dated-facts.ts';
import type { EventOf, Placed } from '../event.ts';
import type { Position } from '../position.ts';
import type { Slug } from '../names.ts';
import type { SolutionEvent, SolutionFact, SolutionRegistered } from './events.ts';
import { RESPONSIBILITIES, type Responsibility } from './vocabulary.ts';

export type Description = Omit<EventOf<typeof SolutionRegistered>['data'], 'solutionId'>;

/** A solution with everything that was ever recorded of it (adoption has streams of its own). */
export interface Solution {
  readonly id: Slug;
  readonly registration: { readonly eventId: string; readonly position: Position; readonly description: Description };
  readonly facts: DatedFacts<SolutionFact>;
}

/** A cost line: what it is about. */
const costLine = ({ fiscalYear, kind, estimate, payer }: Extract<SolutionFact, { type: 'CostUpdated' }>['data']): string =>
  `cost/${fiscalYear}/${kind}/${estimate}/${payer ?? ''}`;

/** The timelines of suppliers, one a responsibility; named once, because lists ask thousands of solutions. */
export const SUPPLIER_TIMELINES = Object.fromEntries(
  RESPONSIBILITIES.map((responsibility) => [responsibility, `supplier/${responsibility}`]),
) as Readonly<Record<Responsibility, string>>;

/** The timeline that a fact is a point of. Cost lines are not dated: all points of one share a day, and position decides. */
export function place(fact: SolutionFact): Place {
  switch (fact.type) {
    case 'DescriptionChanged':
      return { timeline: 'description', effectiveFrom: fact.data.effectiveFrom };
    case 'PhaseChanged':
      return { timeline: 'phase', effectiveFrom: fact.data.effectiveFrom };
    case 'TargetGroupChanged':
      return { timeline: 'target-group', effectiveFrom: fact.data.effectiveFrom };
    case 'RoleChanged':
      return { timeline: fact.data.role, effectiveFrom: fact.data.effectiveFrom };
    case 'OwnershipChanged':
      return { timeline: 'owners', effectiveFrom: fact.data.effectiveFrom };
    case 'SupplierAssigned':
    case 'SupplierReleased':
      return { timeline: SUPPLIER_TIMELINES[fact.data.responsibility], effectiveFrom: fact.data.effectiveFrom };
    case 'CostUpdated':
      return { timeline: costLine(fact.data), effectiveFrom: EARLIEST };
  }
}

/** What a fact is about, in words. */
export function subject(fact: SolutionFact): string {
  switch (fact.type) {
    case 'DescriptionChanged':
      return 'the description';
    case 'PhaseChanged':
      return 'the phase';
    case 'TargetGroupChanged':
      return 'the target group';
    case 'OwnershipChanged':
      return 'the owners';
    case 'RoleChanged':
      return `the role ${fact.data.role}`;
    case 'SupplierAssigned':
      return `a supplier of ${fact.data.responsibility}`;
    case 'SupplierReleased':
      return `the release of the supplier of ${fact.data.responsibility}`;
    case 'CostUpdated': {
      const { fiscalYear, kind, estimate, payer } = fact.data;
      return `the ${estimate} for ${kind} in ${fiscalYear}, ${payer === null ? 'the whole' : `paid by ${payer}`}`;
    }
  }
}

/** Undefined until it is registered; what comes before a registration in the stream changes nothing. */
export function evolve(solution: Solution | undefined, event: Placed<SolutionEvent>): Solution | undefined {
  if (event.type === 'SolutionRegistered') {
    const { solutionId, ...description } = event.data;
    return solution ?? { id: solutionId, registration: { eventId: event.id, position: event.position, description }, facts: noFacts };
  }
  if (solution === undefined) return undefined;
  const { id, position } = event;
  switch (event.type) {
    case 'SolutionFactCorrected': {
      const { factId, fact } = event.data;
      return { ...solution, facts: withCorrection(solution.facts, { factId, position, fact }, place(fact)) };
    }
    case 'SolutionFactAnnulled':
      return { ...solution, facts: withAnnulment(solution.facts, event.data.factId, { id, position }) };
    default: {
      const fact = { type: event.type, data: event.data } as SolutionFact;
      return { ...solution, facts: withFact(solution.facts, { factId: id, position, fact }, place(fact)) };
    }
  }
}
