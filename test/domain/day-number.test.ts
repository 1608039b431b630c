import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CivilDate, dayBefore, isCivilDate, monthsAfter } from '../../src/domain/civil-date.ts';
import { civilDateOf, dayNumber, lastDayOf, monthOf, monthsAfterDay, monthsBeforeDay } from '../../src/domain/day-number.ts';

const days = fc.integer({ min: 0, max: 73_413 });

describe('a date as a number', () => {
  it.each([
    ['1900-01-01', 0],
    ['1900-03-01', 59],
    ['2017-01-01', 42_734],
    ['2100-12-31', 73_413],
  ])('%s is day %d', (date, day) => {
    expect([dayNumber(date as CivilDate), civilDateOf(day)]).toEqual([day, date]);
  });

  it('is a date for every number, and the day before is one less', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 73_413 }), (day) => {
        const date = civilDateOf(day);
        expect(isCivilDate(date)).toBe(true);
        expect([dayNumber(date), dayNumber(dayBefore(date))]).toEqual([day, day - 1]);
      }),
    );
  });

  it('lies in a month whose last day is not before it, and whose next month begins after it', () => {
    fc.assert(
      fc.property(days, (day) => {
        expect([lastDayOf(monthOf(day)) >= day, monthOf(lastDayOf(monthOf(day)) + 1)]).toEqual([true, monthOf(day) + 1]);
      }),
    );
  });

  it('has the same day of a later month as the date has', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 1200 }), (day, months) => {
        expect(civilDateOf(monthsAfterDay(day, months))).toBe(monthsAfter(civilDateOf(day), months));
      }),
      { numRuns: 2_000 },
    );
  });

  it('is fresh from the first day that so many months later has come to it, and from no day before', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 1, max: 1200 }), (day, months) => {
        const first = monthsBeforeDay(day, months);
        expect(monthsAfterDay(first, months)).toBeGreaterThanOrEqual(day);
        if (first > 0) expect(monthsAfterDay(first - 1, months)).toBeLessThan(day);
      }),
      { numRuns: 2_000 },
    );
  });
});
