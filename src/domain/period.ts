import type { CivilDate } from './civil-date.ts';
import { civilDateOf, dayNumber, FIRST_YEAR, lastDayOf, monthOf } from './day-number.ts';

export type PeriodKind = 'month' | 'quarter' | 'year';

export interface Period {
  /** As Statistics Norway writes it: 2026M10, 2026K3, 2026. */
  readonly code: string;
  readonly lastDay: CivilDate;
}

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 };

/** The periods of a kind whose last day lies between two days, both included, in order. */
export function periodsBetween(kind: PeriodKind, from: CivilDate, to: CivilDate): Period[] {
  const step = MONTHS[kind];
  const [first, end] = [monthOf(dayNumber(from)), monthOf(dayNumber(to))];
  const periods: Period[] = [];
  // Each by its last month.
  for (let month = first - (first % step) + step - 1; month <= end; month += step) {
    const lastDay = civilDateOf(lastDayOf(month));
    if (lastDay <= to) periods.push({ code: codeOf(kind, month), lastDay });
  }
  return periods;
}

function codeOf(kind: PeriodKind, month: number): string {
  const year = FIRST_YEAR + Math.floor(month / 12);
  const ofYear = (month % 12) + 1;
  if (kind === 'year') return String(year);
  return kind === 'quarter' ? `${year}K${ofYear / 3}` : `${year}M${String(ofYear).padStart(2, '0')}`;
}
