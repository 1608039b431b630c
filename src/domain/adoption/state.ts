import type { CivilDate } from '../civil-date.ts';
import { type DatedFacts, noFacts, type Place, timelineOf, withAnnulment, withCorrection, withFact } from '../dated-facts.ts';
import type { Placed } from '../event.ts';
import { NEVER, type Position } from '../position.ts';
import { pointOn } from '../timeline.ts';
import type { AdoptionEvent, AdoptionFact } from './events.ts';
import type { ReportPoint } from './inheritance.ts';

/** What a municipality number ever reported of one solution: a timeline for the whole and one a capability. */
export type Adoption = DatedFacts<AdoptionFact>;

export const noAdoption: Adoption = noFacts;

/** The timeline of a capability; of what was reported without one: the empty name. */
const timelineName = (capability: string | null): string => capability ?? '';

export const place = ({ data }: AdoptionFact): Place => ({ timeline: timelineName(data.capability), effectiveFrom: data.effectiveFrom });

/** What a report is about, in words. */
export const subject = ({ data: { capability } }: AdoptionFact): string =>
  capability === null ? 'the whole solution' : `the capability ${capability}`;

/** The report of one number that is in force on a date, as known at a position. */
export function reportIn(
  adoption: Adoption,
  capability: string | null,
  date: CivilDate,
  knownAt: Position = NEVER,
): (ReportPoint & { readonly value: AdoptionFact }) | undefined {
  const point = pointOn(timelineOf(adoption, timelineName(capability)), date, knownAt);
  return point && { ...point, stage: point.value.data.stage, confirmedAt: point.value.data.confirmedAt };
}

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
