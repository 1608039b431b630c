import type { CivilDate } from './civil-date.ts';

export const PERIOD_KINDS = ['month', 'quarter', 'year'] as const;
export type PeriodKind = (typeof PERIOD_KINDS)[number];

export interface Period {
  /** As Statistics Norway writes it: 2026M10, 2026K3, 2026. */
  readonly code: string;
  readonly lastDay: CivilDate;
}

const MONTHS: Readonly<Record<PeriodKind, number>> = { month: 1, quarter: 3, year: 12 };

/** The periods of a kind whose last day lies between two days, both included, in order. */
export function periodsBetween(kind: PeriodKind, from: CivilDate, to: CivilDate): Period[] {
  const step = MONTHS[kind];
  const [first, last] = [Number(from.slice(0, 4)) * 12, Number(to.slice(0, 4)) * 12 + 11];
  const periods: Period[] = [];
  // Counted in months of the era; each period by its last month.
  for (let month = first + step - 1; month <= last; month += step) {
    const period = { code: codeOf(kind, month), lastDay: lastDayOf(month) };
    if (period.lastDay >= from && period.lastDay <= to) periods.push(period);
  }
  return periods;
}

function codeOf(kind: PeriodKind, month: number): string {
  const year = Math.floor(month / 12);
  const ofYear = (month % 12) + 1;
  if (kind === 'year') return String(year);
  return kind === 'quarter' ? `${year}K${ofYear / 3}` : `${year}M${String(ofYear).padStart(2, '0')}`;
}

const lastDayOf = (month: number): CivilDate =>
  new Date(Date.UTC(Math.floor(month / 12), (month % 12) + 1, 0)).toISOString().slice(0, 10) as CivilDate;
