import { type CivilDate, dayBefore } from '../civil-date.ts';
import type { EventOf } from '../event.ts';
import type { RegisterFact } from '../municipality/events.ts';
import { lineage, type Municipality, type MunicipalityGraph, municipalityOn } from '../municipality/graph.ts';
import { namedBy } from '../municipality/named.ts';
import type { MunicipalityNumber } from '../municipality/number.ts';
import { registerDate } from '../municipality/register.ts';
import type { Position } from '../position.ts';
import type { SolutionFact, SolutionRegistered } from '../solution/events.ts';
import type { AdoptionFact } from './events.ts';

/** A number on a day: whoever had it then. */
export interface Mention {
  readonly municipalityNumber: MunicipalityNumber;
  readonly on: CivilDate;
}

/** Whom a fact says something of, as far as coverage goes. */
type Mentions = typeof EVERY | readonly Mention[];
const EVERY = 'every-municipality';

/** An event of the log that bears on the coverage of a date. */
export interface Bearing {
  readonly eventId: string;
  readonly position: Position;
  readonly about: Mentions;
}

/** What coverage rests on. */
export type BearingFact =
  | AdoptionFact
  | Extract<SolutionFact, { type: 'DescriptionChanged' | 'TargetGroupChanged' }>
  | EventOf<typeof SolutionRegistered>
  | RegisterFact;

/** One step in the life of a fact: an event that recorded, corrected or annulled it. */
export interface Step {
  readonly eventId: string;
  readonly position: Position;
  /** What the fact said before it; null where it is new. */
  readonly was: BearingFact | null;
  /** What it says from here on; null where it is annulled. */
  readonly is: BearingFact | null;
}

/** Whom the steps are about on a date, by what each fact said before and by what it says after; those that have nothing to say of it are left out. */
export function bearings(steps: readonly Step[], asOf: CivilDate): Bearing[] {
  return steps.flatMap(({ eventId, position, was, is }) => {
    const about = together([was, is].map((fact) => (fact === null ? [] : aboutOn(fact, asOf))));
    return about.length === 0 ? [] : [{ eventId, position, about }];
  });
}

const together = (all: readonly Mentions[]): Mentions => (all.includes(EVERY) ? EVERY : (all as readonly Mention[][]).flat());

/** Whom a fact says something of that counts on a date; nobody where it is only true later. */
function aboutOn(fact: BearingFact, asOf: CivilDate): Mentions {
  if (fact.type === 'SolutionRegistered') return EVERY;
  if (effectiveDate(fact) > asOf) return [];
  switch (fact.type) {
    case 'DescriptionChanged':
    case 'TargetGroupChanged':
      return EVERY;
    case 'AdoptionReported':
      return [{ municipalityNumber: fact.data.municipalityNumber, on: fact.data.effectiveFrom }];
    case 'MunicipalityRenamed': // a name counts for nothing
      return [];
    default:
      return mentions(fact);
  }
}

const effectiveDate = (fact: Exclude<BearingFact, EventOf<typeof SolutionRegistered>>): CivilDate =>
  fact.type === 'PopulationCounted' ? registerDate(fact) : fact.data.effectiveFrom;

/** Those that a fact of the register begins or counts, on its day, and those that it ends, on the day before. */
function mentions(fact: RegisterFact): Mention[] {
  const [on, { told, ended }] = [registerDate(fact), namedBy(fact)];
  return [
    ...ended.map((municipalityNumber) => ({ municipalityNumber, on: dayBefore(on) })),
    ...told.map((municipalityNumber) => ({ municipalityNumber, on })),
  ];
}

/** Which of the events are about a municipality, or about one that it came from, by the graph that knows them; in the order of the log. */
export function bearingOn(events: readonly Bearing[], graph: MunicipalityGraph): (municipality: Municipality) => readonly Bearing[] {
  const onEvery = events.filter(({ about }) => about === EVERY);
  const mentioned = events.flatMap((event) =>
    event.about === EVERY
      ? []
      : event.about.map(({ municipalityNumber, on }) => ({ event, named: municipalityOn(graph, municipalityNumber, on) })),
  );
  const byMunicipality = Map.groupBy(mentioned, ({ named }) => named);
  const eventsOn = (municipality: Municipality): Bearing[] => (byMunicipality.get(municipality) ?? []).map(({ event }) => event);
  return (municipality) => inOrder([...onEvery, ...[...lineage(municipality)].flatMap(eventsOn)]);
}

/** Each event once, in the order of the log. */
export const inOrder = (events: readonly Bearing[]): Bearing[] => [...new Set(events)].sort((a, b) => a.position - b.position);
