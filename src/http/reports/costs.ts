import { type Language, nameIn } from '../../domain/language.ts';
import { AmountOutOfRange } from '../../domain/money.ts';
import { type CostLine, lifecycleCosts, yearCosts } from '../../domain/solution/cost.ts';
import { costsKnown, descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Schemas } from '../contract/handlers.ts';
import { parameterProblem } from '../problems/problem.ts';
import type { LabelsIn } from './contract.ts';

/** What each kind of cost comes to in each year. @throws Problem amount-out-of-range */
export function costRows(
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): Schemas['CostReportRow'][] {
  const [kinds, estimates] = [labels('CostKind', language), labels('CostEstimate', language)];
  return solutions.flatMap((solution) =>
    exact(solution, () => yearCosts(linesOf(solution, moment))).map((cost) => ({
      ...solutionColumns(solution, moment, language),
      fiscal_year: cost.fiscalYear,
      kind: cost.kind,
      kind_label: kinds(cost.kind),
      currency: cost.currency,
      price_level_year: cost.priceLevelYear,
      estimate: cost.estimate,
      estimate_label: estimates(cost.estimate),
      amount: cost.chosen,
      budget: cost.amounts.budget,
      forecast: cost.amounts.forecast,
      actual: cost.amounts.actual,
      overrun: cost.overrun,
    })),
  );
}

/** What each solution costs over all its years. @throws Problem amount-out-of-range */
export function lifecycleCostRows(
  solutions: readonly Solution[],
  moment: ResolvedMoment,
  language: Language,
): Schemas['LifecycleCostReportRow'][] {
  return solutions.flatMap((solution) =>
    exact(solution, () => lifecycleCosts(yearCosts(linesOf(solution, moment)))).map((cost) => ({
      ...solutionColumns(solution, moment, language),
      currency: cost.currency,
      price_level_year: cost.priceLevelYear,
      first_year: cost.firstYear,
      last_year: cost.lastYear,
      lifecycle_cost: cost.total,
      of_actual: cost.of.actual,
      of_forecast: cost.of.forecast,
      of_budget: cost.of.budget,
      overrun: cost.overrun,
      budget_compared: cost.budgetCompared,
    })),
  );
}

const linesOf = (solution: Solution, { knownAt }: ResolvedMoment): CostLine[] =>
  costsKnown(solution, knownAt).map(({ value }) => value.data);

const solutionColumns = (solution: Solution, moment: ResolvedMoment, language: Language) => ({
  solution: solution.id,
  solution_name: nameIn(descriptionOn(solution, moment).names, language),
});

function exact<Costs>({ id }: Solution, sum: () => Costs): Costs {
  try {
    return sum();
  } catch (fault) {
    if (!(fault instanceof AmountOutOfRange)) throw fault;
    const message = `the costs of ${id} sum to ${fault.sum}, beyond the amounts that are exact: ask for other solutions, and correct the cost line that is wrong`;
    throw parameterProblem('amount-out-of-range', 'solution', message, { members: { solutionId: id }, cause: fault });
  }
}
