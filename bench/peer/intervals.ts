import { hasLapsed } from '../../src/domain/adoption/coverage.ts';
import { reachedOn } from '../../src/domain/adoption/inheritance.ts';
import { targetGroupMembers } from '../../src/domain/adoption/target-group.ts';
import { type CivilDate, monthsAfter } from '../../src/domain/civil-date.ts';
import { timelineOf } from '../../src/domain/dated-facts.ts';
import { lineage, type Municipality } from '../../src/domain/municipality/graph.ts';
import { type Population, populationOn } from '../../src/domain/municipality/population.ts';
import { descriptionOn, knownNow, targetGroupOn } from '../../src/domain/solution/standing.ts';
import type { Solution } from '../../src/domain/solution/state.ts';
import { dateOf, type Day, dayOf } from '../world/days.ts';
import type { Municipalities } from '../world/municipalities.ts';
import { codeOf } from './code.ts';
import { type Live, reportOn } from './versions.ts';

export const YEARS = [2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024] as const;

/** A time within one year in which nothing about one solution and one municipality changes. */
export interface Interval {
  readonly year: number;
  readonly municipality: number;
  readonly county: number;
  readonly from: Day;
  readonly to: Day;
  readonly code: number;
  readonly inhabitants: number;
  /** 0 where nobody counted. */
  readonly countedOn: Day | null;
}

/** A municipality with what is the same for every solution: its years, its inhabitants in each, those that it came from. */
export interface Place {
  readonly index: number;
  readonly municipality: Municipality;
  readonly numbers: readonly string[];
  readonly years: readonly { readonly year: number; readonly from: Day; readonly to: Day; readonly population: Population | undefined }[];
}

const NEW_YEAR = /-01-01$/;

export function places({ graph }: Municipalities): Place[] {
  return graph.municipalities.map((municipality, index) => {
    const { validFrom, validTo, counts } = municipality;
    const days = [validFrom, ...(validTo ? [validTo] : []), ...counts.map(({ countedOn }) => countedOn)];
    if (!days.every((day) => NEW_YEAR.test(day))) throw new Error('the table of intervals takes reforms and counts on New Year only');
    const years = YEARS.filter((year) => validFrom <= `${year}-01-01` && (validTo === null || `${year}-01-01` < validTo));
    return {
      index,
      municipality,
      numbers: [...new Set(lineage(municipality).map(({ number }) => number))],
      years: years.map((year) => {
        const [from, to] = [`${year}-01-01` as CivilDate, `${year + 1}-01-01` as CivilDate];
        return { year, from: dayOf(from), to: dayOf(to), population: populationOn(municipality, from) };
      }),
    };
  });
}

/** What a solution says of itself over time: the days on which that changes, and who belongs to its target group from each on. */
export interface Frame {
  readonly from: Day;
  readonly confirmationMonths: number | null;
  readonly members: readonly boolean[];
}

export function frames(solution: Solution, all: readonly Place[], { graph }: Municipalities): Frame[] {
  const points = [...timelineOf(solution.facts, 'description'), ...timelineOf(solution.facts, 'target-group')];
  const days = [...new Set([0, ...points.map(({ effectiveFrom }) => dayOf(effectiveFrom))])].sort((a, b) => a - b);
  return days.map((from) => {
    const moment = knownNow(dateOf(from));
    const isMember = targetGroupMembers(graph, targetGroupOn(solution, moment));
    const { confirmationMonths } = descriptionOn(solution, moment);
    return { from, confirmationMonths, members: all.map(({ municipality }) => isMember(municipality)) };
  });
}

/** The intervals of one municipality, each worked out by the rule of the domain on its first day. */
export function intervals(place: Place, live: Live, solution: readonly Frame[]): Interval[] {
  const { municipality, index, years } = place;
  const report = reportOn(live);
  const changes = daysOfChange(place, live, solution);
  return years.flatMap(({ year, from, to, population }) => {
    const found: { -readonly [Key in keyof Interval]: Interval[Key] }[] = [];
    for (const day of [from, ...changes.filter((one) => from < one && one < to)]) {
      const date = dateOf(day);
      const frame = solution.findLast((one) => one.from <= day);
      const reached = reachedOn(municipality, date, report);
      const code = codeOf(
        reached,
        hasLapsed(reached.confirmedAt, frame?.confirmationMonths ?? null, date),
        frame?.members[index] === true,
        population,
      );
      const before = found.at(-1);
      if (before?.code === code) continue;
      if (before) before.to = day;
      const county = Number(municipality.countyNumber);
      const countedOn = population ? dayOf(population.countedOn) : null;
      found.push({ year, municipality: index, county, from: day, to, code, inhabitants: population?.inhabitants ?? 0, countedOn });
    }
    return found;
  });
}

/** Every day on which anything about a municipality may change, in order: more than do, never fewer. */
function daysOfChange({ numbers, municipality }: Place, live: Live, solution: readonly Frame[]): Day[] {
  const days = new Set(solution.map(({ from }) => from));
  const terms = [...new Set(solution.flatMap(({ confirmationMonths }) => confirmationMonths ?? []))];
  for (const number of numbers)
    for (const { effectiveFrom, confirmedAt } of live.get(number) ?? []) {
      if (number === municipality.number) days.add(dayOf(effectiveFrom));
      for (const day of confirmedAt === effectiveFrom ? [effectiveFrom] : [effectiveFrom, confirmedAt]) {
        if (day === confirmedAt) days.add(dayOf(day));
        for (const months of terms) days.add(dayOf(monthsAfter(day, months)) + 1);
      }
    }
  return [...days].sort((a, b) => a - b);
}
