import type { CivilDate } from './civil-date.ts';
import { lineage, municipalitiesOn, municipalityOn } from './municipality/graph.ts';
import type { MunicipalityNumber } from './municipality/number.ts';
import type { OrganisationNumber } from './organisation-number.ts';
import { reject, type Rejection } from './rejection.ts';
import type { RegistryFacts } from './registry-facts.ts';
import { knownNow, ownerNumbers, supplierNumbers } from './solution/standing.ts';

/** Norsk helsenett SF, today's national supplier function: it may do everything. */
export const NATIONAL_SUPPLIER_FUNCTION = '994598759' as OrganisationNumber;

/** What somebody wants to record, as far as the right to it goes. */
export type Act =
  | { readonly kind: 'registration' }
  | { readonly kind: 'ownership' | 'cost' | 'other-solution-fact'; readonly solutionId: string }
  | {
      readonly kind: 'adoption';
      readonly solutionId: string;
      readonly municipalityNumber: MunicipalityNumber;
      readonly effectiveFrom: CivilDate;
    };

/** Who may do something. One of these lines is enough. */
const RIGHTS = {
  registration: ['the national supplier function'],
  ownership: ['the national supplier function'],
  'other-solution-fact': ['the national supplier function', 'an owner of the solution'],
  cost: ['the national supplier function', 'an owner of the solution', 'a supplier assigned to the solution'],
  adoption: [
    'the national supplier function',
    'an owner of the solution',
    'a supplier assigned to the solution',
    'the municipality itself or its successor',
  ],
} as const satisfies Record<Act['kind'], readonly string[]>;
type Right = (typeof RIGHTS)[Act['kind']][number];

/**
 * Whether an organisation may do something on a day; no rejection means yes. Roles count on the day of the request.
 * @param recorder who recorded the fact that is to be corrected or annulled: it may, too.
 */
export function mayRecord(consumer: OrganisationNumber, act: Act, today: CivilDate, facts: RegistryFacts, recorder?: string): Rejection[] {
  if (consumer === recorder) return [];
  const has = (right: Right): boolean => {
    switch (right) {
      case 'the national supplier function':
        return consumer === NATIONAL_SUPPLIER_FUNCTION;
      case 'an owner of the solution':
        return rolesOn(act, today, facts).owners.includes(consumer);
      case 'a supplier assigned to the solution':
        return rolesOn(act, today, facts).suppliers.includes(consumer);
      case 'the municipality itself or its successor':
        return act.kind === 'adoption' && speaksFor(consumer, act, today, facts);
    }
  };
  const allowed: readonly Right[] = RIGHTS[act.kind];
  return allowed.some(has) ? [] : [reject('not-allowed', { consumer, act: act.kind, allowed })];
}

function rolesOn(act: Act, today: CivilDate, facts: RegistryFacts) {
  const solution = act.kind === 'registration' ? undefined : facts.solution(act.solutionId);
  if (solution === undefined) return { owners: [], suppliers: [] };
  return { owners: ownerNumbers(solution, knownNow(today)), suppliers: supplierNumbers(solution, knownNow(today)) };
}

/** The organisation is a municipality of today, and the number (on the date of the report, else at any time) was it or one it came from. */
function speaksFor(
  consumer: OrganisationNumber,
  act: Extract<Act, { kind: 'adoption' }>,
  today: CivilDate,
  { municipalities }: RegistryFacts,
): boolean {
  const then = municipalityOn(municipalities, act.municipalityNumber, act.effectiveFrom);
  const meant = then === undefined ? (municipalities.byNumber.get(act.municipalityNumber) ?? []) : [then];
  const acting = municipalitiesOn(municipalities, today).filter((municipality) => municipality.organisationNumber === consumer);
  return acting.some((municipality) => lineage(municipality).some((ancestor) => meant.includes(ancestor)));
}
