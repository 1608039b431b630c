import { type DatedFacts, noFacts, type Place, withAnnulment, withCorrection, withFact } from '../dated-facts.ts';
import type { Placed } from '../event.ts';
import type { AdoptionEvent, AdoptionFact } from './events.ts';

/** What a municipality number ever reported of one solution: a timeline for the whole and one a capability. */
export type Adoption = DatedFacts<AdoptionFact>;

export const noAdoption: Adoption = noFacts;

/** The timeline of a capability; of what was reported without one: the empty name. */
export const timelineName = (capability: string | null): string => capability ?? '';

export const place = ({ data }: AdoptionFact): Place => ({ timeline: timelineName(data.capability), effectiveFrom: data.effectiveFrom });

/** What a report is about, in words. */
export const subject = ({ data: { capability } }: AdoptionFact): string =>
  capability === null ? 'the whole solution' : `the capability ${capability}`;

export function evolve(adoption: Adoption, event: Placed<AdoptionEvent>): Adoption {
  const { id, position } = event;
  switch (event.type) {
    case 'AdoptionReported': {
      const fact: AdoptionFact = { type: event.type, data: event.data };
      return withFact(adoption, { factId: id, position, fact }, place(fact));
    }
    case 'AdoptionReportCorrected': {
      const { factId, fact } = event.data;
      return withCorrection(adoption, { factId, position, fact }, place(fact));
    }
    case 'AdoptionReportAnnulled':
      return withAnnulment(adoption, event.data.factId, { id, position });
  }
}
