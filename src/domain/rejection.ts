import type { Act } from './authority.ts';
import type { CivilDate } from './civil-date.ts';
import type { Origin, Succession } from './municipality/graph.ts';

/** What each rejection carries, so that the caller can mend the request. The code is part of the contract. */
export interface RejectionDetails {
  'unknown-solution': { readonly solutionId: string };
  'unknown-organisation': { readonly organisationNumber: string };
  'unknown-programme': { readonly programmeId: string };
  'unknown-capability': { readonly capability: string; readonly effectiveFrom: CivilDate; readonly known: readonly string[] };
  'unknown-county': { readonly countyNumber: string; readonly effectiveFrom: CivilDate };
  'unknown-currency': { readonly currency: string };
  /** `room` is how much more could be recorded, in minor units. */
  'amount-out-of-range': { readonly solutionId: string; readonly currency: string; readonly room: number };
  'unknown-municipality': { readonly municipalityNumber: string };
  'municipality-not-valid-on-date': {
    readonly municipalityNumber: string;
    readonly effectiveFrom: CivilDate;
    /** Who carries it on after the number ended; empty where the number was not yet valid. */
    readonly successors: readonly Succession[];
    /** Who went before it, where the number was not yet valid. */
    readonly predecessors: readonly Succession[];
    /** What happened between the date and the number's validity. */
    readonly reform: Origin | null;
    /** The day of the reform between the date and the number's validity. */
    readonly reformedOn: CivilDate | null;
  };
  'before-register': { readonly date: CivilDate; readonly registerBegins: CivilDate };
  'solution-exists': { readonly solutionId: string };
  'organisation-exists': { readonly organisationNumber: string };
  'programme-exists': { readonly programmeId: string };
  'not-assigned': { readonly responsibility: string; readonly effectiveFrom: CivilDate };
  'not-a-fact': { readonly eventId: string };
  'already-annulled': { readonly eventId: string; readonly annulledBy: string };
  'correction-changes-key': { readonly eventId: string; readonly was: string; readonly becomes: string };
  'shares-do-not-sum': { readonly sum: number; readonly whole: number };
  'shares-incomplete': { readonly withShare: number; readonly withoutShare: number };
  'duplicate-owner': { readonly organisationNumber: string };
  'duplicate-capability': { readonly capability: string };
  'not-allowed': { readonly consumer: string; readonly act: Act['kind']; readonly allowed: readonly string[] };
}

export type RejectionCode = keyof RejectionDetails;

/** Why a command is refused. `at` points into the command's content (a JSON pointer), or is null where it is about the whole. */
export type Rejection = {
  readonly [Code in RejectionCode]: { readonly code: Code; readonly at: string | null; readonly details: RejectionDetails[Code] };
}[RejectionCode];

export const reject = <Code extends RejectionCode>(code: Code, details: RejectionDetails[Code], at: string | null = null): Rejection =>
  ({ code, at, details }) as Rejection;
