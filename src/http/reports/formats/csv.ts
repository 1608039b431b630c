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

/** Numbers, percentages, times, and what a hyphen or a stroke makes a date of: 0301, 50 %, 12:30, 10-12, 1/2, (5). */
const NUMERIC = /^[\s(+-]*\d[\d\s.,:%/)e+-]*$/i;
/** mai-24, 24. mai, SANN. */
const MONTH = '(jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)[a-z]*';
const WORDS = new RegExp(`^(\\d{1,4}[-. /]*${MONTH}|${MONTH}[-. /]*\\d{1,4}|sann|usann)$`, 'i');
/** Also behind blanks, which Excel passes over. */
const FORMULA = /^\s*[=+\-@]|^[\t\r\n]/;

function guarded(value: Scalar, type: string): Scalar {
  if (typeof value !== 'string' || type === 'date' || type === 'datetime') return value;
  if (NUMERIC.test(value) || WORDS.test(value)) return `="${value}"`;
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
