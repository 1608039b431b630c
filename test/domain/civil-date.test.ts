import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type CivilDate,
  dayBefore,
  isCivilDate,
  monthsAfter,
  osloDate,
  osloMidnight,
  parseCivilDate,
} from '../../src/domain/civil-date.ts';

const DAY = 86_400_000;
const at = (days: number): CivilDate => new Date(days * DAY).toISOString().slice(0, 10) as CivilDate;
/** Days since 1970-01-01, within the bounds of a civil date but for the first. */
const days = fc.integer({ min: Date.parse('1900-01-02') / DAY, max: Date.parse('2100-12-31') / DAY });

describe('a civil date', () => {
  it.each(['1900-01-01', '2100-12-31', '2024-02-29', '2000-02-29', '2023-02-28', '2024-04-30'])('can be %s', (text) => {
    expect(isCivilDate(text)).toBe(true);
  });

  it.each([
    ['before 1900', '1899-12-31'],
    ['after 2100', '2101-01-01'],
    ['29 February of a common year', '2023-02-29'],
    ['29 February of a century that is no leap year', '1900-02-29'],
    ['31 April', '2024-04-31'],
    ['month 13', '2024-13-01'],
    ['day 0', '2024-01-00'],
    ['without its zeros', '2024-1-1'],
    ['with a time', '2024-01-01T00:00:00Z'],
    ['empty', ''],
    ['preceded by a blank', ' 2024-01-01'],
    ['followed by a line', '2024-01-01\n'],
    ['of Arabic digits', '٢٠٢٤-٠١-٠١'],
  ])('is never %s', (_, text) => {
    expect(isCivilDate(text)).toBe(false);
  });

  it('is every day of the calendar from 1900 to 2100, and nothing else of its form', () => {
    const two = (number: number): string => String(number).padStart(2, '0');
    const days = new Set(
      Array.from({ length: (Date.parse('2101-01-01') - Date.parse('1900-01-01')) / DAY }, (_, n) => at(Date.parse('1900-01-01') / DAY + n)),
    );
    const form = [...Array(203).keys()].flatMap((year) =>
      [...Array(14).keys()].flatMap((month) => [...Array(33).keys()].map((day) => `${1899 + year}-${two(month)}-${two(day)}`)),
    );
    expect(new Set(form.filter(isCivilDate))).toEqual(days);
  });

  it('that cannot be is named when it is parsed', () => {
    expect(() => parseCivilDate('2023-02-29')).toThrow('2023-02-29');
  });

  it('has text order as its order', () => {
    fc.assert(fc.property(days, days, (a, b) => { expect(at(a) < at(b)).toBe(a < b); })); // prettier-ignore
  });
});

describe('the day before', () => {
  it.each([
    ['a first of March of a leap year', '2024-03-01', '2024-02-29'],
    ['a first of March of a common year', '2023-03-01', '2023-02-28'],
    ['a New Year', '2020-01-01', '2019-12-31'],
    ['a day of a month', '2020-06-15', '2020-06-14'],
  ])('%s', (_, date, before) => {
    expect(dayBefore(date as CivilDate)).toBe(before);
  });

  it('is one day earlier, on every day', () => {
    fc.assert(fc.property(days, (n) => { expect(dayBefore(at(n))).toBe(at(n - 1)); })); // prettier-ignore
  });
});

describe('a date some months later', () => {
  it.each([
    ['keeps its day', '2024-01-15', 1, '2024-02-15'],
    ['goes over the year', '2024-11-30', 3, '2025-02-28'],
    ['is the last of a shorter month', '2024-01-31', 1, '2024-02-29'],
    ['is 28 February a year after 29 February', '2024-02-29', 12, '2025-02-28'],
    ['is 29 February four years after it', '2024-02-29', 48, '2028-02-29'],
    ['is itself after none', '2024-08-31', 0, '2024-08-31'],
  ])('%s', (_, date, months, later) => {
    expect(monthsAfter(date as CivilDate, months)).toBe(later);
  });

  it('lies in the month that is asked for', () => {
    const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 1200 }), (n, months) => {
        expect(monthOf(monthsAfter(at(n), months))).toBe(monthOf(at(n)) + months);
      }),
    );
  });
});

describe('the date in Oslo', () => {
  it.each([
    ['is still yesterday a millisecond before midnight in winter', '2024-01-14T22:59:59.999Z', '2024-01-14'],
    ['is the new day at midnight in winter', '2024-01-14T23:00:00.000Z', '2024-01-15'],
    ['is still yesterday a millisecond before midnight in summer', '2024-07-14T21:59:59.999Z', '2024-07-14'],
    ['is the new day at midnight in summer', '2024-07-14T22:00:00.000Z', '2024-07-15'],
    ['turns an hour after 22 UTC the night before the clocks go forward', '2024-03-30T22:30:00.000Z', '2024-03-30'],
    ['turns at 22 UTC the night after the clocks went forward', '2024-03-31T22:00:00.000Z', '2024-04-01'],
    ['turns at 22 UTC the night before the clocks go back', '2024-10-26T22:00:00.000Z', '2024-10-27'],
    ['is still the same an hour before midnight after the clocks went back', '2024-10-27T22:30:00.000Z', '2024-10-27'],
    ['turns the year an hour before UTC does', '2023-12-31T23:00:00.000Z', '2024-01-01'],
  ])('%s', (_, instant, date) => {
    expect(osloDate(Date.parse(instant))).toBe(date);
  });
});

describe('midnight in Oslo', () => {
  it.each([
    ['is at 23 UTC the day before in winter', '2024-01-15', '2024-01-14T23:00:00.000Z'],
    ['is at 22 UTC the day before in summer', '2024-07-15', '2024-07-14T22:00:00.000Z'],
    ['is still at 23 UTC on the day on which the clocks go forward', '2024-03-31', '2024-03-30T23:00:00.000Z'],
    ['is still at 22 UTC on the day on which they go back', '2024-10-27', '2024-10-26T22:00:00.000Z'],
    ['is known of the first day that there is', '1900-01-01', '1899-12-31T23:00:00.000Z'],
  ])('%s', (_, date, instant) => {
    expect(new Date(osloMidnight(date as CivilDate)).toISOString()).toBe(instant);
  });

  it('is the first instant of its day, whatever the day since 1980', () => {
    const since1980 = fc.date({ min: new Date('1980-01-02'), max: new Date('2100-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(since1980, (instant) => {
        const date = osloDate(instant.getTime());
        const midnight = osloMidnight(date);
        expect([osloDate(midnight), osloDate(midnight - 1) < date]).toEqual([date, true]);
      }),
    );
  });
});
