import type { Names } from '../../domain/names.ts';
import type { Position } from '../../domain/position.ts';
import { hasWords } from '../../domain/search.ts';
import { ownTurn } from '../own-turn.ts';
import { type Sort, sorted, type SortKey } from './sort.ts';

/** One thing that rows can be filtered and counted by. */
export interface Aspect<Row> {
  /** The codes that a row has, each once; empty where it has nothing of the kind. */
  readonly codesOf: (row: Row) => readonly string[];
  /** The order of a closed vocabulary; other codes go in ascending order. */
  readonly vocabulary?: readonly string[];
  /** What a code is called; null where the code says it. */
  readonly namesOf?: (code: string) => Names | null;
}

/** A list before anybody chose from it, at one moment. */
export interface List<Row, Name extends string = string, Key extends string = string> {
  /** By id. They may be made while they are gone through, which is done once. */
  readonly rows: Iterable<Row>;
  /** Whether a row belongs to the list at all, where that takes long to tell; default every one does. */
  readonly belongs?: (row: Row) => boolean;
  readonly idOf: (row: Row) => string;
  readonly aspects: Readonly<Record<Name, Aspect<Row>>>;
  readonly keys: Readonly<Record<Key, SortKey<Row>>>;
  /** What is searched for words, prepared by `searchable`. */
  readonly textOf: (row: Row) => string;
  /** Where the log last had something new of a row. */
  readonly changedAt: (row: Row) => Position;
}

/** What is asked of a list. */
export interface SelectionAsked<Name extends string = string, Key extends string = string> {
  /** By aspect, the codes of which a row must have one; NONE is for rows without any. */
  readonly chosen: ReadonlyMap<Name, readonly string[]>;
  /** By `wordsOf`: each must begin a word of the row. */
  readonly words: readonly string[];
  readonly changedSince: Position | null;
  readonly sort: Sort<Key>;
  /** The aspects to be counted. */
  readonly counted: readonly Name[];
}

/** How a filter asks for rows that have no code of an aspect. No code is written so. */
export const NONE = '-' as const;

/** How many rows have each code; a row with several counts in each. Null is for rows without any, and comes last. */
export interface Facet<Name extends string = string> {
  readonly name: Name;
  readonly values: readonly { readonly value: string | null; readonly names: Names | null; readonly count: number }[];
}

export interface Selection<Row, Name extends string = string> {
  readonly rows: Row[];
  readonly facets: Facet<Name>[];
}

/** So long one list is looked at in one go, in milliseconds. */
const TURN = 10;

/**
 * The rows that fit, in the order asked for, and the counts of each facet over the rows that fit but for the facet's own filter: what a
 * person would get by choosing another of its values. Where that takes long, others have their turn meanwhile.
 */
export async function select<Row, Name extends string, Key extends string>(
  list: List<Row, Name, Key>,
  { chosen, words, changedSince, sort, counted }: SelectionAsked<Name, Key>,
): Promise<Selection<Row, Name>> {
  const filters = [...chosen].map(([name, codes]) => ({ name, accepts: accepting(list.aspects[name], codes) }));
  const counts = new Map(counted.map((name) => [name, new Map<string | null, number>()]));
  const fits = (row: Row): boolean => {
    if (changedSince !== null && list.changedAt(row) <= changedSince) return false;
    if (words.length > 0 && !hasWords(list.textOf(row), words)) return false;
    if (list.belongs?.(row) === false) return false;
    let missed: Name | null = null;
    for (const { name, accepts } of filters) {
      if (accepts(row)) continue;
      if (missed !== null || !counts.has(name)) return false;
      missed = name;
    }
    for (const [name, count] of counts) if (missed === null || missed === name) add(count, list.aspects[name].codesOf(row));
    return missed === null;
  };
  const fitting: Row[] = [];
  let since = performance.now();
  for (const row of list.rows) {
    if (fits(row)) fitting.push(row);
    if (performance.now() - since < TURN) continue;
    await ownTurn();
    since = performance.now();
  }
  return {
    rows: sorted(fitting, list.keys, sort),
    facets: counted.map((name) => ({ name, values: valuesOf(counts.get(name) ?? new Map(), list.aspects[name]) })),
  };
}

function accepting<Row>({ codesOf }: Aspect<Row>, asked: readonly string[]): (row: Row) => boolean {
  const codes = new Set(asked);
  return (row) => {
    const own = codesOf(row);
    return own.length === 0 ? codes.has(NONE) : own.some((code) => codes.has(code));
  };
}

function add(count: Map<string | null, number>, codes: readonly string[]): void {
  for (const code of codes.length === 0 ? [null] : codes) count.set(code, (count.get(code) ?? 0) + 1);
}

function valuesOf<Row>(count: ReadonlyMap<string | null, number>, { vocabulary, namesOf }: Aspect<Row>): Facet['values'] {
  const rank = (code: string | null): string | number => (code === null ? Infinity : (vocabulary?.indexOf(code) ?? code));
  return [...count]
    .sort(([a], [b]) => (a === null ? 1 : b === null || rank(a) < rank(b) ? -1 : 1))
    .map(([value, occurrences]) => ({ value, names: value === null ? null : (namesOf?.(value) ?? null), count: occurrences }));
}
