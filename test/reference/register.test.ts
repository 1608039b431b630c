import { describe, expect, it } from '@jest/globals';
import { type CivilDate, parseCivilDate } from '../../src/domain/civil-date.ts';
import type { RegisterEvent, RegisterFact } from '../../src/domain/municipality/events.ts';
import { registerFacts } from '../../src/domain/municipality/events.ts';
import { municipalityGraph } from '../../src/domain/municipality/fold.ts';
import { countyOn, municipalitiesOn, municipalityOn, nameOn } from '../../src/domain/municipality/graph.ts';
import { emptyRegister, evolveRegister, registerDate } from '../../src/domain/municipality/register.ts';
import { NEVER, position } from '../../src/domain/position.ts';
import { WHOLE } from '../../src/domain/shares.ts';
import { municipalityRegister } from '../../src/reference/register.ts';
import { readTables } from '../../src/reference/tables.ts';

const entries = municipalityRegister();
const tables = readTables();
const register = entries.reduce(
  (so, { id, fact }, index) => evolveRegister(so, { ...(fact as RegisterEvent), id, position: position(index + 1) }),
  emptyRegister,
);
const graph = municipalityGraph(register, NEVER);

type OfType<Type extends RegisterFact['type']> = Extract<RegisterFact, { type: Type }>['data'];
const factsOf = <Type extends RegisterFact['type']>(type: Type): OfType<Type>[] =>
  entries.flatMap(({ fact }) => (fact.type === type ? [fact.data as OfType<Type>] : []));

const newYear = (year: number): CivilDate => parseCivilDate(`${year}-01-01`);
const years = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024].map(newYear);
const byNumber = (a: [string, string], b: [string, string]): number => (a[0] < b[0] ? -1 : 1);

describe('the municipality register, folded', () => {
  it('has as many municipalities each year as Norway had', () => {
    const counted = years.map((day) => municipalitiesOn(graph, day).length);
    expect(counted).toEqual([426, 422, 422, 356, 356, 356, 356, 357]);
  });

  it.each(years)('has on %s the numbers and names that Statistics Norway has', (day) => {
    const valid = tables.names.filter((row) => row.valid_from <= day && (row.valid_to === null || day < row.valid_to));
    const folded = municipalitiesOn(graph, day).map((one): [string, string] => [one.number, nameOn(one, day)]);
    expect(folded).toEqual(valid.map(({ number, name }): [string, string] => [number, name]).sort(byNumber));
  });

  it.each(years)('counts on %s every municipality that exists, and no other', (day) => {
    const counted = factsOf('PopulationCounted').filter(({ countedOn }) => countedOn === day);
    const exist = municipalitiesOn(graph, day).map(({ number }) => number);
    expect(counted.map(({ municipalityNumber }) => municipalityNumber).sort()).toEqual(exist);
  });

  it('lets every municipality begin in a county that exists', () => {
    const without = graph.municipalities.filter((one) => countyOn(graph, one.countyNumber, one.validFrom) === undefined);
    expect(without).toEqual([]);
  });

  it('lets no municipality outlive its county', () => {
    const outlived = graph.municipalities.filter((one) => {
      const county = countyOn(graph, one.countyNumber, one.validFrom);
      return county?.validTo !== null && (one.validTo === null || one.validTo > (county?.validTo ?? ''));
    });
    expect(outlived).toEqual([]);
  });

  it('sends every inhabitant of a municipality that ended somewhere', () => {
    const shares = graph.municipalities.filter(({ validTo }) => validTo !== null).map(({ number, successors }) => ({
      number,
      moved: successors.reduce((sum, { shareBasisPoints }) => sum + (shareBasisPoints ?? 0), 0),
    })); // prettier-ignore
    expect(shares.filter(({ moved }) => moved !== WHOLE)).toEqual([]);
  });

  it('has 15 counties in 2024, each with the region of its health authority', () => {
    const regions = [...graph.counties.values()].flat().filter(({ validTo }) => validTo === null);
    expect(Object.fromEntries(regions.map(({ number, healthRegion }) => [number, healthRegion]))).toEqual({
      '03': 'sor-ost', '31': 'sor-ost', '32': 'sor-ost', '33': 'sor-ost', '34': 'sor-ost', '39': 'sor-ost', '40': 'sor-ost', '42': 'sor-ost',
      '11': 'vest', '46': 'vest', '15': 'midt-norge', '50': 'midt-norge', '18': 'nord', '55': 'nord', '56': 'nord',
    }); // prettier-ignore
  });
});

const mergerOf = (number: string, on: string): Record<string, number | null> | undefined => {
  const merger = factsOf('MunicipalitiesMerged').find((one) => one.municipalityNumber === number && one.effectiveFrom === on);
  return merger && Object.fromEntries(merger.predecessors.map((one) => [one.municipalityNumber, one.shareBasisPoints]));
};

