import type { CivilDate } from '../civil-date.ts';
import type { Placed } from '../event.ts';
import { type Position, START } from '../position.ts';
import { emptyTimeline, ended, type Timeline, withPoint } from '../timeline.ts';
import type { RegisterEvent, RegisterFact } from './events.ts';

/** The register of municipalities as recorded: every fact of it with its corrections, by date and position. */
export interface Register {
  readonly facts: Timeline<RegisterFact>;
  /** The last event of the register; the graph as known at any later position is the same. */
  readonly position: Position;
}

export const emptyRegister: Register = { facts: emptyTimeline, position: START };

/** The day from which a fact of the register is true; for a count, the day of the count. */
export const registerDate = (fact: RegisterFact): CivilDate =>
  fact.type === 'PopulationCounted' ? fact.data.countedOn : fact.data.effectiveFrom;

export function evolveRegister(register: Register, event: Placed<RegisterEvent>): Register {
  const { id, position } = event;
  if (event.type !== 'RegisterFactCorrected') {
    const { type, data } = event;
    const point = { factId: id, position, effectiveFrom: registerDate(event), value: { type, data } as RegisterFact };
    return { facts: withPoint(register.facts, point), position };
  }
  const { factId, fact } = event.data;
  if (!register.facts.some((point) => point.factId === factId)) return register; // it names nothing: a clash, which says nothing
  const without = ended(register.facts, factId, position);
  return { facts: withPoint(without, { factId, position, effectiveFrom: registerDate(fact), value: fact }), position };
}
