import { type Options, stringify } from 'csv-stringify/sync';
import { portionsOf, type Scalar, type Table } from './rows.ts';

/** Rows a chunk. */
const BATCH = 500;

/** RFC 4180 in UTF-8: comma, decimal point, an empty cell for null, `true` and `false`. */
export const csv = (table: Table): AsyncGenerator<string> =>
  written(table, (value) => value, { cast: { boolean: (value) => String(value) } });

/**
 * As Excel with Norwegian settings opens it by a double click: byte order mark, semicolon, decimal comma, SANN and USANN. A text
 * that Excel would take for a number (0301), a date or a truth value is written as a formula that gives the text; one that it would take
 * for a formula of its own is defused by an apostrophe (OWASP, «CSV Injection»).
 */
export async function* csvForExcel(table: Table): AsyncGenerator<string> {
  yield '\ufeff';
  yield* written(table, guarded, {
    delimiter: ';',
    cast: { boolean: (value) => (value ? 'SANN' : 'USANN'), number: (value) => String(value).replace('.', ',') },
  });
}

const CURRENCY = '(kr\\.?|nok|[$€£¥])';
/** Numbers, amounts, percentages, times, and what a hyphen or a stroke makes a date of: 0301, kr 100, 50 %, 12:30 pm, 10-12, 1/2, (5). */
const NUMERIC = new RegExp(`^[\\s(+\\-.,%]*(${CURRENCY}[\\s(+\\-.,]*)?\\d[\\d\\s.,:%/)e+-]*(${CURRENCY}[\\s)-]*|[ap]m?)?$`, 'i');
const MONTH = '(jan|feb|mar|apr|ma[iy]|jun|jul|aug|sep|o[kc]t|nov|de[sc])[a-z]*';
const GAP = '[-. /,]*';
/** mai-24, 24. mai, 24. mai 2024 12:30, SANN; months in English, too. */
const WORDS = new RegExp(`^((\\d{1,4}${GAP}${MONTH}|${MONTH}${GAP}\\d{1,4})(${GAP}\\d{1,4})?(\\s[\\d\\s:.,apm]*)?|u?sann)$`, 'i');
/** A text in a formula has 255 characters at most. */
const LITERAL = /.{1,255}/gs;
/** Also behind blanks, which Excel passes over, and in full width. */
const FORMULA = /^\s*[=+\-@＝＋－＠]|^[\t\r\n]/;

function guarded(value: Scalar, type: string): Scalar {
  if (typeof value !== 'string' || type === 'date' || type === 'datetime') return value;
  const said = value.trim();
  if (NUMERIC.test(said) || WORDS.test(said)) return `=${(value.match(LITERAL) ?? []).map((part) => `"${part}"`).join('&')}`;
  return FORMULA.test(value) ? `'${value}` : value;
}

async function* written({ columns, rows }: Table, cell: (value: Scalar, type: string) => Scalar, options: Options): AsyncGenerator<string> {
  // Of line breaks the library quotes only the one that it ends records with; RFC 4180 has all quoted.
  const write = (records: Scalar[][]): string => stringify(records, { record_delimiter: 'windows', quoted_match: /[\r\n]/, ...options });
  let batch: Scalar[][] = [columns.map(({ name }) => name)];
  for await (const portion of portionsOf(rows)) {
    for (const row of portion) {
      batch.push(columns.map(({ name, type }) => cell(row[name] ?? null, type)));
      if (batch.length < BATCH) continue;
      yield write(batch);
      batch = [];
    }
  }
  if (batch.length > 0) yield write(batch);
}
