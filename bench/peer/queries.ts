import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Inheritance } from '../../src/domain/adoption/inheritance.ts';
import type { Threshold } from '../../src/domain/adoption/stage.ts';
import { contribution } from './code.ts';

/** The columns of a figure, in the order in which a row of an answer has them after its key. */
export const COUNTS = ['numerator', 'denominator', 'unknown', 'inherited', 'partial', 'stale', 'outside'] as const;

const figures = [
  ...COUNTS.map((count) => `sum(n * ${count})`),
  ...COUNTS.map((count) => `sum(p * ${count})`),
  'max(CASE denominator WHEN 1 THEN counted END)',
  'sum(n * derived)',
  'sum(n * uncounted)',
].join(', ');

/**
 * First by state, which rows give as they stand in the index; then each state, a few a group, adds to what it counts in.
 * @param keys columns of the outer loops or the first of the index, so that nothing is sorted but the few states
 */
const grouped = (keys: readonly string[], from: string): string => {
  const by = keys.map((key) => `${key}, `).join('');
  return `
  SELECT ${by} ${figures}
  FROM (SELECT ${by} code, count(*) AS n, sum(inhabitants) AS p, max(counted_on) AS counted FROM ${from} GROUP BY ${by} code)
  JOIN contribution USING (code)
  ${keys.length > 0 ? `GROUP BY ${keys.join(', ')}` : ''}`;
};

const ON_DAY = 'year = :year AND valid_from <= :day AND valid_to > :day';
const IN_MONTH = 'interval.year = date.year AND valid_from <= day AND valid_to > day';
const KNOWN = 'known_from <= :known AND known_to > :known';

export const SQL = {
  all: grouped(['id'], `solution CROSS JOIN interval ON solution.id = interval.solution WHERE ${ON_DAY}`),
  one: grouped([], `interval WHERE solution = :solution AND ${ON_DAY}`),
  allSeries: grouped(['day', 'id'], `date CROSS JOIN solution CROSS JOIN interval ON solution.id = interval.solution AND ${IN_MONTH}`),
  oneSeries: grouped(['day'], `date CROSS JOIN interval ON interval.solution = :solution AND ${IN_MONTH}`),
  counties: grouped(['county'], `interval INDEXED BY by_county WHERE ${ON_DAY}`),
  known: grouped([], `known_interval WHERE solution = :solution AND ${ON_DAY} AND ${KNOWN}`),
} as const;

/** A row of an answer: its key, the counts of municipalities, of inhabitants, and what the inhabitants rest on. */
export type Row = readonly (number | null)[];
export type Ask = (given: Record<string, number>) => readonly Row[];

/** The questions, prepared. For one choice of threshold and rule; another is another `contribution`. */
export function peerQueries(database: DatabaseSync, stage: Threshold, inheritance: Inheritance): Record<keyof typeof SQL, Ask> {
  const codes = database.prepare('SELECT DISTINCT code FROM interval UNION SELECT DISTINCT code FROM known_interval').all() as {
    code: number;
  }[];
  database.exec('DELETE FROM contribution');
  for (const { code } of codes) {
    const counts = contribution(code, stage, inheritance);
    const names = Object.keys(counts);
    database.prepare(`INSERT INTO contribution (code, ${names.join(', ')}) VALUES (?${', ?'.repeat(names.length)})`).run(code, ...Object.values(counts)); // prettier-ignore
  }
  const ask = (sql: string): Ask => {
    const statement: StatementSync = database.prepare(sql);
    statement.setReturnArrays(true);
    return (given) => statement.all(given) as unknown as Row[];
  };
  return {
    all: ask(SQL.all), one: ask(SQL.one), allSeries: ask(SQL.allSeries), oneSeries: ask(SQL.oneSeries), counties: ask(SQL.counties), known: ask(SQL.known),
  }; // prettier-ignore
}

/** How SQLite goes about a question: a line a step. */
export const planOf = (database: DatabaseSync, sql: string): string[] =>
  (database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all() as { detail: string }[]).map(({ detail }) => detail);
