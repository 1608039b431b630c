import fc from 'fast-check';
import { HEALTH_REGIONS, type HealthRegion, type RegisterFact } from '../../src/domain/municipality/events.ts';
import type { CountyNumber } from '../../src/domain/municipality/number.ts';
import {
  counted,
  countyEnded,
  countyEstablished,
  established,
  merged,
  renamed,
  renumbered,
  split,
} from '../domain/municipality/register.ts';

/** The days on which something may happen: New Years, a day in the middle of a year, and neighbours of both. */
export const DAYS = [
  '2017-01-01', '2018-01-01', '2018-01-02', '2018-06-30', '2019-01-01', '2019-12-31', '2020-01-01', '2020-02-29', '2021-07-01', '2022-01-01',
] as const; // prettier-ignore
/** The day that lies so many days after another, within what the registry takes. */
export const nextTo = (day: string, days: number): string => {
  const date = new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
  return date > '2100-12-31' ? '2100-12-31' : date;
};
const REFORM_DAYS = ['2018-01-01', '2019-01-01', '2020-01-01', '2020-02-29', '2022-01-01'];
/** Any day of the years in which things happen. */
export const anyDay = fc.nat({ max: 2_500 }).map((days) => new Date(Date.UTC(2017, 0, 2 + days)).toISOString().slice(0, 10));
const reformDay = fc.oneof({ arbitrary: fc.constantFrom(...REFORM_DAYS), weight: 4 }, { arbitrary: anyDay, weight: 1 });
/** Few numbers in two counties, so that they are used again. */
export const NUMBERS = ['1101', '1102', '1103', '1104', '1201', '1202', '1203'] as const;

const share = fc.oneof(
  { arbitrary: fc.constant(10_000), weight: 3 },
  { arbitrary: fc.integer({ min: 1, max: 10_000 }), weight: 3 },
  { arbitrary: fc.constantFrom(5_000, 2_500, 3_333), weight: 2 },
  { arbitrary: fc.constant(null), weight: 1 },
);
const inhabitants = fc.oneof(
  fc.nat({ max: 9 }),
  fc.constantFrom(0, 100, 100, 200),
  fc.constantFrom(1_999, 2_000, 4_999, 5_000, 9_999, 10_000, 19_999, 20_000, 49_999, 50_000),
  fc.nat({ max: 100_000 }),
);

/** A reform as it is drawn: which municipalities, of those that there are, and which numbers, of those that are free, is decided in turn. */
const reform = fc.record({
  day: reformDay,
  kind: fc.constantFrom('merged', 'merged', 'split', 'renumbered', 'divided', 'renamed'),
  whom: fc.nat({ max: 6 }),
  number: fc.nat({ max: 6 }),
  keepsNumber: fc.boolean(),
  size: fc.integer({ min: 2, max: 3 }),
  shares: fc.tuple(share, share, share),
});

/** A county begins in a health region. */
export function countyIn(healthRegion: HealthRegion, county: string, from?: string): RegisterFact {
  const fact = countyEstablished(county, from);
  return { ...fact, data: { ...fact.data, healthRegion } } as RegisterFact;
}

/** A county that ends, or one that begins (again) with whatever region. */
const countyChange = fc
  .record({
    county: fc.constantFrom('11', '12', '13'),
    region: fc.constantFrom(...HEALTH_REGIONS),
    begins: fc.boolean(),
    day: fc.oneof(fc.constantFrom(...DAYS), anyDay),
  })
  .map(({ county, region, begins, day }) => (begins ? countyIn(region, county, day) : countyEnded(county, day)));

/** A fact that begins a municipality, in another county than its number says: rarely. */
function inCounty(fact: RegisterFact, county: number | undefined): RegisterFact {
  if (county === undefined || county > 1 || fact.type === 'MunicipalityRenamed') return fact;
  const countyNumber = (county === 0 ? '13' : '11') as CountyNumber;
  if (fact.type !== 'MunicipalitySplit') return { ...fact, data: { ...fact.data, countyNumber } } as RegisterFact;
  return { ...fact, data: { ...fact.data, parts: fact.data.parts.map((part) => ({ ...part, countyNumber })) } };
}

