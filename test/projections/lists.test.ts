import { describe, expect, it } from '@jest/globals';
import type { Position } from '../../src/domain/position.ts';
import { searchable } from '../../src/domain/search.ts';
import { type List, select, type SelectionAsked } from '../../src/projections/lists/select.ts';

interface Row {
  readonly id: string;
  readonly colours: readonly string[];
  readonly size: number | null;
}

const row = (id: string, colours: readonly string[], size: number | null = null): Row => ({ id, colours, size });
type Aspect = 'colour' | 'size';
type Key = 'id' | 'size';

const list = (...rows: Row[]): List<Row, Aspect, Key> => ({
  rows,
  idOf: ({ id }) => id,
  aspects: {
    colour: { codesOf: ({ colours }) => colours, vocabulary: ['red', 'green', 'blue'] },
    size: { codesOf: ({ size }) => (size === null ? [] : [String(size)]) },
  },
  keys: { id: { codeOf: ({ id }) => id }, size: { numberOf: ({ size }) => size } },
  textOf: ({ id }) => searchable([id]),
  changedAt: ({ size }) => (size ?? 0) as Position,
});

const everything: SelectionAsked<Aspect, Key> = { chosen: new Map(), words: [], changedSince: null, sort: 'id', counted: [] };
const rows = [row('a', ['red'], 2), row('b', ['blue', 'red'], 1), row('c', [], 2), row('d', ['green'])];
const chosen = (choice: Partial<SelectionAsked<Aspect, Key>>) => select(list(...rows), { ...everything, ...choice });
const ids = async (choice: Partial<SelectionAsked<Aspect, Key>>) => (await chosen(choice)).rows.map(({ id }) => id).join('');

describe('choosing from a list', () => {
  it.each<[string, Partial<SelectionAsked<Aspect, Key>>, string]>([
    ['nothing is asked: all, by id', {}, 'abcd'],
    ['one code: those that have it, alone or with others', { chosen: new Map([['colour', ['red']]]) }, 'ab'],
    ['several codes: those that have any', { chosen: new Map([['colour', ['green', 'blue']]]) }, 'bd'],
    ['none: those without any', { chosen: new Map([['colour', ['-']]]) }, 'c'],
    ['none or a code', { chosen: new Map([['colour', ['-', 'green']]]) }, 'cd'],
    ['two filters: those that pass both', { chosen: new Map([['colour', ['red']], ['size', ['2']]]) }, 'a'], // prettier-ignore
    ['an order: what has nothing of the key last', { sort: 'size' }, 'bacd'],
    ['the other direction: what is alike still by id, what has nothing still last', { sort: '-size' }, 'acbd'],
    ['changed since: only later', { changedSince: 1 as Position }, 'ac'],
    ['words', { words: ['b'] }, 'b'],
  ])('where %s', async (_what, choice, expected) => {
    expect(await ids(choice)).toBe(expected);
  });

  it('counts each code over what passes all other filters, a vocabulary in its order, none last', async () => {
    const { facets } = await chosen({ chosen: new Map([['colour', ['green']], ['size', ['1', '2']]]), counted: ['colour', 'size'] }); // prettier-ignore
    expect(facets.map(({ name, values }) => [name, ...values.map(({ value, count }) => `${String(value)} ${count}`)])).toEqual([
      ['colour', 'red 2', 'blue 1', 'null 1'],
      ['size', 'null 1'],
    ]);
  });

  it('asks nothing more of a row that two filters keep out', async () => {
    const asked: string[] = [];
    const dear = { ...list(...rows), aspects: { colour: { codesOf: () => [] }, size: { codesOf: ({ id }: Row) => (asked.push(id), []) } } };
    await select(dear, { ...everything, chosen: new Map([['colour', ['red']], ['size', ['1']]]) }); // prettier-ignore
    expect(asked).toEqual([]);
  });

  it('gives others their turn while it takes long', async () => {
    const slow = list(...rows);
    const ago = performance.now();
    const textOf = ({ id }: Row) => { while (performance.now() < ago + 15); return searchable([id]); }; // prettier-ignore
    const order: string[] = [];
    setImmediate(() => order.push('another'));
    await select({ ...slow, textOf }, { ...everything, words: ['b'] });
    order.push('the list');
    expect(order).toEqual(['another', 'the list']);
  });
});
