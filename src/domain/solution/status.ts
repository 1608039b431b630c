import type { Sector } from '../organisation/events.ts';
import { descriptionOn, type Moment, ownersOn, phaseOn, roleOn, suppliersOn, supplierOn } from './standing.ts';
import type { Solution } from './state.ts';

/** Findings about a solution on a date: never a refusal, because history has them. */
export const REASONS = [
  'no-owner',
  'no-supplier-for-operation',
  'premise-giver-is-supplier',
  'commissioner-is-supplier',
  'premise-giver-is-commissioner',
  'supplier-is-directorate',
  'no-phase',
  'retired-but-in-use',
  'in-operation-without-adoption',
  'adoption-stale',
] as const;
export type ReasonCode = (typeof REASONS)[number];

/** A finding with the facts behind it (event ids) and whom it is about. */
export interface Reason {
  readonly code: ReasonCode;
  readonly facts: readonly string[];
  readonly organisationNumbers: readonly string[];
  readonly municipalityNumbers: readonly string[];
}

/** A municipality that uses a solution or a capability of it, and the reports that say so (event ids). */
interface MunicipalityInUse {
  readonly municipalityNumber: string;
  readonly facts: readonly string[];
  /** Those among them that were confirmed too long ago, or that stand beside one that was; empty where all is fresh. */
  readonly stale: readonly string[];
}

/** Municipalities in use on the date; null before the register begins, when nothing can be said. */
export interface Use {
  readonly inUse: readonly MunicipalityInUse[];
}

interface StandingFact {
  readonly factId: string;
}

const reason = (code: ReasonCode, facts: readonly StandingFact[] = [], organisationNumbers: readonly string[] = []): Reason => ({
  code,
  facts: facts.map(({ factId }) => factId),
  organisationNumbers,
  municipalityNumbers: [],
});

type SectorOf = (organisationNumber: string) => Sector | undefined;

export function statusReasons(solution: Solution, moment: Moment, use: Use | null, sectorOf: SectorOf): Reason[] {
  return [...ownReasons(solution, moment, sectorOf), ...useReasons(solution, moment, use)].sort(
    (a, b) => REASONS.indexOf(a.code) - REASONS.indexOf(b.code),
  );
}

/** What is to be said of a solution whoever uses it. */
export function ownReasons(solution: Solution, moment: Moment, sectorOf: SectorOf): Reason[] {
  const found = roleReasons(solution, moment, sectorOf);
  return phaseOn(solution, moment) === undefined ? [...found, reason('no-phase')] : found;
}

/** The findings of a solution that hang on who uses it; of others it cannot have any. */
export function reasonsOfUse(solution: Solution, moment: Moment): ReasonCode[] {
  const phase = phaseOn(solution, moment)?.value.data.phase;
  const found: ReasonCode[] = [];
  if (phase === 'retired') found.push('retired-but-in-use');
  if (phase === 'operation') found.push('in-operation-without-adoption');
  if (descriptionOn(solution, moment).confirmationMonths !== null) found.push('adoption-stale');
  return found;
}

/** Premise-giver, commissioner and supplier should be three; a supplier should not be a directorate. */
function roleReasons(solution: Solution, moment: Moment, sectorOf: SectorOf): Reason[] {
  const suppliers = suppliersOn(solution, moment);
  const premiseGiver = roleOn(solution, 'premise-giver', moment);
  const commissioner = roleOn(solution, 'commissioner', moment);
  const nameOf = (role: typeof premiseGiver): string | null => role?.value.data.organisationNumber ?? null;

  const suppliedBy = (code: ReasonCode, role: typeof premiseGiver): Reason[] => {
    const number = nameOf(role);
    const same = suppliers.filter((supplier) => supplier.value.data.organisationNumber === number);
    return role && number !== null && same.length > 0 ? [reason(code, [role, ...same], [number])] : [];
  };
  const directorates = suppliers.filter((supplier) => sectorOf(supplier.value.data.organisationNumber) === 'directorate');

  const found: Reason[] = [];
  if (ownersOn(solution, moment) === undefined) found.push(reason('no-owner'));
  if (supplierOn(solution, 'operation', moment) === undefined) found.push(reason('no-supplier-for-operation'));
  found.push(...suppliedBy('premise-giver-is-supplier', premiseGiver), ...suppliedBy('commissioner-is-supplier', commissioner));
  const both = nameOf(premiseGiver);
  if (premiseGiver && commissioner && both !== null && both === nameOf(commissioner))
    found.push(reason('premise-giver-is-commissioner', [premiseGiver, commissioner], [both]));
  if (directorates.length > 0) {
    const numbers = new Set(directorates.map((supplier) => supplier.value.data.organisationNumber));
    found.push(reason('supplier-is-directorate', directorates, [...numbers]));
  }
  return found;
}

/** How the phase of life and the use by municipalities go together. */
export function useReasons(solution: Solution, moment: Moment, use: Use | null): Reason[] {
  const phase = phaseOn(solution, moment);
  const found = staleReasons(use);
  if (use === null || phase === undefined) return found;
  if (phase.value.data.phase === 'retired' && use.inUse.length > 0) found.push(about('retired-but-in-use', use.inUse, [phase.factId]));
  if (phase.value.data.phase === 'operation' && use.inUse.length === 0) found.push(reason('in-operation-without-adoption', [phase]));
  return found;
}

function staleReasons(use: Use | null): Reason[] {
  const stale = (use?.inUse ?? []).filter((one) => one.stale.length > 0).map((one) => ({ ...one, facts: one.stale }));
  return stale.length > 0 ? [about('adoption-stale', stale, [])] : [];
}

const about = (code: ReasonCode, municipalities: Use['inUse'], facts: readonly string[]): Reason => ({
  code,
  facts: [...new Set([...facts, ...municipalities.flatMap((one) => one.facts)])],
  organisationNumbers: [],
  municipalityNumbers: municipalities.map((one) => one.municipalityNumber),
});
