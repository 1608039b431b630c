import type { CivilDate } from '../civil-date.ts';
import { withAnnulment } from '../dated-facts.ts';
import { REGISTER_BEGINS } from '../municipality/events.ts';
import { countyOn } from '../municipality/graph.ts';
import { beforeRegister, checkMunicipality } from '../municipality/validity.ts';
import { isCurrency } from '../money.ts';
import { START } from '../position.ts';
import { reject, type Rejection } from '../rejection.ts';
import type { RegistryFacts } from '../registry-facts.ts';
import { type BasisPoints, WHOLE } from '../shares.ts';
import type { SolutionFact } from './events.ts';
import { costFacts, knownNow, supplierOn } from './standing.ts';
import type { Description, Solution } from './state.ts';

type DataOf<Type extends SolutionFact['type']> = Extract<SolutionFact, { type: Type }>['data'];

/**
 * Everything that is wrong with the content of a fact, beyond what its schema says.
 * @param corrected the fact that this content replaces: it does not count for itself
 */
export function check(fact: SolutionFact, solution: Solution, facts: RegistryFacts, corrected?: string): Rejection[] {
  switch (fact.type) {
    case 'DescriptionChanged':
      return checkDescription(fact.data, facts);
    case 'PhaseChanged':
      return [];
    case 'TargetGroupChanged':
      return checkTargetGroup(fact.data, facts);
    case 'RoleChanged':
      return fact.data.organisationNumber === null ? [] : known(facts, fact.data.organisationNumber, '/organisationNumber');
    case 'OwnershipChanged':
      return checkOwners(fact.data.owners, facts);
    case 'SupplierAssigned':
      return known(facts, fact.data.organisationNumber, '/organisationNumber');
    case 'SupplierReleased':
      return checkRelease(fact.data, without(solution, corrected));
    case 'CostUpdated':
      return checkCost(fact.data, without(solution, corrected), facts);
  }
}

/** The solution without a fact that is being corrected. */
const without = (solution: Solution, corrected: string | undefined): Solution =>
  corrected === undefined ? solution : { ...solution, facts: withAnnulment(solution.facts, corrected, { id: corrected, position: START }) };

const known = (facts: RegistryFacts, organisationNumber: string, at: string): Rejection[] =>
  facts.sectorOf(organisationNumber) === undefined ? [reject('unknown-organisation', { organisationNumber }, at)] : [];

/** The places at which a value stands for the second time or more. */
const repeated = <T>(values: readonly T[]): { value: T; index: number }[] =>
  values.map((value, index) => ({ value, index })).filter(({ value, index }) => values.indexOf(value) < index);

export function checkDescription({ programmeId, capabilities }: Description, facts: RegistryFacts): Rejection[] {
  const programme =
    programmeId !== null && !facts.programmeExists(programmeId) ? [reject('unknown-programme', { programmeId }, '/programmeId')] : [];
  const twice = repeated(capabilities.map(({ id }) => id));
  return [
    ...programme,
    ...twice.map(({ value, index }) => reject('duplicate-capability', { capability: value }, `/capabilities/${index}/id`)),
  ];
}

function checkOwners(owners: DataOf<'OwnershipChanged'>['owners'], facts: RegistryFacts): Rejection[] {
  const unknown = owners.flatMap((owner, index) => known(facts, owner.organisationNumber, `/owners/${index}/organisationNumber`));
  const twice = repeated(owners.map((owner) => owner.organisationNumber)).map(({ value, index }) =>
    reject('duplicate-owner', { organisationNumber: value }, `/owners/${index}/organisationNumber`),
  );
  return [
    ...unknown,
    ...twice,
    ...checkShares(
      owners.flatMap(({ shareBasisPoints }) => shareBasisPoints ?? []),
      owners.length,
    ),
  ];
}

/** All owners have a share or none has; shares sum to the whole. */
function checkShares(shares: readonly BasisPoints[], owners: number): Rejection[] {
  if (shares.length === 0) return [];
  if (shares.length < owners)
    return [reject('shares-incomplete', { withShare: shares.length, withoutShare: owners - shares.length }, '/owners')];
  const sum = shares.reduce((total, one) => total + one, 0);
  return sum === WHOLE ? [] : [reject('shares-do-not-sum', { sum, whole: WHOLE }, '/owners')];
}

function checkCost({ payer, amount: { amount, currency } }: DataOf<'CostUpdated'>, solution: Solution, facts: RegistryFacts): Rejection[] {
  const unknown = payer === null ? [] : known(facts, payer, '/payer');
  if (!isCurrency(currency)) return [...unknown, reject('unknown-currency', { currency }, '/amount/currency')];
  const room = roomForAmounts(solution, currency);
  return Math.abs(amount) <= room
    ? unknown
    : [...unknown, reject('amount-out-of-range', { solutionId: solution.id, currency, room }, '/amount/amount')];
}

/**
 * How much more can be recorded of a solution in a currency so that every sum of its costs is exact, in minor units. Whatever a report adds or
 * takes away, at any date and as known at any time, is a part of what is recorded then; an annulment may bring back what was replaced.
 */
function roomForAmounts(solution: Solution, currency: string): number {
  const amounts = costFacts(solution).flatMap(({ value: { data } }) =>
    data.amount.currency === currency ? Math.abs(data.amount.amount) : [],
  );
  return Math.max(0, Number.MAX_SAFE_INTEGER - amounts.reduce((sum, one) => sum + one, 0));
}

/** A release needs somebody to release: on a day without a supplier there is nothing to end. */
function checkRelease({ responsibility, effectiveFrom }: DataOf<'SupplierReleased'>, solution: Solution): Rejection[] {
  const standing = supplierOn(solution, responsibility, knownNow(effectiveFrom));
  return standing === undefined ? [reject('not-assigned', { responsibility, effectiveFrom }, '/effectiveFrom')] : [];
}

function checkTargetGroup({ group, effectiveFrom }: DataOf<'TargetGroupChanged'>, { municipalities }: RegistryFacts): Rejection[] {
  if (effectiveFrom < REGISTER_BEGINS) return [beforeRegister(effectiveFrom)];
  if (group.kind === 'all') return [];
  if (group.kind === 'counties') return group.numbers.flatMap((number, index) => checkCounty(number, effectiveFrom, index));
  return group.numbers.flatMap((number, index) => checkMunicipality(municipalities, number, effectiveFrom, `/numbers/${index}`));

  function checkCounty(countyNumber: string, date: CivilDate, index: number): Rejection[] {
    const exists = countyOn(municipalities, countyNumber, date) !== undefined;
    return exists ? [] : [reject('unknown-county', { countyNumber, effectiveFrom: date }, `/numbers/${index}`)];
  }
}
