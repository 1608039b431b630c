import type { CivilDate } from '../civil-date.ts';
import type { OrganisationNumber } from '../organisation-number.ts';
import type { Position } from '../position.ts';
import { isKnown } from '../timeline.ts';
import type { HealthRegion, RegisterFact } from './events.ts';
import type { CountyNumber, MunicipalityNumber } from './number.ts';
import { type Register, registerDate } from './register.ts';

/** A step from one municipality to another at a reform. */
export interface Succession {
  readonly municipalityNumber: MunicipalityNumber;
  readonly name: string;
  /** The part of the predecessor's inhabitants that moved, in basis points; null where no source has it. */
  readonly shareBasisPoints: number | null;
  readonly on: CivilDate;
}

export type Origin = 'established' | 'renumbered' | 'merged' | 'split';

/** One step back: the predecessor, and the part of it that came. */
export interface Link {
  readonly municipality: Municipality;
  readonly shareBasisPoints: number | null;
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

type Growing<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Element)[] ? Element[] : T[Key] };
type Begun = Pick<Municipality, 'number' | 'countyNumber' | 'organisationNumber'> & { readonly name: string };

const existsOn = (date: CivilDate) => (one: { validFrom: CivilDate; validTo: CivilDate | null }) =>
  one.validFrom <= date && (one.validTo === null || date < one.validTo);

/**
 * The graph as known at a position. Facts of one day are taken together: first all that end, then all that begin, so that a
 * number may end and begin on the same day. What names a municipality that does not exist is left aside (an earlier
 * position may not know it yet), and of two that begin under one number the first position wins.
 */
export function municipalityGraph(register: Register, knownAt: Position): MunicipalityGraph {
  const byNumber = new Map<string, Growing<Municipality>[]>();
  const counties = new Map<string, Growing<County>[]>();

  const current = (number: string): Growing<Municipality> | undefined => {
    const last = byNumber.get(number)?.at(-1);
    return last?.validTo === null ? last : undefined;
  };

  const begin = (
    one: Begun,
    on: CivilDate,
    origin: Origin,
    links: readonly (readonly [Growing<Municipality> | undefined, number | null])[],
  ): void => {
    if (current(one.number) !== undefined) return;
    const { number, countyNumber, organisationNumber, name } = one;
    const begun: Growing<Municipality> = {
      number, countyNumber, organisationNumber, origin, validFrom: on, validTo: null,
      predecessors: [], successors: [], names: [{ from: on, name }], counts: [],
    }; // prettier-ignore
    for (const [predecessor, shareBasisPoints] of links) {
      if (predecessor === undefined) continue;
      begun.predecessors.push({ municipality: predecessor, shareBasisPoints });
      predecessor.successors.push({ municipality: begun, shareBasisPoints });
    }
    byNumber.set(number, [...(byNumber.get(number) ?? []), begun]);
  };

  /** Applies what begins with a fact; the predecessors were looked up before anything of the day ended. */
  const apply = (fact: RegisterFact, found: (number: string) => Growing<Municipality> | undefined): void => {
    switch (fact.type) {
      case 'CountyEstablished': {
        const { countyNumber: number, name, healthRegion, effectiveFrom } = fact.data;
        const known = counties.get(number) ?? [];
        if (known.at(-1)?.validTo !== null)
          counties.set(number, [...known, { number, name, healthRegion, validFrom: effectiveFrom, validTo: null }]);
        return;
      }
      case 'MunicipalityEstablished':
        begin({ ...fact.data, number: fact.data.municipalityNumber }, fact.data.effectiveFrom, 'established', []);
        return;
      case 'MunicipalityRenumbered':
        begin({ ...fact.data, number: fact.data.municipalityNumber }, fact.data.effectiveFrom, 'renumbered', [
          [found(fact.data.predecessor), 10_000],
        ]);
        return;
      case 'MunicipalitiesMerged': {
        const links = fact.data.predecessors.map((one) => [found(one.municipalityNumber), one.shareBasisPoints] as const);
        begin({ ...fact.data, number: fact.data.municipalityNumber }, fact.data.effectiveFrom, 'merged', links);
        return;
      }
      case 'MunicipalitySplit':
        for (const part of fact.data.parts)
          begin({ ...part, number: part.municipalityNumber }, fact.data.effectiveFrom, 'split', [
            [found(fact.data.predecessor), part.shareBasisPoints],
          ]);
        return;
      case 'MunicipalityRenamed':
        current(fact.data.municipalityNumber)?.names.push({ from: fact.data.effectiveFrom, name: fact.data.name });
        return;
      case 'PopulationCounted':
        current(fact.data.municipalityNumber)?.counts.push({ countedOn: fact.data.countedOn, inhabitants: fact.data.inhabitants });
        return;
      case 'CountyEnded':
    }
  };

  const known = register.facts.filter((point) => isKnown(point, knownAt)).map((point) => point.value);
  for (const day of groupByDay(known)) {
    const ending = new Map(day.flatMap(endedBy).map((number) => [number, current(number)]));
    for (const one of ending.values()) if (one) one.validTo = registerDate(day[0]);
    for (const fact of day) {
      const county = fact.type === 'CountyEnded' ? counties.get(fact.data.countyNumber)?.at(-1) : undefined;
      if (county?.validTo === null) county.validTo = registerDate(fact);
    }
    // What exists first, then what is said of it: a name or a count of the day belongs to whom the day begins with.
    for (const fact of day) if (!saysOf(fact)) apply(fact, (number) => ending.get(number as MunicipalityNumber));
    for (const fact of day) if (saysOf(fact)) apply(fact, () => undefined);
  }
  // Who gets the largest remainder of a division must not hang on what was recorded first.
  for (const { successors } of [...byNumber.values()].flat())
    successors.sort((a, b) => (a.municipality.number < b.municipality.number ? -1 : 1));
  const municipalities = [...byNumber.values()].flat().sort((a, b) => (a.validFrom + a.number < b.validFrom + b.number ? -1 : 1));
  return { municipalities, byNumber, counties };
}

const saysOf = (fact: RegisterFact): boolean => fact.type === 'MunicipalityRenamed' || fact.type === 'PopulationCounted';

/** The numbers whose municipality a fact ends. */
function endedBy(fact: RegisterFact): readonly MunicipalityNumber[] {
  if (fact.type === 'MunicipalityRenumbered' || fact.type === 'MunicipalitySplit') return [fact.data.predecessor];
  if (fact.type === 'MunicipalitiesMerged') return fact.data.predecessors.map((one) => one.municipalityNumber);
  return [];
}

function groupByDay(facts: readonly RegisterFact[]): [RegisterFact, ...RegisterFact[]][] {
  return Map.groupBy(facts, registerDate).values().toArray() as [RegisterFact, ...RegisterFact[]][];
}

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

/** A municipality and all that it came from. */
export function* lineage(municipality: Municipality): Generator<Municipality> {
  yield municipality;
  for (const { municipality: predecessor } of municipality.predecessors) yield* lineage(predecessor);
}
