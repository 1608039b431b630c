import { type Moment, ownerNumbers, roleOn, supplierNumbers } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { ROLES } from '../../domain/solution/vocabulary.ts';

/** What an organisation can be to a solution: eier, premissgiver, bestiller, leverandør. */
export const PARTS = ['owner', ...ROLES, 'supplier'] as const;
export type Part = (typeof PARTS)[number];

interface Played {
  readonly organisationNumber: string;
  readonly part: Part;
}

/** Who is what to a solution on a date; a supplier as often as it has a responsibility. */
export function partsIn(solution: Solution, moment: Moment): Played[] {
  const as = (part: Part) => (organisationNumber: string) => ({ organisationNumber, part });
  return [
    ...ownerNumbers(solution, moment).map(as('owner')),
    ...ROLES.flatMap((role) => {
      const number = roleOn(solution, role, moment)?.value.data.organisationNumber ?? null;
      return number === null ? [] : [as(role)(number)];
    }),
    ...supplierNumbers(solution, moment).map(as('supplier')),
  ];
}
