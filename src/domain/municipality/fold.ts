import type { CivilDate } from '../civil-date.ts';
import type { Position } from '../position.ts';
import { WHOLE } from '../shares.ts';
import { isKnown } from '../timeline.ts';
import type { RegisterFact } from './events.ts';
import type { County, Municipality, MunicipalityGraph, Succession } from './graph.ts';
import { namedBy } from './named.ts';
import type { MunicipalityNumber } from './number.ts';
import { type Register, registerDate } from './register.ts';

type Growing<T> = { -readonly [Key in keyof T]: T[Key] extends readonly (infer Element)[] ? Element[] : T[Key] };

/** The facts of each day, in the order of the days. */
type Days = ReadonlyMap<CivilDate, readonly RegisterFact[]>;

/**
 * The graph as known at a position. Facts of one day are taken together: first all that end, then all that begin, so that a
 * number may end and begin on the same day. What names a municipality that does not exist is left aside (an earlier
 * position may not know it yet), and of two that begin under one number the first position wins.
 */
export function municipalityGraph(register: Register, knownAt: Position): MunicipalityGraph {
  const known = register.facts.filter((point) => isKnown(point, knownAt)).map((point) => point.value);
  const days = Map.groupBy(known, registerDate);
  const byNumber = municipalitiesOf(days);
  const municipalities = [...byNumber.values()].flat().sort((a, b) => (a.validFrom + a.number < b.validFrom + b.number ? -1 : 1));
  // Who gets the largest remainder of a division must not hang on what was recorded first.
  for (const { successors } of municipalities) successors.sort((a, b) => (a.municipality.number < b.municipality.number ? -1 : 1));
  return { municipalities, byNumber, counties: countiesOf(days) };
}

/** The last of those that had a number, if it has not ended. */
function current<One extends Pick<Municipality, 'validTo'>>(ofNumber: readonly One[] | undefined): One | undefined {
  const last = ofNumber?.at(-1);
  return last?.validTo === null ? last : undefined;
}

function countiesOf(days: Days): Map<string, Growing<County>[]> {
  const counties = new Map<string, Growing<County>[]>();
  for (const [date, day] of days) {
    for (const { type, data } of day) {
      const county = type === 'CountyEnded' ? current(counties.get(data.countyNumber)) : undefined;
      if (county !== undefined) county.validTo = date;
    }
    for (const { type, data } of day) {
      if (type !== 'CountyEstablished') continue;
      const { countyNumber: number, name, healthRegion, effectiveFrom: validFrom } = data;
      const known = counties.get(number) ?? [];
      if (current(known) === undefined) counties.set(number, [...known, { number, name, healthRegion, validFrom, validTo: null }]);
    }
  }
  return counties;
}

function municipalitiesOf(days: Days): Map<string, Growing<Municipality>[]> {
  const byNumber = new Map<string, Growing<Municipality>[]>();
  for (const [date, day] of days) {
    // Looked up before anything of the day begins: a number that stays is that of the old one.
    const ending = new Map<string, Growing<Municipality> | undefined>();
    for (const number of day.flatMap((fact) => namedBy(fact).ended)) ending.set(number, current(byNumber.get(number)));
    for (const one of ending.values()) if (one) one.validTo = date;
    for (const beginning of day.flatMap(begunBy)) {
      const known = byNumber.get(beginning.municipalityNumber) ?? [];
      if (current(known) === undefined) byNumber.set(beginning.municipalityNumber, [...known, begun(beginning, ending)]);
    }
    // Only now: a name or a count of the day belongs to whom the day begins with.
    for (const { type, data } of day) {
      if (type === 'MunicipalityRenamed') current(byNumber.get(data.municipalityNumber))?.names.push({ from: data.effectiveFrom, name: data.name }); // prettier-ignore
      if (type === 'PopulationCounted') current(byNumber.get(data.municipalityNumber))?.counts.push({ countedOn: data.countedOn, inhabitants: data.inhabitants }); // prettier-ignore
    }
  }
  return byNumber;
}

interface Beginning extends Pick<Municipality, 'countyNumber' | 'organisationNumber' | 'origin'> {
  readonly municipalityNumber: MunicipalityNumber;
  readonly name: string;
  readonly effectiveFrom: CivilDate;
  readonly predecessors: readonly Pick<Succession, 'municipalityNumber' | 'shareBasisPoints'>[];
}

/** The municipalities that begin with a fact. */
function begunBy(fact: RegisterFact): readonly Beginning[] {
  switch (fact.type) {
    case 'MunicipalityEstablished':
      return [{ ...fact.data, origin: 'established', predecessors: [] }];
    case 'MunicipalityRenumbered': {
      const predecessors = [{ municipalityNumber: fact.data.predecessor, shareBasisPoints: WHOLE }];
      return [{ ...fact.data, origin: 'renumbered', predecessors }];
    }
    case 'MunicipalitiesMerged':
      return [{ ...fact.data, origin: 'merged' }];
    case 'MunicipalitySplit': {
      const { predecessor: municipalityNumber, parts, effectiveFrom } = fact.data;
      return parts.map(({ shareBasisPoints, ...part }) => {
        return { ...part, effectiveFrom, origin: 'split', predecessors: [{ municipalityNumber, shareBasisPoints }] };
      });
    }
    case 'MunicipalityRenamed':
    case 'PopulationCounted':
    case 'CountyEstablished':
    case 'CountyEnded':
      return [];
  }
}

/** A municipality as it begins, linked both ways with those of the ending ones that it came from. */
function begun(beginning: Beginning, ending: ReadonlyMap<string, Growing<Municipality> | undefined>): Growing<Municipality> {
  const { municipalityNumber: number, countyNumber, organisationNumber, origin, name, effectiveFrom } = beginning;
  const municipality: Growing<Municipality> = {
    number, countyNumber, organisationNumber, origin, validFrom: effectiveFrom, validTo: null,
    predecessors: [], successors: [], names: [{ from: effectiveFrom, name }], counts: [],
  }; // prettier-ignore
  for (const { municipalityNumber, shareBasisPoints } of beginning.predecessors) {
    const predecessor = ending.get(municipalityNumber);
    if (predecessor === undefined) continue;
    municipality.predecessors.push({ municipality: predecessor, shareBasisPoints });
    predecessor.successors.push({ municipality, shareBasisPoints });
  }
  return municipality;
}