type Reform = typeof reform extends fc.Arbitrary<infer Drawn> ? Drawn : never;

/** Municipalities of 2017, their reforms and counts: registers as they might have been. */
export const registers: fc.Arbitrary<RegisterFact[]> = fc
  .record({
    beginning: fc.subarray([...NUMBERS], { minLength: 2, maxLength: 6 }),
    reforms: fc.array(reform, { minLength: 2, maxLength: 9 }),
    counts: fc.array(fc.record({ number: fc.constantFrom(...NUMBERS), day: fc.oneof(fc.constantFrom(...DAYS), anyDay), inhabitants }), {
      maxLength: 14,
    }),
    counties: fc.array(countyChange, { maxLength: 5 }),
    moved: fc.array(fc.nat({ max: 9 }), { maxLength: 12 }),
    uncounted: fc.subarray([...NUMBERS], { maxLength: 2 }),
  })
  .map(({ beginning, reforms, counts, counties, moved, uncounted }) => [
    ...counties,
    ...[...beginning.map((number) => established(number)), ...reformed(beginning, reforms)].map((fact, index) =>
      inCounty(fact, moved[index]),
    ),
    ...beginning.filter((number) => !uncounted.includes(number)).map((number, index) => counted(number, 100 * (1 + (index % 3)))),
    ...counts.map(({ number, day, inhabitants: many }) => counted(number, many, day)),
  ]);

/** The facts of reforms, each applied to what the days before it have left. */
function reformed(beginning: readonly string[], reforms: readonly Reform[]): RegisterFact[] {
  let there = [...beginning];
  const days = new Set(reforms.map(({ day }) => day).sort());
  return [...days].flatMap((day) => {
    const begun: string[] = [];
    const facts = reforms.filter((one) => one.day === day).flatMap((one) => madeBy(one, there, begun));
    there = [...there, ...begun];
    return facts;
  });
}

/**
 * The facts of one reform. One that finds no free number does not happen; its number may then be given away later all the same,
 * as two sources that disagree would have it.
 * @param there who was there the day before and is untouched so far; whom the reform ends is taken out
 * @param begun the numbers under which somebody began that day; those of the reform are added
 */
function madeBy({ day, kind, whom, number, keepsNumber, size, shares }: Reform, there: string[], begun: string[]): RegisterFact[] {
  const take = (): string | undefined => there.splice(whom % Math.max(there.length, 1), 1)[0];
  const begin = (kept: string | undefined): string | undefined => {
    const free = NUMBERS.filter((one) => !there.includes(one) && !begun.includes(one));
    const chosen = keepsNumber && kept !== undefined && free.some((one) => one === kept) ? kept : free[number % Math.max(free.length, 1)];
    if (chosen !== undefined) begun.push(chosen);
    return chosen;
  };
  const together = (ended: readonly string[]): RegisterFact[] => {
    const to = begin(ended[0]);
    return to === undefined ? [] : [merged(ended.map((one, index) => [one, shares[index] ?? null] as const), to, day)]; // prettier-ignore
  };
  const apart = (ended: string, parts: number): RegisterFact[] => {
    const into = Array.from({ length: parts }, () => begin(ended)).filter((one) => one !== undefined);
    return into.length === 0 ? [] : [split(ended, into.map((one, index) => [one, shares[index] ?? null]), day)]; // prettier-ignore
  };
  const one = take();
  if (one === undefined) return [];
  switch (kind) {
    case 'merged':
      return together([one, ...Array.from({ length: size - 1 }, take).filter((other) => other !== undefined)]);
    case 'split':
      return apart(one, size);
    case 'renumbered': {
      const to = begin(one);
      return to === undefined ? [] : [renumbered(one, to, day)];
    }
    case 'divided': {
      // A part goes to a neighbour, the rest becomes municipalities of its own: Tysfjord, Snillfjord.
      const neighbour = take();
      return [...(neighbour === undefined ? [] : together([neighbour, one])), ...apart(one, size - 1)];
    }
    case 'renamed':
      there.push(one);
      return [renamed(one, `Renamed ${one}`, day)];
  }
}
