import type { Language } from '../../domain/language.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { type Asked, momentOfReport } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { type ReportAsked, reportAnswer } from '../reports/answer.ts';
import { costRows, lifecycleCostRows } from '../reports/costs.ts';
import type { Rows } from '../reports/formats/rows.ts';
import { type EntryType, historyRows } from '../reports/history.ts';
import { ownershipRows, supplierRows } from '../reports/holders.ts';
import { type ScopeAsked, solutionsAsked } from '../reports/scope.ts';
import type { Reporting } from './reporting.ts';

type SolutionReportAsked = Asked &
  ReportAsked & { query: ScopeAsked & { lang?: Language; type?: EntryType } } & { headers: { 'Accept-Language'?: string } };
type RowsOf = (
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  language: Language,
  registry: Registry,
  query: SolutionReportAsked['query'],
) => Rows;

/** The reports on what stands of solutions: costs, owners, suppliers, and their history. */
export const solutionReports = ({ report, labels, languageIn }: Reporting) => {
  /** @param dimensions the columns that tell the observations apart, where the report is a cube */
  const answered =
    <MediaType extends string>(operationId: string, rowsOf: RowsOf, dimensions: readonly string[] = []) =>
    async (asked: unknown, registry: Registry) => {
      const input = asked as SolutionReportAsked;
      const moment = await momentOfReport(registry, input);
      const language = languageIn(input);
      const rows = rowsOf(solutionsAsked(registry, input.query, moment), moment, language, registry, input.query);
      return reportAnswer<MediaType>(report(operationId), input, { moment, language, days: { asOf: moment.asOf }, rows, dimensions });
    };

  return {
    getCostReport: answered('getCostReport', (solutions, moment, language) => costRows(solutions, moment, labels, language), [
      'solution',
      'fiscal_year',
      'kind',
      'currency',
      'price_level_year',
    ]),
    getLifecycleCostReport: answered(
      'getLifecycleCostReport',
      (solutions, moment, language) => lifecycleCostRows(solutions, moment, language),
      ['solution', 'currency', 'price_level_year'],
    ),
    getOwnershipReport: answered('getOwnershipReport', (solutions, moment, language, registry) =>
      ownershipRows(registry, solutions, moment, labels, language),
    ),
    getSupplierReport: answered('getSupplierReport', (solutions, moment, language, registry) =>
      supplierRows(registry, solutions, moment, labels, language),
    ),
    getHistoryReport: answered('getHistoryReport', (solutions, moment, language, registry, { type }) =>
      historyRows(registry, solutions, type, moment, labels, language),
    ),
  } satisfies Handlers<'getCostReport' | 'getLifecycleCostReport' | 'getOwnershipReport' | 'getSupplierReport' | 'getHistoryReport'>;
};
