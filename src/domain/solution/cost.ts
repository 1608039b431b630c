import type { EventOf } from '../event.ts';
import { total } from '../money.ts';
import type { CostUpdated } from './events.ts';
import { COST_KINDS, type CostEstimate, type CostKind } from './vocabulary.ts';

export type CostLine = EventOf<typeof CostUpdated>['data'];

/** Amounts are added only within one currency and the prices of one year. */
export interface Prices {
  readonly currency: string;
  readonly priceLevelYear: number;
}

/** What one kind of cost comes to in a fiscal year, in one currency and price level. Amounts are in minor units (øre for NOK). */
export interface YearCost extends Prices {
  readonly fiscalYear: number;
  readonly kind: CostKind;
  /** The estimate that counts for this year and kind, in whatever prices it is given. */
  readonly estimate: CostEstimate;
  /** What counts towards the lifecycle cost; null where that estimate has nothing in these prices. */
  readonly chosen: number | null;
  /** What each estimate comes to in these prices; null where it has nothing. */
  readonly amounts: Readonly<Record<CostEstimate, number | null>>;
  /** Actual less budget; null where one of them is missing in these prices, or has a part in others: the rest would look like a saving. */
  readonly overrun: number | null;
}

/** What a solution costs over all its years, in one currency and price level. Amounts are in minor units. */
export interface LifecycleCost extends Prices {
  readonly firstYear: number;
  readonly lastYear: number;
  readonly total: number;
  /** How much of the total each estimate stands for. */
  readonly of: Readonly<Record<CostEstimate, number>>;
  /** Actual less budget over the years and kinds that have both in these prices, and that budget; null where none has. */
  readonly overrun: number | null;
  readonly budgetCompared: number | null;
}

/** What counts, in this order: what was paid, what is expected, what was planned. */
const PREFERRED = ['actual', 'forecast', 'budget'] as const satisfies readonly CostEstimate[];

/**
 * What each kind of cost comes to in each year. A line without payer is the whole and wins over its payers, in whatever prices
 * either is given: a part in other prices would else be counted beside the whole that it is in. For the same reason the estimate
 * is chosen once for a year and kind: actual, else forecast, else budget.
 * @param lines the last live amount of every line of one solution
 * @returns by year, kind, currency and price level
 * @throws AmountOutOfRange
 */
export function yearCosts(lines: readonly CostLine[]): YearCost[] {
  return groups(lines, ({ fiscalYear, kind }) => `${fiscalYear} ${COST_KINDS.indexOf(kind)}`).flatMap(yearAndKind);
}

function yearAndKind(lines: Group<CostLine>): YearCost[] {
  const [{ fiscalYear, kind }] = lines;
  const counted = groups(lines, (line) => line.estimate).flatMap(wholeElsePayers);
  const estimate = PREFERRED.find((one) => counted.some((line) => line.estimate === one)) ?? 'budget';
  return groups(counted, ({ amount, priceLevelYear }) => `${amount.currency} ${priceLevelYear}`).map((inPrices) => {
    const [{ amount, priceLevelYear }] = inPrices;
    const of = (one: CostEstimate): number | null => totalOrNull(inPrices.filter((line) => line.estimate === one), (line) => line.amount.amount); // prettier-ignore
    const amounts = { budget: of('budget'), forecast: of('forecast'), actual: of('actual') };
    const isWhole = counted.every((line) => line.estimate === 'forecast' || inPrices.includes(line));
    const overrun = amounts.actual === null || amounts.budget === null || !isWhole ? null : total([amounts.actual, -amounts.budget]);
    return { fiscalYear, kind, currency: amount.currency, priceLevelYear, estimate, chosen: amounts[estimate], amounts, overrun };
  });
}

function wholeElsePayers(lines: Group<CostLine>): readonly CostLine[] {
  const whole = lines.filter(({ payer }) => payer === null);
  return whole.length > 0 ? whole : lines;
}

/**
 * Lifecycle cost (livsløpskostnad): the sum of what counts over years and kinds. Sums in different prices stand beside each other.
 * @param costs of one solution, as `yearCosts` has them
 * @returns by currency and price level; prices in which nothing counts are left out
 * @throws AmountOutOfRange
 */
export function lifecycleCosts(costs: readonly YearCost[]): LifecycleCost[] {
  const told = costs.filter(({ chosen }) => chosen !== null);
  return groups(told, ({ currency, priceLevelYear }) => `${currency} ${priceLevelYear}`).map((inPrices) => {
    const [{ currency, priceLevelYear }] = inPrices;
    const years = inPrices.map(({ fiscalYear }) => fiscalYear);
    const compared = inPrices.filter(({ overrun }) => overrun !== null);
    const of = (estimate: CostEstimate): number =>
      total(inPrices.flatMap((cost) => (cost.estimate === estimate ? (cost.chosen ?? []) : [])));
    return {
      currency,
      priceLevelYear,
      firstYear: Math.min(...years),
      lastYear: Math.max(...years),
      total: total(inPrices.flatMap(({ chosen }) => chosen ?? [])),
      of: { budget: of('budget'), forecast: of('forecast'), actual: of('actual') },
      overrun: totalOrNull(compared, (cost) => cost.overrun),
      budgetCompared: totalOrNull(compared, (cost) => cost.amounts.budget),
    };
  });
}

const totalOrNull = <T>(parts: readonly T[], amountOf: (part: T) => number | null): number | null =>
  parts.length === 0 ? null : total(parts.flatMap((part) => amountOf(part) ?? []));

type Group<T> = readonly [T, ...T[]];

/** What has one key together, by key. */
const groups = <T>(all: readonly T[], keyOf: (one: T) => string): Group<T>[] =>
  [...Map.groupBy(all, keyOf)].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group as [T, ...T[]]);
