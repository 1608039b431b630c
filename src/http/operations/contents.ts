import { AdoptionReported, type AdoptionFact } from '../../domain/adoption/events.ts';
import type { EventDefinition, EventOf } from '../../domain/event.ts';
import {
  CostUpdated,
  DescriptionChanged,
  OwnershipChanged,
  PhaseChanged,
  RoleChanged,
  type SolutionFact,
  SolutionRegistered,
  SupplierAssigned,
  SupplierReleased,
  TargetGroupChanged,
} from '../../domain/solution/events.ts';
import type { Schemas } from '../contract/handlers.ts';

/** Makes an event of content: its schema gives the domain's own types. The contract has checked the content before. */
function event<Definition extends EventDefinition>({ type, data }: Definition, content: unknown): EventOf<Definition> {
  return { type, data: data.parse(content) } as EventOf<Definition>;
}

/** Names as they are stored: null where a language is left out. */
export const namesContent = ({ nb, nn = null, en = null }: Schemas['NewNames']) => ({ nb, nn, en });

function description(content: Omit<Schemas['DescriptionChange'], 'effectiveFrom'>) {
  const { names, description: text = null, programmeId = null, capabilities, confirmationMonths = null } = content;
  return {
    names: namesContent(names),
    description: text,
    programmeId,
    capabilities: (capabilities ?? []).map(({ id, names: called }) => ({ id, names: namesContent(called) })),
    confirmationMonths,
  };
}

export const registration = ({ id, ...content }: Schemas['SolutionRegistration']) =>
  event(SolutionRegistered, { solutionId: id, ...description(content) }).data;

export const descriptionChange = (solutionId: string, { effectiveFrom, ...content }: Schemas['DescriptionChange']) =>
  event(DescriptionChanged, { solutionId, effectiveFrom, ...description(content) });

export const phaseChange = (solutionId: string, content: Schemas['PhaseChange']) => event(PhaseChanged, { solutionId, ...content });

export const targetGroupChange = (solutionId: string, { effectiveFrom, ...group }: Schemas['TargetGroupChange']) =>
  event(TargetGroupChanged, { solutionId, effectiveFrom, group });

export const roleChange = (solutionId: string, content: Schemas['RoleChange']) => event(RoleChanged, { solutionId, ...content });

export function ownershipChange(solutionId: string, { effectiveFrom, owners }: Schemas['OwnershipChange']) {
  const shares = owners.map(({ organisationNumber, shareBasisPoints = null }) => ({ organisationNumber, shareBasisPoints }));
  return event(OwnershipChanged, { solutionId, effectiveFrom, owners: shares });
}

export const supplierAssignment = (solutionId: string, content: Schemas['SupplierAssignment']) =>
  event(SupplierAssigned, { solutionId, ...content });

export const supplierRelease = (solutionId: string, content: Schemas['SupplierRelease']) =>
  event(SupplierReleased, { solutionId, ...content });

export const costUpdate = (solutionId: string, { payer = null, ...content }: Schemas['CostUpdate']) =>
  event(CostUpdated, { solutionId, payer, ...content });

export function adoptionReport(solutionId: string, municipalityNumber: string, content: Schemas['AdoptionReport']): AdoptionFact {
  const { effectiveFrom, stage, source, capability = null, evidence = null, confirmedAt } = content;
  return event(AdoptionReported, {
    solutionId,
    municipalityNumber,
    capability,
    effectiveFrom,
    stage,
    source,
    evidence,
    confirmedAt: confirmedAt ?? effectiveFrom,
  });
}

/** The content of a correction, as the fact of the kind that it corrects: the schema of its body, and what makes a fact of it. */
export const KINDS = {
  DescriptionChanged: { schema: 'DescriptionChange', fact: descriptionChange },
  PhaseChanged: { schema: 'PhaseChange', fact: phaseChange },
  TargetGroupChanged: { schema: 'TargetGroupChange', fact: targetGroupChange },
  RoleChanged: { schema: 'RoleChange', fact: roleChange },
  OwnershipChanged: { schema: 'OwnershipChange', fact: ownershipChange },
  SupplierAssigned: { schema: 'SupplierAssignment', fact: supplierAssignment },
  SupplierReleased: { schema: 'SupplierRelease', fact: supplierRelease },
  CostUpdated: { schema: 'CostUpdate', fact: costUpdate },
} as const satisfies Record<SolutionFact['type'], { schema: keyof Schemas; fact: (solutionId: string, content: never) => SolutionFact }>;
