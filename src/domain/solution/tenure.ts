import type { CivilDate } from '../civil-date.ts';
import { timelineOf } from '../dated-facts.ts';
import type { OrganisationNumber } from '../organisation-number.ts';
import type { BasisPoints } from '../shares.ts';
import { changes } from '../timeline.ts';
import type { SolutionFact } from './events.ts';
import { type Moment, ownersOn, suppliersOn } from './standing.ts';
import { type Solution, SUPPLIER_TIMELINES } from './state.ts';
import type { Responsibility } from './vocabulary.ts';

/** How long something has been so, as known at one position. */
export interface Tenure {
  readonly since: CivilDate;
  /** The first day on which it is no longer so, where that is known already; else null. */
  readonly until: CivilDate | null;
  /** The fact in force on the date asked for. */
  readonly eventId: string;
}

export interface Ownership extends Tenure {
  readonly organisationNumber: OrganisationNumber;
  /** Null where no shares are agreed. */
  readonly shareBasisPoints: BasisPoints | null;
}

export interface Supply extends Tenure {
  readonly responsibility: Responsibility;
  readonly organisationNumber: OrganisationNumber;
}

/** The owners on a date, each with how long it has had its share without a break. */
export function ownershipsOn(solution: Solution, moment: Moment): Ownership[] {
  const owners = ownersOn(solution, moment)?.value.data.owners ?? [];
  return owners.flatMap(({ organisationNumber, shareBasisPoints }) => {
    const isSame = ({ type, data }: SolutionFact): boolean =>
      type === 'OwnershipChanged' &&
      data.owners.some((one) => one.organisationNumber === organisationNumber && one.shareBasisPoints === shareBasisPoints);
    return tenures(solution, 'owners', moment, isSame).map((tenure) => ({ organisationNumber, shareBasisPoints, ...tenure }));
  });
}

/** The suppliers on a date, by responsibility, each with how long it has had it without a break. */
export function suppliesOn(solution: Solution, moment: Moment): Supply[] {
  return suppliersOn(solution, moment).flatMap(({ value: { data } }) => {
    const { responsibility, organisationNumber } = data;
    const isSame = (fact: SolutionFact): boolean => fact.type === 'SupplierAssigned' && fact.data.organisationNumber === organisationNumber;
    return tenures(solution, SUPPLIER_TIMELINES[responsibility], moment, isSame).map((tenure) => ({
      responsibility,
      organisationNumber,
      ...tenure,
    }));
  });
}

/** The unbroken time around a date in which the value of a timeline is such; none where it is not such on the date. */
function tenures(solution: Solution, timeline: string, { asOf, knownAt }: Moment, isSuch: (fact: SolutionFact) => boolean): Tenure[] {
  const values = changes(timelineOf(solution.facts, timeline), knownAt);
  const begun = values.filter(({ effectiveFrom }) => effectiveFrom <= asOf);
  const unbroken = begun.slice(begun.findLastIndex(({ value }) => !isSuch(value)) + 1);
  const [first, inForce] = [unbroken[0], unbroken.at(-1)];
  if (first === undefined || inForce === undefined) return [];
  const end = values.find(({ effectiveFrom, value }) => effectiveFrom > asOf && !isSuch(value));
  return [{ since: first.effectiveFrom, until: end?.effectiveFrom ?? null, eventId: inForce.factId }];
}
