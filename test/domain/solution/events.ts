import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { CountyNumber, MunicipalityNumber } from '../../../src/domain/municipality/number.ts';
import type { Slug } from '../../../src/domain/names.ts';
import type { OrganisationNumber } from '../../../src/domain/organisation-number.ts';
import type { BasisPoints } from '../../../src/domain/shares.ts';
import { annulFact, correctFact, recordFact, registerSolution } from '../../../src/domain/solution/decide.ts';
import type { SolutionEvent, SolutionFact } from '../../../src/domain/solution/events.ts';
import { evolve, type Solution } from '../../../src/domain/solution/state.ts';
import type { PHASES, Responsibility, Role } from '../../../src/domain/solution/vocabulary.ts';
import { type Decide, idOf, placed } from '../given.ts';

type DataOf<Type extends SolutionEvent['type']> = Extract<SolutionEvent, { type: Type }>['data'];

export const solutionId = 'digisos' as Slug;
const dated = (effectiveFrom: string) => ({ solutionId, effectiveFrom: effectiveFrom as CivilDate });

export const names = (nb: string) => ({ nb, nn: null, en: null });
export const capability = (id: string) => ({ id: id as Slug, names: names(id) });

/** What a test says of a description; the rest is as empty as it may be. */
interface Described {
  readonly name?: string;
  readonly programmeId?: string | null;
  readonly capabilities?: readonly string[];
  readonly confirmationMonths?: number | null;
}

const described = ({ name = 'Digisos', programmeId = null, capabilities = [], confirmationMonths = null }: Described) => ({
  names: names(name),
  description: null,
  programmeId: programmeId as Slug | null,
  capabilities: capabilities.map(capability),
  confirmationMonths,
});

export const registered = (content: Described = {}): { type: 'SolutionRegistered'; data: DataOf<'SolutionRegistered'> } => ({
  type: 'SolutionRegistered',
  data: { solutionId, ...described(content) },
});

export const redescribed = (content: Described, from: string): SolutionFact => ({
  type: 'DescriptionChanged',
  data: { ...dated(from), ...described(content) },
});

export const entered = (phase: (typeof PHASES)[number], from: string): SolutionFact => ({
  type: 'PhaseChanged',
  data: { ...dated(from), phase },
});

export const forAll = (from: string): SolutionFact => ({ type: 'TargetGroupChanged', data: { ...dated(from), group: { kind: 'all' } } });

export const forCounties = (numbers: readonly string[], from: string): SolutionFact => ({
  type: 'TargetGroupChanged',
  data: { ...dated(from), group: { kind: 'counties', numbers: numbers as CountyNumber[] } },
});

export const forMunicipalities = (numbers: readonly string[], from: string): SolutionFact => ({
  type: 'TargetGroupChanged',
  data: { ...dated(from), group: { kind: 'municipalities', numbers: numbers as MunicipalityNumber[] } },
});

export const appointed = (role: Role, organisationNumber: OrganisationNumber | null, from: string): SolutionFact => ({
  type: 'RoleChanged',
  data: { ...dated(from), role, organisationNumber },
});

/** Owners with their shares in basis points, or null. */
export const owned = (owners: readonly (readonly [OrganisationNumber, number | null])[], from: string): SolutionFact => ({
  type: 'OwnershipChanged',
  data: {
    ...dated(from),
    owners: owners.map(([organisationNumber, share]) => ({ organisationNumber, shareBasisPoints: share as BasisPoints | null })),
  },
});

export const assigned = (responsibility: Responsibility, organisationNumber: OrganisationNumber, from: string): SolutionFact => ({
  type: 'SupplierAssigned',
  data: { ...dated(from), responsibility, organisationNumber },
});

export const released = (responsibility: Responsibility, from: string): SolutionFact => ({
  type: 'SupplierReleased',
  data: { ...dated(from), responsibility },
});

/** What a test says of a cost line; the rest is operation in 2024, in Norwegian kroner. */
type Costing = Partial<Omit<DataOf<'CostUpdated'>, 'amount' | 'solutionId'>> & { readonly currency?: string };

/** @param amount in minor units */
export const costing = (amount: number, { currency = 'NOK', ...line }: Costing = {}): SolutionFact => ({
  type: 'CostUpdated',
  data: {
    solutionId,
    fiscalYear: 2024,
    kind: 'operation',
    estimate: 'budget',
    payer: null,
    amount: { amount, currency },
    priceLevelYear: 2024,
    ...line,
  },
});

/** The correction of the n-th event that was given, from 1. */
export const corrected = (event: number, fact: SolutionFact): SolutionEvent => ({
  type: 'SolutionFactCorrected',
  data: { factId: idOf(event), reason: 'a slip', fact },
});

export const annulled = (event: number): SolutionEvent => ({
  type: 'SolutionFactAnnulled',
  data: { factId: idOf(event), reason: 'a slip' },
});

type Command = Decide<Solution | undefined, SolutionEvent>;

export const register =
  ({ data }: ReturnType<typeof registered>): Command =>
  (solution, facts) =>
    registerSolution(solution, data, facts);

export const record =
  (fact: SolutionFact): Command =>
  (solution, facts) =>
    recordFact(solution, fact, facts);

export const correct =
  (event: number, fact: SolutionFact): Command =>
  (solution, facts) =>
    correctFact(solution, { factId: idOf(event), reason: 'a slip', fact }, facts);

export const annul =
  (event: number): Command =>
  (solution) =>
    annulFact(solution, { factId: idOf(event), reason: 'a slip' }, solutionId);

/** The solution after its registration and these facts, corrections and annulments: event 1 is the registration. */
export const solutionWith = (content: Described, ...events: SolutionEvent[]): Solution =>
  [registered(content), ...events].map(placed).reduce<Solution | undefined>(evolve, undefined) as Solution;
