import type { CivilDate } from '../civil-date.ts';
import type { OrganisationNumber } from '../organisation-number.ts';
import type { BasisPoints } from '../shares.ts';
import type { HealthRegion } from './events.ts';
import type { CountyNumber, MunicipalityNumber } from './number.ts';

/** A step from one municipality to another at a reform. */
export interface Succession {
  readonly municipalityNumber: MunicipalityNumber;
  readonly name: string;
  /** The part of the predecessor's inhabitants that moved, in basis points; null where no source has it. */
  readonly shareBasisPoints: BasisPoints | null;
  readonly on: CivilDate;
}

export type Origin = 'established' | 'renumbered' | 'merged' | 'split';

/** One step back: the predecessor, and the part of it that came. */
export interface Link {
  readonly municipality: Municipality;
  readonly shareBasisPoints: BasisPoints | null;
}

export interface Count {
  readonly countedOn: CivilDate;
  readonly inhabitants: number;
}

/** A municipality: a number with its validity `[validFrom, validTo)`. */
export interface Municipality {
  readonly number: MunicipalityNumber;
  readonly countyNumber: CountyNumber;
  readonly organisationNumber: OrganisationNumber | null;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
  readonly origin: Origin;
  readonly predecessors: readonly Link[];
  readonly successors: readonly Link[];
  /** By date, the first at its beginning. */
  readonly names: readonly { readonly from: CivilDate; readonly name: string }[];
  /** Its own counts, by date. */
  readonly counts: readonly Count[];
}

export interface County {
  readonly number: CountyNumber;
  readonly name: string;
  readonly healthRegion: HealthRegion;
  readonly validFrom: CivilDate;
  readonly validTo: CivilDate | null;
}

/** The municipalities of all time with what became of them, as known at one position. */
export interface MunicipalityGraph {
  /** By beginning, then number. */
  readonly municipalities: readonly Municipality[];
  readonly byNumber: ReadonlyMap<string, readonly Municipality[]>;
  readonly counties: ReadonlyMap<string, readonly County[]>;
}

const existsOn = (date: CivilDate) => (one: Pick<Municipality, 'validFrom' | 'validTo'>) =>
  one.validFrom <= date && (one.validTo === null || date < one.validTo);

/** The municipality that had the number on the date. */
export const municipalityOn = (graph: MunicipalityGraph, number: string, date: CivilDate): Municipality | undefined =>
  graph.byNumber.get(number)?.find(existsOn(date));

export const municipalitiesOn = (graph: MunicipalityGraph, date: CivilDate): Municipality[] =>
  graph.municipalities.filter(existsOn(date)).sort((a, b) => (a.number < b.number ? -1 : 1));

export const countyOn = (graph: MunicipalityGraph, number: string, date: CivilDate): County | undefined =>
  graph.counties.get(number)?.find(existsOn(date));

/** By number. */
export const countiesOn = (graph: MunicipalityGraph, date: CivilDate): County[] =>
  [...graph.counties.values()]
    .flat()
    .filter(existsOn(date))
    .sort((a, b) => (a.number < b.number ? -1 : 1));

/** The name on a date; the first one where the date is before its beginning. */
export const nameOn = (municipality: Municipality, date: CivilDate): string =>
  (municipality.names.findLast(({ from }) => from <= date) ?? municipality.names[0])?.name ?? '';

/** A municipality on a date: itself, or those that carry it on. None before it began. */
export function* carriersOn(municipality: Municipality, date: CivilDate): Generator<Municipality> {
  if (existsOn(date)(municipality)) yield municipality;
  for (const { municipality: successor } of municipality.successors) yield* carriersOn(successor, date);
}

/** A municipality and all that it came from. */
export function* lineage(municipality: Municipality): Generator<Municipality> {
  yield municipality;
  for (const { municipality: predecessor } of municipality.predecessors) yield* lineage(predecessor);
}
