import type { CivilDate } from '../../src/domain/civil-date.ts';

const DAY = 86_400_000;
const FIRST = Date.UTC(2017, 0, 1);

/** A day of the world: days since 2017-01-01, where the register begins. */
export type Day = number;

/** The last day on which anything is recorded: 2024-12-31. */
export const LAST_RECORDED: Day = (Date.UTC(2024, 11, 31) - FIRST) / DAY;

const names = new Map<Day, CivilDate>();

export function dateOf(day: Day): CivilDate {
  const known = names.get(day);
  if (known !== undefined) return known;
  const date = new Date(FIRST + day * DAY).toISOString().slice(0, 10) as CivilDate;
  names.set(day, date);
  return date;
}

const days = new Map<CivilDate, Day>();

export function dayOf(date: CivilDate): Day {
  const known = days.get(date);
  if (known !== undefined) return known;
  const day = (Date.parse(date) - FIRST) / DAY;
  days.set(date, day);
  return day;
}
