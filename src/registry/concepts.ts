import type { AdoptionEvent } from '../domain/adoption/events.ts';
import { type Adoption, evolve as evolveAdoption, noAdoption } from '../domain/adoption/state.ts';
import { evolve as evolveOrganisation, type Organisation } from '../domain/organisation/decide.ts';
import type { OrganisationEvent } from '../domain/organisation/events.ts';
import { evolve as evolveProgramme, type Programme } from '../domain/programme/decide.ts';
import type { ProgrammeEvent } from '../domain/programme/events.ts';
import type { SolutionEvent } from '../domain/solution/events.ts';
import { evolve as evolveSolution, type Solution } from '../domain/solution/state.ts';
import type { Concept } from './command.ts';

export const organisations: Concept<Organisation | undefined, OrganisationEvent> = { initial: undefined, evolve: evolveOrganisation };
export const programmes: Concept<Programme | undefined, ProgrammeEvent> = { initial: undefined, evolve: evolveProgramme };
export const solutions: Concept<Solution | undefined, SolutionEvent> = { initial: undefined, evolve: evolveSolution };
export const adoptions: Concept<Adoption, AdoptionEvent> = { initial: noAdoption, evolve: evolveAdoption };
