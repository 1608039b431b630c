import { describe, expect, it } from '@jest/globals';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import { nearestValidity, successorsOn } from '../../../src/domain/municipality/validity.ts';
import { established, graphOf, merged, municipality } from './register.ts';

const day = (date: string): CivilDate => date as CivilDate;

describe('who carries a municipality on', () => {
  const graph = graphOf(established('1101'), established('1102'), merged(['1101', '1102'], '1199', '2020-01-01'));
  const successors = (date: string): string[] =>
    successorsOn(municipality(graph, '1101', '2019-01-01'), day(date)).map(({ municipalityNumber }) => municipalityNumber);

  it('is nobody on its last day', () => {
    expect(successors('2019-12-31')).toEqual([]);
  });

  it('is its successor from the day of the reform on', () => {
    expect([successors('2020-01-01'), successors('2024-01-01')]).toEqual([['1199'], ['1199']]);
  });

  it('is nobody where it has not ended', () => {
    expect(successorsOn(municipality(graph, '1199', '2020-01-01'), day('2024-01-01'))).toEqual([]);
  });
});

describe('the validity of a number nearest to a date', () => {
  // 1101 from 2018 to 2020, and another of that number from 2022 to 2023.
  const graph = graphOf(
    established('1101', '2018-01-01'),
    established('1102'),
    merged(['1101', '1102'], '1199', '2020-01-01'),
    established('1101', '2022-01-01'),
    merged(['1101', '1199'], '1198', '2023-01-01'),
  );
  const nearest = (date: string) => nearestValidity(graph, '1101', day(date))?.validFrom;

  it.each([
    ['before it had ever begun, its first', '2017-06-01', '2018-01-01'],
    ['on the day on which it ended, the one that ended', '2020-01-01', '2018-01-01'],
    ['between two, the one before', '2021-12-31', '2018-01-01'],
    ['behind all, the last', '2024-01-01', '2022-01-01'],
  ])('is %s', (_, date, validFrom) => {
    expect(nearest(date)).toBe(validFrom);
  });

  it('is none of a number that nobody ever had', () => {
    expect(nearestValidity(graph, '4711', day('2020-01-01'))).toBeUndefined();
  });
});
