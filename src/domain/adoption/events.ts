import { z } from 'zod';
import { civilDate } from '../civil-date.ts';
import { event, type EventOf } from '../event.ts';
import { municipalityNumber } from '../municipality/number.ts';
import { slug, readableText, TEXT } from '../names.ts';
import { STAGES } from './stage.ts';

/** Who a report comes from. */
export const SOURCES = ['municipality', 'supplier', 'measured'] as const;
export type Source = (typeof SOURCES)[number];

/**
 * A municipality's stage with one solution (or one capability of it) from `effectiveFrom`. `confirmedAt` is the day on
 * which it was last confirmed. Evidence is a reference (a case number, a commit), never a person. Since version 1.
 */
export const AdoptionReported = event(
  'AdoptionReported',
  1,
  z.strictObject({
    solutionId: slug,
    municipalityNumber,
    capability: slug.nullable(),
    effectiveFrom: civilDate,
    stage: z.enum(STAGES),
    source: z.enum(SOURCES),
    evidence: readableText(TEXT.evidence).nullable(),
    confirmedAt: civilDate,
  }),
);

export type AdoptionFact = EventOf<typeof AdoptionReported>;

const factId = z.uuid();
const reason = readableText(TEXT.reason);

/** Replaces the content of a report, its date included. Since version 1. */
export const AdoptionReportCorrected = event(
  'AdoptionReportCorrected',
  1,
  z.strictObject({ factId, reason, fact: z.strictObject({ type: z.literal(AdoptionReported.type), data: AdoptionReported.data }) }),
);

/** Ends a report with all its corrections: it should never have been made. Since version 1. */
export const AdoptionReportAnnulled = event('AdoptionReportAnnulled', 1, z.strictObject({ factId, reason }));

export const adoptionEvents = [AdoptionReported, AdoptionReportCorrected, AdoptionReportAnnulled] as const;
export type AdoptionEvent = EventOf<(typeof adoptionEvents)[number]>;
