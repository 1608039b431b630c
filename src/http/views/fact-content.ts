import type { AdoptionFact } from '../../domain/adoption/events.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';

/** The contract's name of a kind of fact: that of the resource it was posted to. */
export const FACT_KINDS = {
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

/** A fact as the body of the POST that it came by: the contract moves, the stored event does not. */
export function factContent(fact: SolutionFact | AdoptionFact) {
  switch (fact.type) {
    case 'TargetGroupChanged': {
      const { effectiveFrom, group } = fact.data;
      return group.kind === 'all' ? { effectiveFrom, kind: group.kind } : { effectiveFrom, kind: group.kind, numbers: group.numbers };
    }
    case 'OwnershipChanged': {
      const owners = fact.data.owners.map(({ organisationNumber, shareBasisPoints }) =>
        shareBasisPoints === null ? { organisationNumber } : { organisationNumber, shareBasisPoints },
      );
      return { effectiveFrom: fact.data.effectiveFrom, owners };
    }
    case 'AdoptionReported': {
      const { effectiveFrom, stage, source, capability, evidence, confirmedAt } = fact.data;
      return { effectiveFrom, stage, source, capability, evidence, confirmedAt };
    }
    default: {
      return withoutSolution(fact.data);
    }
  }
}

/** The path says which solution it is. */
function withoutSolution<Data extends { readonly solutionId: string }>(
  data: Data,
): Data extends unknown ? Omit<Data, 'solutionId'> : never {
  const { solutionId: _, ...content } = data;
  return content as never;
}
