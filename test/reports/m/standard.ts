import { parse } from 'csv-parse/sync';
import { type Call, Day, DayTime, type Fields, Table, type Value } from './values.ts';

const day = (value: Value): Day => {
  if (value instanceof Day) return value;
  if (value instanceof DayTime) return new Day(value.iso.slice(0, 10));
  throw new Error(`no date: ${JSON.stringify(value)}`);
};
const added = ({ iso }: Day, days: number): Day => new Day(new Date(Date.parse(iso) + days * 86_400_000).toISOString().slice(0, 10));

const place = ({ columns }: Table, name: string): number => {
  const index = columns.indexOf(name);
  if (index === -1) throw new Error(`the column ${name} of the table wasn't found`);
  return index;
};

/** A cell of text as another type. Nothing stays nothing; what is empty is no date, number or truth. */
function typed(text: Value, type: string): Value {
  if (text === null || type === 'type text') return text;
  if (typeof text !== 'string') throw new Error(`not read as text: ${JSON.stringify(text)}`);
  const failed = new Error(`${JSON.stringify(text)} cannot be made ${type}`);
  if (type === 'type date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw failed;
    return new Day(text);
  }
  if (type === 'type logical') {
    if (text !== 'true' && text !== 'false') throw failed;
    return text === 'true';
  }
  if (text === '' || Number.isNaN(Number(text))) throw failed;
  return Number(text);
}

function withTypes(table: Table, types: readonly (readonly [string, string])[]): Table {
  const wanted = Object.fromEntries(types);
  for (const name of Object.keys(wanted)) place(table, name);
  const rows = table.rows.map((row) => row.map((cell, index) => typed(cell, wanted[table.columns[index] ?? ''] ?? 'type text')));
  return new Table(table.columns, rows, { ...table.types, ...wanted });
}

const recordOf = ({ columns }: Table, row: readonly Value[]): Fields =>
  Object.fromEntries(columns.map((name, index) => [name, row[index] ?? null]));

/** Of M's library what the queries use. @param contents gives the text at an address */
export const standard = (contents: (base: string, options: Fields) => string): Readonly<Record<string, Value>> => ({
  'Int64.Type': 'Int64.Type',
  'QuoteStyle.Csv': 'QuoteStyle.Csv',
  'Replacer.ReplaceValue': 'Replacer.ReplaceValue',
  'Web.Contents': ((base: string, options: Fields) => contents(base, options)) as Call,
  'Csv.Document': ((text: string) => {
    const rows: string[][] = parse(text);
    return new Table((rows[0] ?? []).map((_, index) => `Column${index + 1}`), rows); // prettier-ignore
  }) as Call,
  'Table.PromoteHeaders': (({ rows: [names = [], ...rows] }: Table) => new Table(names as string[], rows)) as Call,
  'Table.ColumnNames': ((table: Table) => table.columns) as Call,
  'Table.ReplaceValue': ((table: Table, old: Value, made: Value) =>
    new Table(table.columns, table.rows.map((row) => row.map((cell) => (cell === old ? made : cell))))) as Call, // prettier-ignore
  'Table.SelectColumns': ((table: Table, names: readonly string[]) => {
    const places = names.map((name) => place(table, name));
    return new Table(names, table.rows.map((row) => places.map((index) => row[index] ?? null))); // prettier-ignore
  }) as Call,
  'Table.TransformColumnTypes': withTypes as Call,
  'Table.SelectRows': ((table: Table, chosen: Call) =>
    new Table(table.columns, table.rows.filter((row) => chosen(recordOf(table, row)) === true), table.types)) as Call, // prettier-ignore
  '#table': ((columns: readonly string[], rows: readonly (readonly Value[])[]) => new Table(columns, rows)) as Call,
  '#date': ((year: number, month: number, date: number) =>
    new Day(`${year}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`)) as Call,
  'Date.From': day as Call,
  'Date.AddDays': added as Call,
  'Date.ToText': (({ iso }: Day, { Format }: Fields) => {
    if (Format !== 'yyyy-MM-dd') throw new Error(`no such format here: ${JSON.stringify(Format)}`);
    return iso;
  }) as Call,
  'DateTime.From': ((value: Value) => (value instanceof DayTime ? value : new DayTime(`${day(value).iso}T00:00:00`))) as Call,
  'List.Max': ((days: readonly Day[]) => days.reduce((latest, one) => (one.iso > latest.iso ? one : latest))) as Call,
});
