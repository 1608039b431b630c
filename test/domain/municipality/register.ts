import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { RegisterEvent, RegisterFact } from '../../../src/domain/municipality/events.ts';
import { municipalityGraph } from '../../../src/domain/municipality/fold.ts';
import { type Municipality, type MunicipalityGraph, municipalityOn } from '../../../src/domain/municipality/graph.ts';
import type { CountyNumber, MunicipalityNumber } from '../../../src/domain/municipality/number.ts';
import { emptyRegister, evolveRegister, type Register } from '../../../src/domain/municipality/register.ts';
import type { OrganisationNumber } from '../../../src/domain/organisation-number.ts';
import { NEVER } from '../../../src/domain/position.ts';
import type { BasisPoints } from '../../../src/domain/shares.ts';
import { idOf, placed } from '../given.ts';

const day = (date: string): CivilDate => date as CivilDate;
const number = (text: string): MunicipalityNumber => text as MunicipalityNumber;

/** A municipality as it begins; its county is the first two digits of its number unless it is said. */
const begun = (text: string, countyNumber = text.slice(0, 2), organisationNumber: string | null = null) => ({
  municipalityNumber: number(text),
  name: `Municipality ${text}`,
  countyNumber: countyNumber as CountyNumber,
  organisationNumber: organisationNumber as OrganisationNumber | null,
});

export const countyEstablished = (countyNumber: string, from = '2017-01-01'): RegisterFact => ({
  type: 'CountyEstablished',
  data: {
    countyNumber: countyNumber as CountyNumber,
    name: `County ${countyNumber}`,
    healthRegion: 'vest',
    organisationNumber: null,
    effectiveFrom: day(from),
  },
});

export const countyEnded = (countyNumber: string, from: string): RegisterFact => ({
  type: 'CountyEnded',
  data: { countyNumber: countyNumber as CountyNumber, effectiveFrom: day(from) },
});

export const established = (text: string, from = '2017-01-01', organisationNumber: string | null = null): RegisterFact => ({
  type: 'MunicipalityEstablished',
  data: { ...begun(text, undefined, organisationNumber), effectiveFrom: day(from) },
});

export const renumbered = (from: string, to: string, on: string, organisationNumber: string | null = null): RegisterFact => ({
  type: 'MunicipalityRenumbered',
  data: { predecessor: number(from), ...begun(to, undefined, organisationNumber), effectiveFrom: day(on) },
});

/** Shares in basis points by number; null where no source has it. The order is that of the list. */
type Shares = readonly (readonly [string, number | null])[];

export const merged = (
  from: Shares | readonly string[],
  to: string,
  on: string,
  organisationNumber: string | null = null,
): RegisterFact => ({
  type: 'MunicipalitiesMerged',
  data: {
    ...begun(to, undefined, organisationNumber),
    predecessors: sharesOf(from).map(([one, share]) => ({
      municipalityNumber: number(one),
      shareBasisPoints: share as BasisPoints | null,
    })),
    effectiveFrom: day(on),
  },
});

export const split = (from: string, into: Shares, on: string): RegisterFact => ({
  type: 'MunicipalitySplit',
  data: {
    predecessor: number(from),
    parts: into.map(([one, share]) => ({ ...begun(one), shareBasisPoints: share as BasisPoints | null })),
    effectiveFrom: day(on),
  },
});

const sharesOf = (from: Shares | readonly string[]): Shares =>
  from.map((one) => (typeof one === 'string' ? ([one, 10_000] as const) : one));

export const renamed = (text: string, name: string, on: string): RegisterFact => ({
  type: 'MunicipalityRenamed',
  data: { municipalityNumber: number(text), name, effectiveFrom: day(on) },
});

export const counted = (text: string, inhabitants: number, on = '2017-01-01'): RegisterFact => ({
  type: 'PopulationCounted',
  data: { municipalityNumber: number(text), countedOn: day(on), inhabitants },
});

/** A mending of the n-th event of a register, from 1. */
export const mended = (event: number, fact: RegisterFact): RegisterEvent => ({
  type: 'RegisterFactCorrected',
  data: { factId: idOf(event), reason: 'the source was mended', fact },
});

/** The events in the order in which they are recorded, at the positions 1, 2, … */
export const registerOf = (...events: RegisterEvent[]): Register => events.map(placed).reduce(evolveRegister, emptyRegister);

export const graphOf = (...events: RegisterEvent[]): MunicipalityGraph => municipalityGraph(registerOf(...events), NEVER);

/** The municipality of a number on a date. @throws Error where there is none */
export function municipality(graph: MunicipalityGraph, text: string, on: string): Municipality {
  const found = municipalityOn(graph, text, day(on));
  if (found === undefined) throw new Error(`no municipality ${text} on ${on}`);
  return found;
}
