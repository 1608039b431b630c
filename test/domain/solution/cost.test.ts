import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { AmountOutOfRange, total } from '../../../src/domain/money.ts';
import type { OrganisationNumber } from '../../../src/domain/organisation-number.ts';
import { type CostLine, lifecycleCosts, yearCosts } from '../../../src/domain/solution/cost.ts';
import { COST_ESTIMATES, COST_KINDS } from '../../../src/domain/solution/vocabulary.ts';
import { solutionId } from './events.ts';

const [north, west] = ['883658752', '983658725'] as OrganisationNumber[] as [OrganisationNumber, OrganisationNumber];

interface Said extends Partial<Omit<CostLine, 'amount'>> {
  readonly currency?: string;
}

/** A cost line of the whole, for operation in 2024 in the prices of 2024, unless something else is said. */
const line = (estimate: CostLine['estimate'], amount: number, { currency = 'NOK', ...said }: Said = {}): CostLine => ({
  solutionId,
  fiscalYear: 2024,
  kind: 'operation',
  estimate,
  payer: null,
  amount: { amount, currency },
  priceLevelYear: 2024,
  ...said,
});
const chosen = (...lines: CostLine[]) => yearCosts(lines).map((cost) => [cost.estimate, cost.chosen]);
const lifecycle = (...lines: CostLine[]) => lifecycleCosts(yearCosts(lines));

describe('the cost of a year and kind', () => {
  it.each([
    ['what was paid', [line('budget', 1), line('forecast', 2), line('actual', 3)], ['actual', 3]],
    ['what is expected, where nothing was paid', [line('budget', 1), line('forecast', 2)], ['forecast', 2]],
    ['what was planned, where there is nothing else', [line('budget', 1)], ['budget', 1]],
    ['what was paid, also where that is nothing', [line('budget', 1), line('actual', 0)], ['actual', 0]],
  ] as const)('is %s', (_, lines, expected) => {
    expect(chosen(...lines)).toEqual([expected]);
  });

  it('is chosen for each year and each kind apart, by year and then in the order of the kinds', () => {
    const costs = yearCosts([
      line('budget', 1, { fiscalYear: 2025 }),
      line('actual', 2),
      line('budget', 3, { kind: 'investment' }),
      line('forecast', 4, { kind: 'maintenance' }),
    ]);
    expect(costs.map(({ fiscalYear, kind, estimate, chosen: amount }) => [fiscalYear, kind, estimate, amount])).toEqual([
      [2024, 'investment', 'budget', 3],
      [2024, 'operation', 'actual', 2],
      [2024, 'maintenance', 'forecast', 4],
      [2025, 'operation', 'budget', 1],
    ]);
  });

  it('is the sum over the payers', () => {
    expect(chosen(line('actual', 40, { payer: north }), line('actual', 2, { payer: west }))).toEqual([['actual', 42]]);
  });

  it('is the whole where that is given, whatever its payers sum to', () => {
    expect(chosen(line('actual', 40, { payer: north }), line('actual', 100))).toEqual([['actual', 100]]);
  });

  it('counts no payer beside the whole, also where the payer has other prices', () => {
    expect(chosen(line('actual', 100), line('actual', 40, { payer: north, priceLevelYear: 2023 }))).toEqual([['actual', 100]]);
  });

  it('has the whole of one estimate win over the payers of that estimate only', () => {
    const [cost] = yearCosts([line('budget', 100), line('actual', 40, { payer: north }), line('actual', 2, { payer: west })]);
    expect(cost?.amounts).toEqual({ budget: 100, forecast: null, actual: 42 });
  });

  it('stands in one row for each currency and price level, never added over them', () => {
    const payers = [line('actual', 40, { payer: north }), line('actual', 2, { payer: west, currency: 'DKK', priceLevelYear: 2020 })];
    expect(yearCosts(payers).map(({ currency, priceLevelYear, chosen: amount }) => [currency, priceLevelYear, amount])).toEqual([
      ['DKK', 2020, 2],
      ['NOK', 2024, 40],
    ]);
  });

  it('counts no budget in other prices beside what was paid', () => {
    expect(chosen(line('budget', 90, { priceLevelYear: 2023 }), line('actual', 100))).toEqual([['actual', null], ['actual', 100]]); // prettier-ignore
  });
});

