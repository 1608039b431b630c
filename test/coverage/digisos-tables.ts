import { readFileSync } from 'node:fs';

/**
 * The spread of Digisos, counted by hand as it were: from the tables alone, one municipality and one day at a time. It knows nothing
 * of the registry and shares no code with it, so that both are wrong only if both are wrong in the same way.
 */

const cells = (path: string): string[][] => {
  const lines = readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
    .trim()
    .split('\n')
    .slice(1);
  return lines.map((line) => line.split(','));
};

/** The numbers that were valid, from a day on and until a day (empty: still). A renaming gives a second row. */
const numbers = cells('src/reference/data/municipality-names.csv').map(([number = '', , from = '', to = '']) => ({ number, from, to }));
/** Who became whom on which day, and how many hundredths of a per cent of it. */
const reforms = cells('src/reference/data/reforms.csv').map(([date = '', from = '', to = '', share = '']) => ({
  date,
  from,
  to,
  share: Number(share),
}));
const counts = new Map(
  cells('src/reference/data/population.csv').map(([number, date, inhabitants]) => [`${number} ${date}`, Number(inhabitants)]),
);
/** The counties with their health regions, from a day on and until a day (empty: still). */
const counties = cells('src/reference/data/counties.csv').map(([number = '', , region = '', , from = '', to = '']) => ({
  number,
  region,
  from,
  to,
}));
/** What happened with Digisos, in the order of the file, which is that of the dates. */
const happened = cells('example/data/digisos.csv').map(([date = '', event = '', number = '']) => ({ date, event, number }));

export type Rule = 'all' | 'majority' | 'any';

interface Use {
  /** Whether anything is on record, for it or for one that it came from. */
  readonly known: boolean;
  /** Whether what it has came through a merger or a split. */
  readonly inherited: boolean;
  /** Whether it uses Digisos, by each rule. */
  readonly uses: Readonly<Record<Rule, boolean>>;
}

const only = (uses: boolean): Use['uses'] => ({ all: uses, majority: uses, any: uses });
const dayBefore = (day: string): string => new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** Inhabitants on a day: every number that is valid was counted on the first day of every year. */
function inhabitantsOf(number: string, day: string): number {
  const counted = counts.get(`${number} ${day.slice(0, 4)}-01-01`);
  if (counted === undefined) throw new Error(`${number} was not counted in the year of ${day}`);
  return counted;
}

/** @param rows how many rows of the table are taken to have happened */
function useOf(number: string, day: string, rows = happened.length): Use {
  // Whoever has the number on the day began with the last reform that led to it; without one, it has been there from the first day.
  const began = reforms.filter(({ to, date }) => to === number && date <= day).reduce((last, { date }) => (date > last ? date : last), '');

  const last = happened.findLastIndex((row, index) => index < rows && row.number === number && began <= row.date && row.date <= day);
  const row = happened[last];
  if (row?.event === 'enabled') return { known: true, inherited: false, uses: only(true) };
  if (row?.event === 'disabled') return { known: true, inherited: false, uses: only(false) };
  // It was moved to another configuration: what it was before is confirmed.
  if (row !== undefined) return { known: true, inherited: false, uses: only(useOf(number, row.date, last).uses.majority) };

  if (began === '') return { known: false, inherited: false, uses: only(false) };
  const eve = dayBefore(began);
  const came = reforms.filter(({ to, date }) => to === number && date === began);
  const before = came.map(({ from, share }) => ({ ...useOf(from, eve, rows), inhabitants: inhabitantsOf(from, eve) * share }));
  const known = before.some((one) => one.known);
  const wentElsewhere = reforms.some(({ from, to, date }) => date === began && from === came[0]?.from && to !== number);
  const renumbered = came.length === 1 && !wentElsewhere;
  const inhabitants = (of: typeof before): number => of.reduce((sum, one) => sum + one.inhabitants, 0);
  return {
    known,
    inherited: known && (!renumbered || before.some((one) => one.inherited)),
    uses: {
      all: before.every((one) => one.uses.all),
      majority: inhabitants(before.filter((one) => one.uses.majority)) > inhabitants(before) / 2,
      any: before.some((one) => one.uses.any),
    },
  };
}

export interface Counted extends Use {
  readonly number: string;
  readonly inhabitants: number;
}

/** Every municipality of a day, by number. */
export function municipalitiesOf(day: string): Counted[] {
  const valid = numbers.filter(({ from, to }) => from <= day && (to === '' || day < to)).map(({ number }) => number);
  return [...new Set(valid)].sort().map((number) => ({ number, inhabitants: inhabitantsOf(number, day), ...useOf(number, day) }));
}

/** What is to be counted of a municipality: it itself, or its inhabitants. */
type Weigh = (one: Counted) => number;

export function figuresOf(all: readonly Counted[], rule: Rule, weigh: Weigh) {
  const sum = (of: readonly Counted[]): number => of.reduce((total, one) => total + weigh(one), 0);
  const reached = all.filter(({ uses }) => uses[rule]);
  return {
    numerator: sum(reached),
    denominator: sum(all),
    unknown: sum(all.filter(({ known }) => !known)),
    inherited: sum(reached.filter(({ inherited }) => inherited)),
    partial: sum(all.filter(({ uses }) => uses.any && !uses.all)),
  };
}

/** What municipalities are sorted by: a code for each, on a day. */
export const sortings: Readonly<Record<'county' | 'health-region' | 'size-class', (one: Counted, day: string) => string>> = {
  county: ({ number }) => number.slice(0, 2),
  'health-region': ({ number }, day) => {
    const there = counties.filter(
      (county) => number.startsWith(county.number) && county.from <= day && (county.to === '' || day < county.to),
    );
    const [county] = there;
    if (county === undefined || there.length > 1) throw new Error(`${number} lies in ${there.length} counties on ${day}`);
    return county.region;
  },
  'size-class': ({ inhabitants }) => {
    if (inhabitants < 5_000) return inhabitants < 2_000 ? '0-1999' : '2000-4999';
    if (inhabitants < 20_000) return inhabitants < 10_000 ? '5000-9999' : '10000-19999';
    return inhabitants < 50_000 ? '20000-49999' : '50000+';
  },
};

/** The days on which anything in the tables changes. */
export const changes: ReadonlySet<string> = new Set(
  [...happened.map(({ date }) => date), ...reforms.map(({ date }) => date), ...[...counts.keys()].map((key) => key.slice(5))].concat(
    numbers.flatMap(({ from, to }) => [from, to]),
  ),
);
