import type { AdoptionFact } from '../../domain/adoption/events.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';

/** The contract's name of a kind of fact: that of the resource it was posted to. */
const FACT_KINDS = {
  DescriptionChanged: 'description-change',
  PhaseChanged: 'phase-change',
  TargetGroupChanged: 'target-group-change',
  RoleChanged: 'role-change',
  OwnershipChanged: 'ownership-change',
  SupplierAssigned: 'supplier-assignment',
  SupplierReleased: 'supplier-release',
  CostUpdated: 'cost-update',
  AdoptionReported: 'adoption-report',
} as const satisfies Record<(SolutionFact | AdoptionFact)['type'], string>;
export type FactKind = (typeof FACT_KINDS)[keyof typeof FACT_KINDS];

export const factKind = ({ type }: SolutionFact | AdoptionFact): FactKind => FACT_KINDS[type];

type DataOf<Type extends (SolutionFact | AdoptionFact)['type']> = Extract<SolutionFact | AdoptionFact, { type: Type }>['data'];

/** What a history calls a fact, or the registration of a solution. */
export const historyEntryType = (type: keyof typeof FACT_KINDS | 'SolutionRegistered'): FactKind | 'solution-registration' =>
  type === 'SolutionRegistered' ? 'solution-registration' : FACT_KINDS[type];

/** A fact as the body of the POST that it came by: the contract moves, the stored event does not. */
export function factContent(fact: SolutionFact | AdoptionFact) {
  switch (fact.type) {
    case 'TargetGroupChanged':
      return targetGroupContent(fact.data);
    case 'OwnershipChanged':
      return ownershipContent(fact.data);
    case 'AdoptionReported':
      return adoptionContent(fact.data);
    default:
      return withoutSolution(fact.data);
  }
}

export const targetGroupContent = ({ effectiveFrom, group }: DataOf<'TargetGroupChanged'>) =>
  group.kind === 'all' ? { effectiveFrom, kind: group.kind } : { effectiveFrom, kind: group.kind, numbers: group.numbers };

export function ownershipContent({ effectiveFrom, owners }: DataOf<'OwnershipChanged'>) {
  const shares = owners.map(({ organisationNumber, shareBasisPoints }) =>
    shareBasisPoints === null ? { organisationNumber } : { organisationNumber, shareBasisPoints },
  );
  return { effectiveFrom, owners: shares };
}

export function adoptionContent({ effectiveFrom, stage, source, capability, evidence, confirmedAt }: DataOf<'AdoptionReported'>) {
  return { effectiveFrom, stage, source, capability, evidence, confirmedAt };
}

/** The path says which solution it is. */
export function withoutSolution<Data extends { readonly solutionId: string }>(
  data: Data,
): Data extends unknown ? Omit<Data, 'solutionId'> : never {
  const { solutionId: _, ...content } = data;
  return content as never; // the compiler does not know what is left of one of several
}
