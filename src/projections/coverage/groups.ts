import { compareCodes, type Dimension, sizeClassOf } from '../../domain/adoption/grouping.ts';
import { civilDateOf, type DayNumber, dayNumber } from '../../domain/day-number.ts';
import { countyOn, type Municipality } from '../../domain/municipality/graph.ts';
import type { Population } from '../../domain/municipality/population.ts';
import type { Epoch, Ground } from './ground.ts';
import { NOT_COUNTED } from './table.ts';

/** The codes of one dimension in order, and which of them each group has. */
export interface GroupKey {
  readonly dimension: Dimension;
  readonly codes: readonly (string | null)[];
  readonly codeOf: Uint32Array;
}

/** A division of things into groups, which stand by their codes, the first dimension first. Without a dimension there is one group. */
export interface Groups {
  readonly count: number;
  /** By thing, its group. */
  readonly of: Uint32Array;
  readonly keys: readonly GroupKey[];
}

/** @param codeOf the code of a thing in a dimension */
export function groupsOf(
  dimensions: readonly Dimension[],
  things: number,
  codeOf: (dimension: Dimension, thing: number) => string | null,
): Groups {
  const coded = dimensions.map((dimension) => {
    const all = Array.from({ length: things }, (_, thing) => codeOf(dimension, thing));
    const codes = [...new Set(all)].sort((one, other) => compareCodes(dimension, one, other));
    const placeOf = new Map(codes.map((code, place) => [code, place]));
    return { dimension, codes, places: all.map((code) => placeOf.get(code) as number) };
  });
  // Places count as the digits of a number, so the numbers stand as the groups do.
  const numberOf = (thing: number): number =>
    coded.reduce((number, { codes, places }) => number * codes.length + (places[thing] as number), 0);
  const numbers = Array.from({ length: things }, (_, thing) => numberOf(thing));
  const groups = dimensions.length === 0 ? [0] : [...new Set(numbers)].sort((a, b) => a - b);
  const groupOf = new Map(groups.map((number, group) => [number, group]));
  const first = groups.map((number) => numbers.indexOf(number));
  return {
    count: groups.length,
    of: Uint32Array.from(numbers, (number) => groupOf.get(number) as number),
    keys: coded.map(({ dimension, codes, places }) => ({
      dimension,
      codes,
      codeOf: Uint32Array.from(first, (thing) => places[thing] as number),
    })),
  };
}

/** The municipalities of one group whose inhabitants rest on one count, or on none. */
export interface Cell {
  readonly group: number;
  readonly countedOn: DayNumber;
  readonly isDerived: boolean;
  readonly isCounted: boolean;
}

/** The municipalities of an epoch, by place, in groups and in cells. */
export interface MunicipalityGroups {
  readonly groups: Groups;
  readonly cells: readonly Cell[];
  readonly cellOf: Uint32Array;
  /** By place. */
  readonly inhabitants: Uint32Array;
}

export function municipalityGroups(dimensions: readonly Dimension[], { graph, municipalities }: Ground, epoch: Epoch): MunicipalityGroups {
  const { there, populations, from } = epoch;
  const date = civilDateOf(from);
  const groups = groupsOf(dimensions, there.length, (dimension, place) => {
    const { countyNumber } = municipalities[there[place] as number] as Municipality;
    if (dimension === 'county') return countyNumber;
    if (dimension === 'size-class') return sizeClassOf(populations[place]);
    return countyOn(graph, countyNumber, date)?.healthRegion ?? null;
  });
  const cells: Cell[] = [];
  const numberOf = new Map<string, number>();
  const cellOf = groups.of.map((group, place) => {
    const cell = { group, ...basisOf(populations[place]) };
    const key = Object.values(cell).join(' ');
    const number = numberOf.get(key) ?? cells.push(cell) - 1;
    numberOf.set(key, number);
    return number;
  });
  const inhabitants = Uint32Array.from(populations, (population) => population?.inhabitants ?? 0);
  return { groups, cells, cellOf, inhabitants };
}

const basisOf = (population: Population | undefined): Omit<Cell, 'group'> =>
  population === undefined
    ? { countedOn: NOT_COUNTED, isDerived: false, isCounted: false }
    : { countedOn: dayNumber(population.countedOn), isDerived: population.derived, isCounted: true };
