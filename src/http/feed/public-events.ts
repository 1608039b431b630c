import type { DomainEvent } from '../../domain/events.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';
import { adoptionOfStream, solutionOfStream } from '../../domain/streams.ts';
import type { Schemas } from '../contract/handlers.ts';
import { adoptionContent, factContent, ownershipContent, targetGroupContent, withoutSolution } from '../views/fact-content.ts';
import { solutionRegistrationContent } from '../views/registration.ts';

type Type = DomainEvent['type'];
type Stored<T extends Type> = Extract<DomainEvent, { type: T }> & { readonly stream: string };
type Contracted<T extends Type> = Schemas[`${T}Event`];

/** How a stored event is shown: its public type, the schema of its data in the contract, and the data by that schema. */
interface Shown<T extends Type> {
  readonly type: Contracted<T>['type'];
  readonly schema: keyof Schemas;
  readonly data: (event: Stored<T>) => Contracted<T>['data'];
}

/** What is public as it is stored. Should the stored form move, this does not compile, or its golden file does not fit the contract. */
const same = <Data>({ data }: { readonly data: Data }): Data => data;

/** A fact of a solution whose content is public as it is stored. */
const fact = <Data extends SolutionFact['data']>({ data }: { readonly data: Data }) => ({
  solutionId: data.solutionId,
  fact: withoutSolution(data),
});

/**
 * Every event of the log as the contract has it. One without an entry does not compile, nor one whose data are not those of its schema:
 * what is stored may change its form, what is public stays.
 */
export const PUBLIC_EVENTS: { readonly [T in Type]: Shown<T> } = {
  OrganisationRegistered: { type: 'no.nsr.organisation-registered.v1', schema: 'OrganisationRegistration', data: same },
  ProgrammeRegistered: {
    type: 'no.nsr.programme-registered.v1',
    schema: 'ProgrammeRegistration',
    data: ({ data: { programmeId, names } }) => ({ id: programmeId, names }),
  },
  SolutionRegistered: {
    type: 'no.nsr.solution-registered.v1',
    schema: 'SolutionRegistration',
    data: ({ data }) => solutionRegistrationContent(data),
  },
  DescriptionChanged: { type: 'no.nsr.description-changed.v1', schema: 'DescriptionChanged', data: fact },
  PhaseChanged: { type: 'no.nsr.phase-changed.v1', schema: 'PhaseChanged', data: fact },
  TargetGroupChanged: {
    type: 'no.nsr.target-group-changed.v1',
    schema: 'TargetGroupChanged',
    data: ({ data }) => ({ solutionId: data.solutionId, fact: targetGroupContent(data) }),
  },
  RoleChanged: { type: 'no.nsr.role-changed.v1', schema: 'RoleChanged', data: fact },
  OwnershipChanged: {
    type: 'no.nsr.ownership-changed.v1',
    schema: 'OwnershipChanged',
    data: ({ data }) => ({ solutionId: data.solutionId, fact: ownershipContent(data) }),
  },
  SupplierAssigned: { type: 'no.nsr.supplier-assigned.v1', schema: 'SupplierAssigned', data: fact },
  SupplierReleased: { type: 'no.nsr.supplier-released.v1', schema: 'SupplierReleased', data: fact },
  CostUpdated: { type: 'no.nsr.cost-updated.v1', schema: 'CostUpdated', data: fact },
  SolutionFactCorrected: {
    type: 'no.nsr.solution-fact-corrected.v1',
    schema: 'SolutionFactCorrected',
    data: ({ stream, data: { factId, reason, fact: mended } }) => ({
      solutionId: solutionOfStream(stream),
      factId,
      factType: PUBLIC_EVENTS[mended.type].type,
      reason,
      fact: factContent(mended),
    }),
  },
  SolutionFactAnnulled: {
    type: 'no.nsr.solution-fact-annulled.v1',
    schema: 'SolutionFactAnnulled',
    data: ({ stream, data: { factId, reason } }) => ({ solutionId: solutionOfStream(stream), factId, reason }),
  },
  AdoptionReported: {
    type: 'no.nsr.adoption-reported.v1',
    schema: 'AdoptionReported',
    data: ({ data }) => ({ solutionId: data.solutionId, municipalityNumber: data.municipalityNumber, fact: adoptionContent(data) }),
  },
  AdoptionReportCorrected: {
    type: 'no.nsr.adoption-report-corrected.v1',
    schema: 'AdoptionReportCorrected',
    data: ({ stream, data: { factId, reason, fact: mended } }) => ({
      ...adoptionOfStream(stream),
      factId,
      reason,
      fact: adoptionContent(mended.data),
    }),
  },
  AdoptionReportAnnulled: {
    type: 'no.nsr.adoption-report-annulled.v1',
    schema: 'AdoptionReportAnnulled',
    data: ({ stream, data: { factId, reason } }) => ({ ...adoptionOfStream(stream), factId, reason }),
  },
  CountyEstablished: { type: 'no.nsr.county-established.v1', schema: 'CountyEstablished', data: same },
  CountyEnded: { type: 'no.nsr.county-ended.v1', schema: 'CountyEnded', data: same },
  MunicipalityEstablished: { type: 'no.nsr.municipality-established.v1', schema: 'MunicipalityEstablished', data: same },
  MunicipalityRenumbered: { type: 'no.nsr.municipality-renumbered.v1', schema: 'MunicipalityRenumbered', data: same },
  MunicipalitiesMerged: { type: 'no.nsr.municipalities-merged.v1', schema: 'MunicipalitiesMerged', data: same },
  MunicipalitySplit: { type: 'no.nsr.municipality-split.v1', schema: 'MunicipalitySplit', data: same },
  MunicipalityRenamed: { type: 'no.nsr.municipality-renamed.v1', schema: 'MunicipalityRenamed', data: same },
  PopulationCounted: { type: 'no.nsr.population-counted.v1', schema: 'PopulationCounted', data: same },
  RegisterFactCorrected: {
    type: 'no.nsr.register-fact-corrected.v1',
    schema: 'RegisterFactCorrected',
    data: ({ data: { factId, reason, fact: mended } }) => ({
      factId,
      factType: PUBLIC_EVENTS[mended.type].type,
      reason,
      fact: mended.data,
    }),
  },
};

/** The stored types behind the public ones. */
const storedTypes = new Map(Object.entries(PUBLIC_EVENTS).map(([stored, { type }]) => [type, stored as Type]));

/** @param type one that the contract enumerates */
export function storedTypeOf(type: Schemas['EventType']): Type {
  const stored = storedTypes.get(type);
  if (stored === undefined) throw new Error(`no event is shown as ${type}`);
  return stored;
}
