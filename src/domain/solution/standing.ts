import { type CivilDate, LATEST } from '../civil-date.ts';
import { timelineOf } from '../dated-facts.ts';
import { entriesOf } from '../layered-map.ts';
import type { OrganisationNumber } from '../organisation-number.ts';
import { NEVER, type Position } from '../position.ts';
import { isKnown, type Point, pointOn } from '../timeline.ts';
import type { SolutionFact } from './events.ts';
import { type Description, type Solution, SUPPLIER_TIMELINES } from './state.ts';
import { RESPONSIBILITIES, type Responsibility, type Role } from './vocabulary.ts';

type FactOf<Type extends SolutionFact['type']> = Extract<SolutionFact, { type: Type }>;
/** A fact that stands, with what it says. */
export interface Standing<Type extends SolutionFact['type']> extends Point<SolutionFact> {
  readonly value: FactOf<Type>;
}

/** When the question is for, and what was known. */
export interface Moment {
  readonly asOf: CivilDate;
  readonly knownAt: Position;
}

/** The moment of now, for a decision that is made on a date with all that is known. */
export const knownNow = (asOf: CivilDate): Moment => ({ asOf, knownAt: NEVER });

const standing = <Type extends SolutionFact['type']>(solution: Solution, timeline: string, { asOf, knownAt }: Moment) =>
  pointOn(timelineOf(solution.facts, timeline), asOf, knownAt) as Standing<Type> | undefined;

export const isRegistered = (solution: Solution, { knownAt }: Pick<Moment, 'knownAt'>): boolean =>
  solution.registration.position <= knownAt;

export const descriptionFact = (solution: Solution, moment: Moment) => standing<'DescriptionChanged'>(solution, 'description', moment);

/** The description in force: that of the registration until a change of description takes over. */
export const descriptionOn = (solution: Solution, moment: Moment): Description =>
  descriptionFact(solution, moment)?.value.data ?? solution.registration.description;

export const phaseOn = (solution: Solution, moment: Moment) => standing<'PhaseChanged'>(solution, 'phase', moment);

export const targetGroupOn = (solution: Solution, moment: Moment) => standing<'TargetGroupChanged'>(solution, 'target-group', moment);

export const ownersOn = (solution: Solution, moment: Moment) => standing<'OwnershipChanged'>(solution, 'owners', moment);

export const roleOn = (solution: Solution, role: Role, moment: Moment) => standing<'RoleChanged'>(solution, role, moment);

/** What stands of a responsibility: who was assigned it, or that whoever had it was released. */
const supplyOn = (solution: Solution, responsibility: Responsibility, moment: Moment) =>
  standing<'SupplierAssigned' | 'SupplierReleased'>(solution, SUPPLIER_TIMELINES[responsibility], moment);

/** The same of all responsibilities, in the order of the vocabulary. */
export const supplyFactsOn = (solution: Solution, moment: Moment) =>
  RESPONSIBILITIES.flatMap((responsibility) => supplyOn(solution, responsibility, moment) ?? []);

/** The assignment in force for a responsibility; undefined where nobody has it (a release ended it, or nobody ever had). */
export function supplierOn(solution: Solution, responsibility: Responsibility, moment: Moment): Standing<'SupplierAssigned'> | undefined {
  const point = supplyOn(solution, responsibility, moment);
  return point?.value.type === 'SupplierAssigned' ? (point as Standing<'SupplierAssigned'>) : undefined;
}

export const suppliersOn = (solution: Solution, moment: Moment): Standing<'SupplierAssigned'>[] =>
  RESPONSIBILITIES.flatMap((responsibility) => supplierOn(solution, responsibility, moment) ?? []);

/** The timelines of cost lines, by year, kind, estimate and payer. */
const costLines = (solution: Solution) =>
  [...entriesOf(solution.facts.timelines)].filter(([timeline]) => timeline.startsWith('cost/')).sort(([a], [b]) => (a < b ? -1 : 1));

/** The last live amount of every cost line, by year, kind, estimate and payer. */
export const costsKnown = (solution: Solution, knownAt: Position): Standing<'CostUpdated'>[] =>
  costLines(solution).flatMap(([timeline]) => standing<'CostUpdated'>(solution, timeline, { asOf: LATEST, knownAt }) ?? []);

/** Every amount that is neither annulled nor corrected away, those that later ones replaced included. */
export const costFacts = (solution: Solution): Standing<'CostUpdated'>[] =>
  costLines(solution).flatMap(([, points]) => points.filter((point) => isKnown(point, NEVER)) as Standing<'CostUpdated'>[]);

/** Who owns, and who supplies, on a date: those who may speak for the solution. */
export const ownerNumbers = (solution: Solution, moment: Moment): OrganisationNumber[] =>
  (ownersOn(solution, moment)?.value.data.owners ?? []).map((owner) => owner.organisationNumber);

export const supplierNumbers = (solution: Solution, moment: Moment): OrganisationNumber[] =>
  suppliersOn(solution, moment).map((point) => point.value.data.organisationNumber);

/** What an organisation supplies on a date, in the order of the vocabulary. */
export const responsibilitiesOf = (organisationNumber: string, solution: Solution, moment: Moment): Responsibility[] =>
  suppliersOn(solution, moment).flatMap(({ value: { data } }) =>
    data.organisationNumber === organisationNumber ? [data.responsibility] : [],
  );

/** The descriptions of all dates, as known at a position. */
function descriptionsKnown(solution: Solution, knownAt: Position): Description[] {
  const changes = timelineOf(solution.facts, 'description').filter((point) => isKnown(point, knownAt)) as Standing<'DescriptionChanged'>[];
  return [solution.registration.description, ...changes.map(({ value }) => value.data)];
}

/** Every capability that the solution has had on any date, as known at a position. */
export const capabilitiesKnown = (solution: Solution, knownAt: Position): string[] => [
  ...new Set(descriptionsKnown(solution, knownAt).flatMap(({ capabilities }) => capabilities.map(({ id }) => id))),
];

/** The programmes that the solution has belonged to on any date, as known at a position; null where it belonged to none. */
export const programmesKnown = (solution: Solution, knownAt: Position): (string | null)[] =>
  descriptionsKnown(solution, knownAt).map(({ programmeId }) => programmeId);
