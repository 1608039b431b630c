import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { type PeriodKind, periodsBetween } from '../../src/domain/period.ts';

const between = (kind: PeriodKind, from: string, to: string): string[] =>
  periodsBetween(kind, from as CivilDate, to as CivilDate).map(({ code, lastDay }) => `${code} ${lastDay}`);

describe('the periods between two days', () => {
  it.each<[PeriodKind, string[]]>([
    ['month', ['2023M11 2023-11-30', '2023M12 2023-12-31', '2024M01 2024-01-31', '2024M02 2024-02-29']],
    ['quarter', ['2023K4 2023-12-31']],
    ['year', ['2023 2023-12-31']],
  ])('are all of which the last day lies between them: each %s', (kind, periods) => {
    expect(between(kind, '2023-11-15', '2024-03-30')).toEqual(periods);
  });

  it('have each quarter and year of a longer time, in order', () => {
    expect(between('quarter', '2022-01-01', '2022-12-31')).toEqual([
      '2022K1 2022-03-31', '2022K2 2022-06-30', '2022K3 2022-09-30', '2022K4 2022-12-31',
    ]); // prettier-ignore
    expect(between('year', '2019-06-01', '2021-12-31')).toEqual(['2019 2019-12-31', '2020 2020-12-31', '2021 2021-12-31']);
  });

  it.each<[PeriodKind, string]>([['month', '2020M02'], ['quarter', '2020K1'], ['year', '2020']])('include the last day of a %s, at either end', (kind, code) => {
    const lastDay = { month: '2020-02-29', quarter: '2020-03-31', year: '2020-12-31' }[kind];
    expect(between(kind, lastDay, lastDay)).toEqual([`${code} ${lastDay}`]);
  }); // prettier-ignore

  it.each<PeriodKind>(['month', 'quarter', 'year'])('are none where no %s ends between them', (kind) => {
    expect(between(kind, '2021-01-01', '2021-01-30')).toEqual([]);
  });
});
