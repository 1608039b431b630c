import { accept, type Decision, refuse, repetition } from '../decision.ts';
import { sameContent } from '../dated-facts.ts';
import type { Placed } from '../event.ts';
import { reject } from '../rejection.ts';
import type { ProgrammeEvent } from './events.ts';

/** A programme as registered: it does not change. */
export type Programme = Placed<ProgrammeEvent>;

/** The first registration stands. */
export const evolve = (programme: Programme | undefined, event: Placed<ProgrammeEvent>): Programme => programme ?? event;

/** The same registration again changes nothing; another under the same id collides. */
export function registerProgramme(programme: Programme | undefined, data: ProgrammeEvent['data']): Decision<ProgrammeEvent> {
  if (programme === undefined) return accept({ type: 'ProgrammeRegistered', data });
  if (sameContent(programme.data, data)) return repetition(programme.id);
  return refuse(reject('programme-exists', { programmeId: data.programmeId }, '/id'));
}
