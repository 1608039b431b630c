import type { Dimension } from '../../domain/adoption/grouping.ts';
import { type CivilDate, osloDate } from '../../domain/civil-date.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import { type PeriodKind, periodsBetween } from '../../domain/period.ts';
import { ownTurn } from '../../projections/own-turn.ts';
import { checkOrder, checkRegisterDate, momentOfReport } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { parameterProblem } from '../problems/problem.ts';
import { adoptionRows } from '../reports/adoption.ts';
import { reportAnswer } from '../reports/answer.ts';
import { inTurns } from '../reports/formats/rows.ts';
import { coverageRows } from '../reports/coverage.ts';
import { municipalityRows, solutionRows } from '../reports/registers.ts';
import { anyProgramme, inCounties, isOfProgrammes, solutionsAsked } from '../reports/scope.ts';
import { coverageChoice } from './coverage.ts';
import type { Reporting } from './reporting.ts';

type GroupBy = readonly (Dimension | 'none')[];

/** The dimensions of a breakdown; `none` stands for no dimension. @throws Problem invalid-request where it stands beside another */
function dimensionsOf(groupBy: GroupBy): Dimension[] {
  if (groupBy.includes('none') && groupBy.length > 1)
    throw parameterProblem('invalid-request', 'groupBy', 'groupBy is none, or one or two dimensions: not both', { rule: 'none' });
  return groupBy.filter((one) => one !== 'none');
}

const COLUMN: Readonly<Record<Dimension, string>> = {
  solution: 'solution',
  programme: 'programme',
  county: 'county',
  'health-region': 'health_region',
  'size-class': 'size_class',
};

/** How many dates are counted at once: what is written first need not wait for what is written last. */
const DATES = 12;
/** And so many rows at most, but for those of one date: figures are in memory while they are written, as long as the client takes. */
const ROWS = 10_000;
/** So many groups there may be on a day, where they are not those of solutions; of programmes it is a guess. */
const GROUPS: Readonly<Record<Exclude<Dimension, 'solution'>, number>> = {
  programme: 100,
  county: 25,
  'health-region': 5,
  'size-class': 7,
};

/** How many dates of a series are counted at once. */
function slice(dimensions: readonly Dimension[], solutions: number): number {
  const rows = dimensions.reduce((product, dimension) => product * (dimension === 'solution' ? solutions : GROUPS[dimension]), 1);
  return Math.max(1, Math.min(DATES, Math.floor(ROWS / rows)));
}

/**
 * Both days are looked at before their order: of an end before the register, without a beginning, `from` would be named, which nobody sent.
 * @throws Problem before-register, period-ends-before-it-starts
 */
function periodsAsked(kind: PeriodKind, from: CivilDate, to: CivilDate) {
  checkRegisterDate(to, 'to');
  checkRegisterDate(from, 'from');
  checkOrder(from, to);
  return periodsBetween(kind, from, to);
}

