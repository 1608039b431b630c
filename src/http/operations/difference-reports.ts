import { type CivilDate, monthsAfter, osloDate } from '../../domain/civil-date.ts';
import { instantOf, millisecondsOf, parseInstant, printInstant } from '../../domain/instant.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import { momentAt, type ResolvedMoment, resolveMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Asked, checkOrder, checkRegisterDate, endsBeforeItStarts, momentOf, momentOfReport } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { momentProblem } from '../problems/from-moment.ts';
import { reportAnswer } from '../reports/answer.ts';
import { coverageChangeRows } from '../reports/coverage-changes.ts';
import { coverageRevisionRows } from '../reports/coverage-revisions.ts';
import { inCounties, solutionsAsked } from '../reports/scope.ts';
import { coverageChoice } from './coverage.ts';
import type { Reporting } from './reporting.ts';

/** How far back the earlier report is taken to be where nobody says when it was made. */
const THIRTY_DAYS = 30 * 24 * 60 * 60 * 1000;

/** The two days of a difference: by default the last year. @throws Problem before-register, period-ends-before-it-starts */
function daysAsked({ query, received }: Asked & { query: { from?: string; to?: string } }): { from: CivilDate; to: CivilDate } {
  const to = (query.to ?? osloDate(received.arrivedAt)) as CivilDate;
  checkRegisterDate(to, 'to');
  const yearBefore = monthsAfter(to, -12);
  const from = (query.from ?? (yearBefore < REGISTER_BEGINS ? REGISTER_BEGINS : yearBefore)) as CivilDate;
  checkRegisterDate(from, 'from');
  checkOrder(from, to);
  return { from, to };
}

/** The moment of the earlier report. @throws Problem 400, 410, 422 */
async function earlierMoment(
  registry: Registry,
  { query: { knownFrom, knownAt }, received }: Asked & { query: { knownFrom?: string } },
  later: ResolvedMoment,
): Promise<ResolvedMoment> {
  const known = knownAt === undefined ? undefined : parseInstant(later.instant ?? '');
  const latest = known === undefined ? received.arrivedAt : millisecondsOf(known);
  const asked = knownFrom ?? printInstant(instantOf(latest - THIRTY_DAYS));
  const earlier = await resolveMoment(registry, { asOf: later.asOf, knownAt: asked }, received.arrivedAt);
  if ('code' in earlier) throw momentProblem(earlier, 'knownFrom');
  if (earlier.knownAt > later.knownAt)
    throw endsBeforeItStarts('knownFrom', `knownFrom ${asked} is after knownAt ${knownAt ?? later.position}: exchange them`);
  return earlier;
}

/** The reports on what changed: between two days, and between what was known at two moments. */
export const differenceReports = ({ report, labels, languageIn }: Reporting) => {
  return {
    getCoverageChangesReport: async (input, registry) => {
      const days = daysAsked(input);
      const to = await momentOfReport(registry, { ...input, query: { ...input.query, asOf: days.to } });
      const language = languageIn(input);
      const solutions = solutionsAsked(registry, input.query, to);
      const moments = { from: { ...to, asOf: days.from }, to };
      const rows = coverageChangeRows(registry, solutions, coverageChoice(input.query), moments, labels, language);
      return reportAnswer(report('getCoverageChangesReport'), input, { moment: to, language, days, rows });
    },

    getCoverageRevisionsReport: async (input, registry) => {
      const later = await momentOf(registry, input);
      checkRegisterDate(later.asOf);
      const earlier = await earlierMoment(registry, input, later);
      const language = languageIn(input);
      // By their positions alone, so that the address of the snapshot gives the same bytes.
      const before = momentAt(registry, later.asOf, earlier.knownAt);
      const after = momentAt(registry, later.asOf, later.knownAt);
      const solutions = solutionsAsked(registry, input.query, after);
      const isAsked = inCounties(registry, input.query.county, after);
      const rows = coverageRevisionRows(registry, solutions, isAsked, coverageChoice(input.query), { before, after }, labels, language);
      const filling = { moment: after, language, days: { asOf: after.asOf }, knownFrom: before.position, rows };
      return reportAnswer(report('getCoverageRevisionsReport'), input, filling);
    },
  } satisfies Handlers<'getCoverageChangesReport' | 'getCoverageRevisionsReport'>;
};
