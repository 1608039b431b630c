import { parse } from 'csv-parse/sync';
import { describe, expect, it } from '@jest/globals';
import type { Column } from '../../../src/http/reports/contract.ts';
import { csv, csvForExcel } from '../../../src/http/reports/formats/csv.ts';

const texts = { nb: '', nn: '', en: '' };
const column = (name: string, type: Column['type'] = 'string'): Column =>
  ({ name, type, titles: texts, description: '', role: 'attribute', label: null, unit: null, decimals: null, nullable: true, codes: null }); // prettier-ignore

const lines = Array.from({ length: 1_234 }, (_, index) => String(index));

const written = async (form: typeof csv, value: string): Promise<string> =>
  (await Array.fromAsync(form({ columns: [column('name'), column('next')], rows: [{ name: value, next: 'after' }] }))).join('');

/** What a reader of CSV has in the first cell of the first row, and how many rows and cells it finds. */
const read = (text: string, delimiter: string) => parse(text, { delimiter, bom: true }) as unknown as string[][];

const AWKWARD = ['a\nb', 'a\r\nb', '\n=1+1', 'a,b', 'a;b', 'a"b', '"', ' a ', 'a\tb', 'æøå', "it's"];

describe('a name with anything in it', () => {
  it.each(AWKWARD)('is one cell of one row as CSV: %j', async (name) => {
    expect(read(await written(csv, name), ',')).toEqual([
      ['name', 'next'],
      [name, 'after'],
    ]);
  });

  it.each(AWKWARD)('is one cell of one row for Excel: %j', async (name) => {
    const rows = read(await written(csvForExcel, name), ';');
    expect(rows.map((row) => row.length)).toEqual([2, 2]);
    expect(rows[1]?.[0]?.replace(/^'/, '')).toBe(name);
    expect(rows[1]?.[1]).toBe('after');
  });
});

const cellFor = async (value: string): Promise<string> => read(await written(csvForExcel, value), ';')[1]?.[0] ?? '';

describe('CSV', () => {
  it.each(['a\nb', 'a\rb', 'a\r\nb'])('quotes a cell with any line break in it, as RFC 4180 has it: %j', async (text) => {
    expect(await written(csv, text)).toBe(`name,next\r\n"${text}",after\r\n`);
  });

  it('has every row once, in their order, however many portions they are written in', async () => {
    const table = { columns: [column('name')], rows: lines.map((name) => ({ name })) };
    const text = (await Array.fromAsync(csv(table))).join('');
    expect(read(text, ',').flat()).toEqual(['name', ...lines]);
  });
});

describe('for Norwegian Excel a date', () => {
  it.each(['date', 'datetime'] as const)('is left for Excel to read: %s', async (type) => {
    const table = { columns: [column('day', type)], rows: [{ day: '2020-01-01' }] };
    expect((await Array.fromAsync(csvForExcel(table))).join('')).toContain('\r\n2020-01-01\r\n');
  });
});

describe('for Norwegian Excel a text', () => {
  it.each(['=1+1', '+1+cmd', '-a', '@SUM(A1)', ' =1+1', '\t=1+1', '\r=1', '\n=1+1', '\tcmd', '\rcmd', '\ncmd', '＝1+1', '＠SUM(A1)'])(
    '%j does not run as a formula',
    async (text) => {
      expect((await cellFor(text)).startsWith("'")).toBe(true);
    },
  );

  it.each([
    '0301',
    '1 250',
    '3,14',
    '3.14',
    '50%',
    '50 %',
    '(5)',
    '10-12',
    '1/2',
    '12:30',
    '2E5',
    '-5',
    'mai-24',
    '24. mai',
    'jan 2024',
    'sann',
    'USANN',
    '1. mai 2024',
    '31. mars 2020',
    '1 mai 24',
    '1-mai-2024',
    '1. mai 2024 12:30',
    'mai 1, 2024',
    '2024 mai 1',
    'oct 24',
    'kr 100',
    'kr. 1 250,50',
    '100 kr',
    '-100 kr',
    'kr -100',
    'NOK 100',
    '100€',
    '%5',
    '.5',
    ',5',
    '12:30 pm',
    '5 p',
  ])('%j stays the text that it is', async (text) => {
    expect(await cellFor(text)).toBe(`="${text}"`);
  });

  it('longer than a formula may have in one piece is put together', async () => {
    const digits = '0123456789'.repeat(60);
    expect(await cellFor(digits)).toBe(`="${digits.slice(0, 255)}"&"${digits.slice(255, 510)}"&"${digits.slice(510)}"`);
  });

  it.each([
    'Oslo',
    '2026K3',
    '2026M10',
    'a 1',
    'Marker',
    'Julehjelpen',
    'desember og jul',
    '1. mai-komiteen',
    '3 kroner og 50',
    'kr',
    '5 spor',
    'mai',
    'Sannidal',
  ])('%j that Excel leaves alone is left alone', async (text) => {
    expect(await cellFor(text)).toBe(text);
  });
});
