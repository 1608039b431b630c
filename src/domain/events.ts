import { adoptionEvents, type AdoptionEvent } from './adoption/events.ts';
import { registerEvents, type RegisterEvent } from './municipality/events.ts';
import { organisationEvents, type OrganisationEvent } from './organisation/events.ts';
import { programmeEvents, type ProgrammeEvent } from './programme/events.ts';
import { solutionEvents, type SolutionEvent } from './solution/events.ts';

/** Every event that the log may hold. */
export const domainEvents = [...registerEvents, ...organisationEvents, ...programmeEvents, ...solutionEvents, ...adoptionEvents] as const;
export type DomainEvent = RegisterEvent | OrganisationEvent | ProgrammeEvent | SolutionEvent | AdoptionEvent;