describe('an overrun', () => {
  it.each([
    ['is what was paid above the budget', [line('budget', 90), line('actual', 100)], [10]],
    ['is negative where less was paid', [line('budget', 90), line('actual', 80)], [-10]],
    ['is unknown without a budget', [line('actual', 100)], [null]],
    ['is unknown until something was paid', [line('budget', 90), line('forecast', 100)], [null]],
    [
      'is unknown where a part of what was paid is in other prices',
      [line('budget', 500), line('actual', 300, { payer: north }), line('actual', 400, { payer: west, priceLevelYear: 2023 })],
      [null, null],
    ],
    [
      'is unknown where a part of what was paid is in another currency',
      [line('budget', 100), line('actual', 60, { payer: north }), line('actual', 100, { payer: west, currency: 'EUR' })],
      [null, null],
    ],
    [
      'is unknown where a part of the budget is in other prices',
      [line('budget', 60, { payer: north }), line('budget', 40, { payer: west, priceLevelYear: 2023 }), line('actual', 90)],
      [null, null],
    ],
    [
      'is that of the whole where payers are in other prices beside it',
      [line('budget', 90), line('actual', 100), line('actual', 7, { payer: west, priceLevelYear: 2023 })],
      [10],
    ],
    [
      'is known beside a forecast in other prices',
      [line('budget', 90), line('forecast', 95, { priceLevelYear: 2023 }), line('actual', 100)],
      [null, 10],
    ],
    ['is unknown where the budget is in other prices', [line('budget', 90, { priceLevelYear: 2023 }), line('actual', 100)], [null, null]],
  ] as const)('%s', (_, lines, expected) => {
    expect(yearCosts(lines).map(({ overrun }) => overrun)).toEqual(expected);
  });
});

describe('lifecycle cost', () => {
  const years = [
    line('budget', 90, { fiscalYear: 2023 }),
    line('actual', 100, { fiscalYear: 2023 }),
    line('forecast', 50),
    line('budget', 20, { fiscalYear: 2025, kind: 'development' }),
  ];

  it('is the sum over years and kinds, with how much of it was paid, is expected and is planned', () => {
    expect(lifecycle(...years)).toEqual([
      {
        currency: 'NOK',
        priceLevelYear: 2024,
        firstYear: 2023,
        lastYear: 2025,
        total: 170,
        of: { actual: 100, forecast: 50, budget: 20 },
        overrun: 10,
        budgetCompared: 90,
      },
    ]);
  });

  it('has no overrun where no year and kind has both', () => {
    expect(lifecycle(line('actual', 100), line('budget', 5, { kind: 'maintenance' }))).toMatchObject([{ overrun: null, budgetCompared: null }]); // prettier-ignore
  });

  it('says nothing of prices in which nothing counts', () => {
    const costs = lifecycle(line('budget', 90, { priceLevelYear: 2023 }), line('actual', 100));
    expect(costs.map(({ priceLevelYear }) => priceLevelYear)).toEqual([2024]);
  });

  it('of nothing is nothing', () => {
    expect(lifecycle()).toEqual([]);
  });

  const amount = fc.oneof(fc.integer(), fc.constantFrom(0, 1, -1, 10 ** 12));
  const lines = fc.uniqueArray(
    fc.record({
      estimate: fc.constantFrom(...COST_ESTIMATES),
      amount,
      said: fc.record({
        fiscalYear: fc.integer({ min: 2023, max: 2025 }),
        kind: fc.constantFrom(...COST_KINDS),
        payer: fc.constantFrom(null, north, west),
        currency: fc.constantFrom('NOK', 'NOK', 'DKK'),
        priceLevelYear: fc.constantFrom(2023, 2024),
      }),
    }),
    // One live amount a line.
    { selector: ({ estimate, said }) => `${estimate} ${said.fiscalYear} ${said.kind} ${said.payer}`, maxLength: 40 },
  );
  const drawn = lines.map((all) => all.map((one) => line(one.estimate, one.amount, one.said)));

  it('is the sum of what counts in every row, and the sum of its parts', () => {
    fc.assert(
      fc.property(drawn, (all) => {
        const costs = yearCosts(all);
        for (const { currency, priceLevelYear, total: whole, of } of lifecycleCosts(costs)) {
          const rows = costs.filter((cost) => cost.currency === currency && cost.priceLevelYear === priceLevelYear);
          expect(whole).toBe(rows.reduce((sum, cost) => sum + (cost.chosen ?? 0), 0));
          expect(whole).toBe(of.actual + of.forecast + of.budget);
        }
      }),
    );
  });

  it('counts every line once at most: each row by its whole, or by its payers', () => {
    fc.assert(
      fc.property(drawn, (all) => {
        for (const { fiscalYear, kind, estimate, chosen: counted, currency, priceLevelYear } of yearCosts(all)) {
          const candidates = all.filter((one) => one.fiscalYear === fiscalYear && one.kind === kind && one.estimate === estimate);
          const whole = candidates.some(({ payer }) => payer === null);
          const naive = candidates.filter(
            (one) => one.amount.currency === currency && one.priceLevelYear === priceLevelYear && (!whole || one.payer === null),
          );
          expect(counted ?? 0).toBe(naive.reduce((sum, one) => sum + one.amount.amount, 0));
        }
      }),
    );
  });

  it('does not hang on the order in which the lines were recorded', () => {
    fc.assert(fc.property(drawn, (all) => { expect(yearCosts(all.toReversed())).toEqual(yearCosts(all)); })); // prettier-ignore
  });
});

describe('a sum of amounts', () => {
  it('is exact where a sum on the way would not be', () => {
    expect(total([Number.MAX_SAFE_INTEGER, 2, -2])).toBe(Number.MAX_SAFE_INTEGER);
  });

  it.each([1, -1])('beyond the exact integers is refused, never rounded', (sign) => {
    expect(() => total([sign * Number.MAX_SAFE_INTEGER, sign])).toThrow(AmountOutOfRange);
  });
});
