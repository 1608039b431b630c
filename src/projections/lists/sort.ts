import { byName } from '../../domain/language.ts';

/**
 * What of a row a list is sorted by: a code (character by character), a name (as a Norwegian directory has it) or a number. Rows of which there
 * is nothing (null) come last in either direction.
 */
export type SortKey<Row> =
  | { readonly codeOf: (row: Row) => string }
  | { readonly nameOf: (row: Row) => string }
  | { readonly numberOf: (row: Row) => number | null };

/** The key, and behind `-` the same in descending order. */
export type Sort<Key extends string> = Key | `-${Key}`;

/**
 * Rows in an order that is total: those that are alike in the key stay as they came, by id, in both directions.
 * @param rows by id
 */
export function sorted<Row, Key extends string>(rows: readonly Row[], keys: Readonly<Record<Key, SortKey<Row>>>, sort: Sort<Key>): Row[] {
  const descending = sort.startsWith('-');
  const key = keys[(descending ? sort.slice(1) : sort) as Key];
  const direction = descending ? -1 : 1;
  if ('codeOf' in key) return inOrder(rows, key.codeOf, byCode, direction);
  if ('nameOf' in key) return inOrder(rows, key.nameOf, byName, direction);
  return inOrder(rows, key.numberOf, (a, b) => a - b, direction);
}

const byCode = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function inOrder<Row, Value>(
  rows: readonly Row[],
  valueOf: (row: Row) => Value | null,
  compare: (a: Value, b: Value) => number,
  direction: number,
): Row[] {
  const valued = rows.map((row) => ({ row, value: valueOf(row) }));
  const order = valued.toSorted(({ value: a }, { value: b }) => {
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    return compare(a, b) * direction;
  });
  return order.map(({ row }) => row);
}
