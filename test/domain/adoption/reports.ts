import { annulReport, correctReport, reportAdoption } from '../../../src/domain/adoption/decide.ts';
import type { AdoptionEvent, AdoptionFact, Source } from '../../../src/domain/adoption/events.ts';
import type { ReportOn } from '../../../src/domain/adoption/inheritance.ts';
import type { Stage } from '../../../src/domain/adoption/stage.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../../src/domain/adoption/state.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { MunicipalityNumber } from '../../../src/domain/municipality/number.ts';
import type { Slug } from '../../../src/domain/names.ts';
import { type Decide, idOf, placed } from '../given.ts';
import { solutionId } from '../solution/events.ts';

interface Details {
  readonly confirmedAt?: string;
  readonly capability?: string | null;
  readonly source?: Source;
  readonly evidence?: string | null;
}

/** A municipality number reported a stage from a date on. */
export const reported = (number: string, stage: Stage, from: string, details: Details = {}): AdoptionFact => ({
  type: 'AdoptionReported',
  data: {
    solutionId,
    municipalityNumber: number as MunicipalityNumber,
    capability: (details.capability ?? null) as Slug | null,
    effectiveFrom: from as CivilDate,
    stage,
    source: details.source ?? 'municipality',
    evidence: details.evidence ?? null,
    confirmedAt: (details.confirmedAt ?? from) as CivilDate,
  },
});

/** The correction of the n-th event that was given, from 1. */
export const corrected = (event: number, fact: AdoptionFact): AdoptionEvent => ({
  type: 'AdoptionReportCorrected',
  data: { factId: idOf(event), reason: 'a slip', fact },
});

export const annulled = (event: number): AdoptionEvent => ({
  type: 'AdoptionReportAnnulled',
  data: { factId: idOf(event), reason: 'a slip' },
});

type Command = Decide<Adoption, AdoptionEvent>;

export const report =
  (fact: AdoptionFact): Command =>
  (adoption, facts) =>
    reportAdoption(adoption, fact, facts);

export const correct =
  (event: number, fact: AdoptionFact): Command =>
  (adoption, facts) =>
    correctReport(adoption, { factId: idOf(event), reason: 'a slip', fact }, facts);

export const annul =
  (event: number): Command =>
  (adoption) =>
    annulReport(adoption, { factId: idOf(event), reason: 'a slip' });

/** What was reported under all numbers, in the order in which it was recorded. */
export function reportsOf(...events: AdoptionEvent[]): ReportOn {
  const byNumber = new Map<string, Adoption>();
  const numberOf = new Map<string, string>();
  for (const event of events.map(placed)) {
    if (event.type === 'AdoptionReported') numberOf.set(event.id, event.data.municipalityNumber);
    const number = numberOf.get(event.type === 'AdoptionReported' ? event.id : event.data.factId) ?? '';
    byNumber.set(number, evolve(byNumber.get(number) ?? noAdoption, event));
  }
  return (number, date) => reportIn(byNumber.get(number) ?? noAdoption, null, date);
}