/** The reports. */
export const reports = ({ report, labels, languageIn }: Reporting) => {
  return {
    getAdoptionReport: async (input, registry) => {
      const moment = await momentOfReport(registry, input);
      checkRegisterDate(moment.asOf);
      const language = languageIn(input);
      const solutions = solutionsAsked(registry, input.query, moment);
      const isAsked = inCounties(registry, input.query.county, moment);
      const rows = adoptionRows(registry, solutions, isAsked, coverageChoice(input.query), moment, labels, language);
      const days = { asOf: moment.asOf };
      const dimensions = ['as_of', 'solution', 'municipality'];
      return reportAnswer(report('getAdoptionReport'), input, { moment, language, days, rows, dimensions });
    },

    getCoverageReport: async (input, registry) => {
      const moment = await momentOfReport(registry, input);
      const { asOf, knownAt } = moment;
      checkRegisterDate(asOf);
      const language = languageIn(input);
      const choice = coverageChoice(input.query);
      const solutionIds = solutionsAsked(registry, input.query, moment).map(({ id }) => id);
      const dimensions = dimensionsOf(input.query.groupBy);
      const asked = { solutionIds, ...choice, knownAt };
      const rows = function* () {
        const table = registry.models.coverage.on(asked, asOf, dimensions);
        for (const { columns } of coverageRows(registry, table, choice, knownAt, labels, language)) yield { as_of: asOf, ...columns };
      };
      const prepared = async function* () {
        await registry.models.coverage.prepare(asked, 1);
        await ownTurn();
        yield* inTurns(rows());
      };
      const cube = ['as_of', ...dimensions.map((dimension) => COLUMN[dimension])];
      const filling = { moment, language, days: { asOf }, rows: prepared(), dimensions: cube };
      return reportAnswer(report('getCoverageReport'), input, filling);
    },

    getCoverageSeriesReport: async (input, registry) => {
      const {
        from = REGISTER_BEGINS,
        to = osloDate(input.received.arrivedAt),
        period,
      } = input.query as typeof input.query & { from?: CivilDate; to?: CivilDate };
      const periods = periodsAsked(period, from, to);
      const moment = await momentOfReport(registry, { ...input, query: { ...input.query, asOf: to } });
      const language = languageIn(input);
      const choice = coverageChoice(input.query);
      const dimensions = dimensionsOf(input.query.groupBy);
      const isByProgramme = dimensions.includes('programme');
      const solutionIds = solutionsAsked(registry, input.query, moment, isByProgramme ? anyProgramme : undefined).map(({ id }) => id);
      const isAsked = isOfProgrammes(isByProgramme ? input.query.programme : undefined);
      const asked = { solutionIds, ...choice, knownAt: moment.knownAt };
      const codes = new Map(periods.map(({ code, lastDay }) => [lastDay, code]));
      const rowsOf = function* (dates: readonly CivilDate[]) {
        const table = registry.models.coverage.series(asked, dates, dimensions);
        for (const { date, columns } of coverageRows(registry, table, choice, moment.knownAt, labels, language).filter(isAsked))
          yield { period: codes.get(date) ?? '', as_of: date, ...columns };
      };
      const atOnce = slice(dimensions, solutionIds.length);
      const rows = async function* () {
        using _held = await registry.models.coverage.hold(asked); // others may be asked for meanwhile, and push it out
        for (let first = 0; first < periods.length; first += atOnce) {
          const dates = periods.slice(first, first + atOnce).map(({ lastDay }) => lastDay);
          await registry.models.coverage.prepare(asked, periods.length);
          await ownTurn();
          yield* inTurns(rowsOf(dates));
        }
      };
      const cube = ['period', ...dimensions.map((dimension) => COLUMN[dimension])];
      const filling = { moment, language, days: { from, to }, rows: rows(), dimensions: cube };
      return reportAnswer(report('getCoverageSeriesReport'), input, filling);
    },

    getMunicipalityReport: async (input, registry) => {
      const moment = await momentOfReport(registry, input);
      checkRegisterDate(moment.asOf);
      const language = languageIn(input);
      const rows = municipalityRows(registry, inCounties(registry, input.query.county, moment), moment, labels, language);
      const filling = { moment, language, days: { asOf: moment.asOf }, rows, dimensions: ['as_of', 'municipality'] };
      return reportAnswer(report('getMunicipalityReport'), input, filling);
    },

    getSolutionReport: async (input, registry) => {
      const moment = await momentOfReport(registry, input);
      const language = languageIn(input);
      const rows = solutionRows(registry, solutionsAsked(registry, input.query, moment), moment, labels, language);
      return reportAnswer(report('getSolutionReport'), input, { moment, language, days: { asOf: moment.asOf }, rows });
    },
  } satisfies Handlers<
    'getAdoptionReport' | 'getCoverageReport' | 'getCoverageSeriesReport' | 'getMunicipalityReport' | 'getSolutionReport'
  >;
};
