import { accept, type Decision, refuse, repetition } from '../decision.ts';
import { sameContent } from '../dated-facts.ts';
import type { Placed } from '../event.ts';
import { reject } from '../rejection.ts';
import type { OrganisationEvent } from './events.ts';

/** An organisation as registered: it does not change. */
export type Organisation = Placed<OrganisationEvent>;

/** The first registration stands. */
export const evolve = (organisation: Organisation | undefined, event: Placed<OrganisationEvent>): Organisation => organisation ?? event;

/** The same registration again changes nothing; another under the same number collides. */
export function registerOrganisation(organisation: Organisation | undefined, data: OrganisationEvent['data']): Decision<OrganisationEvent> {
  if (organisation === undefined) return accept({ type: 'OrganisationRegistered', data });
  if (sameContent(organisation.data, data)) return repetition(organisation.id);
  return refuse(reject('organisation-exists', { organisationNumber: data.organisationNumber }, '/organisationNumber'));
}