describe('reforms that are easily told wrong', () => {
  it('Narvik came from two municipalities and a part of Tysfjord; the rest of Tysfjord went to Hamarøy', () => {
    expect(mergerOf('1806', '2020-01-01')).toEqual({ 1805: 10_000, 1850: 4_300, 1854: 10_000 });
    expect(mergerOf('1875', '2020-01-01')).toEqual({ 1849: 10_000, 1850: 5_700 });
  });

  it('Snillfjord was divided between Heim, Hitra and Orkland, and ended in no split of its own', () => {
    expect(mergerOf('5055', '2020-01-01')).toEqual({ 1571: 10_000, 5011: 10_000, 5012: 1_800 });
    expect(mergerOf('5056', '2020-01-01')).toEqual({ 5012: 3_600, 5013: 10_000 });
    expect(mergerOf('5059', '2020-01-01')).toEqual({ 5012: 4_600, 5016: 10_000, 5023: 10_000, 5024: 10_000 });
    expect(factsOf('MunicipalitySplit').map(({ predecessor }) => predecessor)).not.toContain('5012');
  });

  it('Stavanger and Trondheim of 2020 are new municipalities under their old numbers', () => {
    expect(mergerOf('1103', '2020-01-01')).toEqual({ 1103: 10_000, 1141: 10_000, 1142: 10_000 });
    expect(mergerOf('5001', '2020-01-01')).toEqual({ 5001: 10_000, 5030: 10_000 });
  });

  it('Ålesund was split into Ålesund and Haram in 2024, the only split into municipalities of their own', () => {
    const splits = factsOf('MunicipalitySplit').map(({ predecessor, effectiveFrom, parts }) => ({
      predecessor,
      effectiveFrom,
      parts: parts.map(({ municipalityNumber, name, shareBasisPoints }) => [municipalityNumber, name, shareBasisPoints]),
    }));
    const parts = [['1508', 'Ålesund', 8_621], ['1580', 'Haram', 1_379]]; // prettier-ignore
    expect(splits).toEqual([{ predecessor: '1507', effectiveFrom: '2024-01-01', parts }]);
  });

  it('Tønsberg of 2017-01-01 has no predecessors: the register begins that day', () => {
    expect(municipalityOn(graph, '0704', newYear(2017))).toMatchObject({ origin: 'established', predecessors: [] });
    expect(municipalityOn(graph, '0720', newYear(2017))).toBeUndefined();
  });

  it('a new name changes nothing else', () => {
    expect(factsOf('MunicipalityRenamed')).toContainEqual({
      municipalityNumber: '5001',
      name: 'Trondheim - Tråante',
      effectiveFrom: '2023-01-01',
    });
    expect(municipalityOn(graph, '5001', newYear(2024))?.validFrom).toBe('2020-01-01');
  });
});

describe('organisation numbers', () => {
  const organisationOn = (number: string, year: number): string | null | undefined =>
    municipalityOn(graph, number, newYear(year))?.organisationNumber;

  it('follow a municipality back through its renumberings', () => {
    expect([organisationOn('0701', 2017), organisationOn('3801', 2020), organisationOn('3901', 2024)]).toEqual(Array(3).fill('964951284'));
  });

  it('stop at a merger, also where the number stayed', () => {
    expect([organisationOn('1103', 2019), organisationOn('1103', 2020)]).toEqual([null, '964965226']);
  });

  it('stop at a split', () => {
    expect([organisationOn('1507', 2023), organisationOn('1508', 2024)]).toEqual([null, '929911709']);
  });
});

describe('the entries', () => {
  it('have the same ids for ever', () => {
    const idOf = (type: RegisterFact['type'], text: string): string | undefined =>
      entries.find(({ fact }) => fact.type === type && JSON.stringify(fact.data).includes(text))?.id;
    expect(idOf('CountyEstablished', '"Oslo"')).toBe('2edf06f5-443b-547b-beb5-3ce3aff51ca6');
    expect(idOf('MunicipalityEstablished', '"Oslo"')).toBe('3a2dcb7c-026c-542b-a52c-9cad900543ef');
    expect(idOf('MunicipalityRenumbered', '"predecessor":"0605"')).toBe('14524657-32b1-53d2-98e9-bdf9c2d1a1ad');
    expect(idOf('MunicipalitiesMerged', '"Narvik"')).toBe('13a3366a-db4c-59c3-8c69-4c01931e95b4');
    expect(idOf('MunicipalitySplit', '"predecessor":"1507"')).toBe('87a0f12d-e865-590b-8777-ee77ac3207e9');
    expect(idOf('PopulationCounted', '"5001","countedOn":"2024-01-01"')).toBe('f606f2c5-2dd1-527c-8700-bdb0c793c1cb');
  });

  it('have an id each', () => {
    expect(new Set(entries.map(({ id }) => id)).size).toBe(entries.length);
  });

  it('come in the order of their dates', () => {
    const dates = entries.map(({ fact }) => registerDate(fact));
    expect(dates).toEqual(dates.toSorted());
  });

  it('come on one day as counties, then municipalities, then counts', () => {
    const rank = ({ type }: RegisterFact): number => (type.startsWith('County') ? 0 : type === 'PopulationCounted' ? 2 : 1);
    for (const day of Map.groupBy(entries, ({ fact }) => registerDate(fact)).values()) {
      const ranks = day.map(({ fact }) => rank(fact));
      expect(ranks).toEqual(ranks.toSorted());
    }
  });

  it('are what the log stores: each is read back as it was written', () => {
    for (const { fact } of entries) {
      const stored: unknown = JSON.parse(JSON.stringify(fact.data));
      expect(registerFacts.find(({ type }) => type === fact.type)?.data.parse(stored)).toEqual(fact.data);
    }
  });
});
