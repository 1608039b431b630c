import { HEALTH_REGIONS } from '../../domain/municipality/events.ts';
import { countyOn, type Municipality, municipalitiesOn, nameOn } from '../../domain/municipality/graph.ts';
import { populationOn } from '../../domain/municipality/population.ts';
import { SIZE_CLASSES, sizeClassOf } from '../../domain/adoption/grouping.ts';
import { searchable } from '../../domain/search.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { ReadModels } from '../read-models.ts';
import { oneName } from './labels.ts';
import { lazily } from './lazily.ts';
import type { List } from './select.ts';

export type MunicipalityAspect = 'county' | 'healthRegion' | 'sizeClass';
export type MunicipalityKey = 'number' | 'name' | 'inhabitants' | 'changed';

/** The municipalities that exist on a date, with the county, the region and the inhabitants of that date. */
export function municipalityList(
  { municipalities }: ReadModels,
  { asOf, knownAt }: Moment,
): List<Municipality, MunicipalityAspect, MunicipalityKey> {
  const graph = municipalities.graph(knownAt);
  const countyOf = (number: string) => countyOn(graph, number, asOf);
  const changes = lazily(() => municipalities.changes(knownAt));
  const changedAt = (municipality: Municipality) => changes()(municipality);
  return {
    rows: municipalitiesOn(graph, asOf),
    idOf: ({ number }) => number,
    aspects: {
      county: {
        codesOf: ({ countyNumber }) => (countyOf(countyNumber) === undefined ? [] : [countyNumber]),
        namesOf: (number) => oneName(countyOf(number)?.name ?? number),
      },
      healthRegion: {
        codesOf: ({ countyNumber }) => [countyOf(countyNumber)?.healthRegion ?? []].flat(),
        vocabulary: HEALTH_REGIONS,
      },
      sizeClass: { codesOf: (municipality) => [sizeClassOf(populationOn(municipality, asOf))], vocabulary: SIZE_CLASSES },
    },
    keys: {
      number: { codeOf: ({ number }) => number },
      name: { nameOf: (municipality) => nameOn(municipality, asOf) },
      inhabitants: { numberOf: (municipality) => populationOn(municipality, asOf)?.inhabitants ?? null },
      changed: { numberOf: changedAt },
    },
    textOf: (municipality) => searchable([municipality.number, nameOn(municipality, asOf)]),
    changedAt,
  };
}
