import { z } from 'zod';
import { civilDate } from '../civil-date.ts';
import { anyOf, event, type EventOf } from '../event.ts';
import { money } from '../money.ts';
import { countyNumber, municipalityNumber } from '../municipality/number.ts';
import { names, slug, readableText, TEXT } from '../names.ts';
import { organisationNumber } from '../organisation-number.ts';
import { basisPoints } from '../shares.ts';
import { COST_ESTIMATES, COST_KINDS, PHASES, RESPONSIBILITIES, ROLES } from './vocabulary.ts';

const solutionId = slug;

/** What a solution is called, belongs to and consists of. `confirmationMonths` is how long a confirmed adoption stays fresh; null for ever. */
const description = {
  names,
  description: readableText(TEXT.description).nullable(),
  programmeId: slug.nullable(),
  capabilities: z.array(z.strictObject({ id: slug, names })),
  confirmationMonths: z.int().min(1).max(1200).nullable(),
};

/** A solution was registered. Undated: its description holds from the first day. Since version 1. */
export const SolutionRegistered = event('SolutionRegistered', 1, z.strictObject({ solutionId, ...description }));

/** The whole description from `effectiveFrom`. Since version 1. */
export const DescriptionChanged = event('DescriptionChanged', 1, z.strictObject({ solutionId, effectiveFrom: civilDate, ...description }));

/** The solution entered a phase of its life. Since version 1. */
export const PhaseChanged = event('PhaseChanged', 1, z.strictObject({ solutionId, effectiveFrom: civilDate, phase: z.enum(PHASES) }));

/** Which municipalities the solution is for: the denominator of coverage. Since version 1. */
export const TargetGroupChanged = event(
  'TargetGroupChanged',
  1,
  z.strictObject({
    solutionId,
    effectiveFrom: civilDate,
    group: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('all') }),
      z.strictObject({ kind: z.literal('counties'), numbers: z.array(countyNumber).min(1) }),
      z.strictObject({ kind: z.literal('municipalities'), numbers: z.array(municipalityNumber).min(1) }),
    ]),
  }),
);

/** Who sets the premises, or who orders and pays; null: nobody any more. Since version 1. */
export const RoleChanged = event(
  'RoleChanged',
  1,
  z.strictObject({ solutionId, effectiveFrom: civilDate, role: z.enum(ROLES), organisationNumber: organisationNumber.nullable() }),
);

/** The owners, all of them; with shares for all (they sum to 10,000 basis points) or for none (null). Since version 1. */
export const OwnershipChanged = event(
  'OwnershipChanged',
  1,
  z.strictObject({
    solutionId,
    effectiveFrom: civilDate,
    owners: z.array(z.strictObject({ organisationNumber, shareBasisPoints: basisPoints.nullable() })).min(1),
  }),
);

/** A supplier took over one responsibility for the solution. Since version 1. */
export const SupplierAssigned = event(
  'SupplierAssigned',
  1,
  z.strictObject({ solutionId, effectiveFrom: civilDate, responsibility: z.enum(RESPONSIBILITIES), organisationNumber }),
);

/** Nobody has the responsibility from `effectiveFrom`. Since version 1. */
export const SupplierReleased = event(
  'SupplierReleased',
  1,
  z.strictObject({ solutionId, effectiveFrom: civilDate, responsibility: z.enum(RESPONSIBILITIES) }),
);

/** The amount of one cost line. Undated: the last live one stands. Without a payer it is the whole. Since version 1. */
export const CostUpdated = event(
  'CostUpdated',
  1,
  z.strictObject({
    solutionId,
    fiscalYear: z.int().min(1900).max(2100),
    kind: z.enum(COST_KINDS),
    estimate: z.enum(COST_ESTIMATES),
    payer: organisationNumber.nullable(),
    amount: money,
    priceLevelYear: z.int().min(1900).max(2100),
  }),
);

/** The facts of a solution: what can be corrected and annulled. */
export const solutionFacts = [
  DescriptionChanged,
  PhaseChanged,
  TargetGroupChanged,
  RoleChanged,
  OwnershipChanged,
  SupplierAssigned,
  SupplierReleased,
  CostUpdated,
] as const;
export type SolutionFact = EventOf<(typeof solutionFacts)[number]>;

const factId = z.uuid();
const reason = readableText(TEXT.reason);
const anyFact = anyOf(solutionFacts);

/** Replaces the content of a fact, its date included; what the fact is about stays. Since version 1. */
export const SolutionFactCorrected = event('SolutionFactCorrected', 1, z.strictObject({ factId, reason, fact: anyFact }));

/** Ends a fact with all its corrections: it should never have been recorded. Since version 1. */
export const SolutionFactAnnulled = event('SolutionFactAnnulled', 1, z.strictObject({ factId, reason }));

export const solutionEvents = [SolutionRegistered, ...solutionFacts, SolutionFactCorrected, SolutionFactAnnulled] as const;
export type SolutionEvent = EventOf<(typeof solutionEvents)[number]>;
