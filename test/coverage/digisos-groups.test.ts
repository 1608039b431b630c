import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Figure } from '../../src/domain/adoption/coverage.ts';
import type { Dimension } from '../../src/domain/adoption/grouping.ts';
import { INHERITANCES } from '../../src/domain/adoption/inheritance.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER } from '../../src/domain/position.ts';
import { registryOfDigisos, type RegistryOfDigisos } from './digisos-registry.ts';
import { type Counted, figuresOf, municipalitiesOf, type Rule, sortings } from './digisos-tables.ts';
import { groupsOf } from './engine-groups.ts';

let digisos: RegistryOfDigisos;
beforeAll(async () => {
  digisos = await registryOfDigisos();
});
afterAll(() => digisos.close());

type Sorting = keyof typeof sortings;

/** What the registry answers for Digisos on some days, by none or some of the dimensions. */
const answered = (days: readonly string[], inheritance: Rule, dimensions: readonly Dimension[]) => {
  const asked = { solutionIds: ['digisos'], capability: null, stage: 'in-use', inheritance, knownAt: NEVER } as const;
  return groupsOf(digisos.registry.models.coverage.series(asked, days as CivilDate[], dimensions)).map(({ date, codes, figures }) => ({
    date,
    codes,
    municipalities: counts(figures.municipalities),
    population: counts(figures.population),
  }));
};
const counts = ({ numerator, denominator, unknown, inherited, partial }: Figure) => [numerator, denominator, unknown, inherited, partial];

/** The same from the tables: all municipalities of each day, laid in heaps by their codes. */
const tabulated = (days: readonly string[], rule: Rule, by: readonly Sorting[]) =>
  days.flatMap((day) => {
    const heaps = Map.groupBy(municipalitiesOf(day), (one) => by.map((sorting) => sortings[sorting](one, day)).join(' '));
    return [...heaps].map(([codes, heap]) => ({
      date: day,
      codes: codes.split(' ').filter((code) => code !== ''),
      municipalities: counted(heap, rule, () => 1),
      population: counted(heap, rule, ({ inhabitants }) => inhabitants),
    }));
  });
function counted(heap: readonly Counted[], rule: Rule, weigh: (one: Counted) => number): number[] {
  const { numerator, denominator, unknown, inherited, partial } = figuresOf(heap, rule, weigh);
  return [numerator, denominator, unknown, inherited, partial];
}

const sorted = <Row extends { date: string; codes: readonly (string | null)[] }>(rows: readonly Row[]): Row[] =>
  rows.toSorted((a, b) => ([a.date, ...a.codes].join(' ') < [b.date, ...b.codes].join(' ') ? -1 : 1));

const GROUPINGS: [string, ...Sorting[]][] = [
  ['county', 'county'],
  ['health region', 'health-region'],
  ['size', 'size-class'],
  ['county and size', 'county', 'size-class'],
  ['size and health region', 'size-class', 'health-region'],
];
const yearEnds = [2018, 2019, 2020, 2021, 2022, 2023, 2024].map((year) => `${year}-12-31`);
/** The last day of every month from January 2018 to December 2020. */
const monthEnds = Array.from({ length: 36 }, (_, month) => new Date(Date.UTC(2018, month + 1, 0)).toISOString().slice(0, 10));

describe.each(INHERITANCES)('under the rule %s, as it is counted from the tables', (rule) => {
  it.each(GROUPINGS)('is the spread of Digisos by %s at the end of every year', (_, ...by) => {
    expect(sorted(answered(yearEnds, rule, by))).toEqual(sorted(tabulated(yearEnds, rule, by)));
  });

  it('is the spread of Digisos month by month from 2018 to 2020', () => {
    expect(answered(monthEnds, rule, [])).toEqual(tabulated(monthEnds, rule, []));
  });

  it('is the spread of Digisos in every county, month by month from 2018 to 2020', () => {
    expect(answered(monthEnds, rule, ['county'])).toEqual(sorted(tabulated(monthEnds, rule, ['county'])));
  });
});

describe('the counties of Digisos', () => {
  it('are those of the date: Rogaland stays, Akershus goes in 2020 and is there again in 2024', () => {
    const counties = (day: string) => answered([day], 'majority', ['county']).map(({ codes: [code] }) => code);
    expect(
      ['2019-12-31', '2020-01-01', '2024-01-01'].map((day) => [
        counties(day).length,
        ...['11', '02', '30', '32'].filter((code) => counties(day).includes(code)),
      ]),
    ).toEqual([
      [18, '11', '02'],
      [11, '11', '30'],
      [15, '11', '32'],
    ]);
  });
});
