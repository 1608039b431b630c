import { CsvError, type CsvErrorCode, parse } from 'csv-parse/sync';

/** A row of a file, and the line on which it begins: a cell may go over several. */
export interface Line {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Why a file is no CSV, and the line on which the row begins that shows it. */
export interface NoCsv {
  readonly line: number;
  readonly reason: string;
}

/**
 * Reads CSV as a spreadsheet writes it. Rows with nothing in them are left out, and so are empty cells behind the last column that has a name:
 * a spreadsheet writes one for each column that was ever used. The header, which is the first row, keeps them.
 */
export function readCsv(text: string): readonly Line[] | NoCsv {
  const bytes = Buffer.from(text);
  try {
    // The package's types do not know what `info` makes of a record.
    const records = parse(bytes, {
      delimiter: separatorOf(text),
      bom: true,
      info: true,
      relax_column_count: true,
      trim: true,
    }) as unknown as { record: string[]; info: { bytes: number } }[];
    const lineAt = linesOf(bytes);
    let begin = 0;
    const lines: Line[] = [];
    for (const { record, info } of records) {
      if (record.some((cell) => cell !== '')) lines.push({ line: lineAt(begin), cells: record });
      begin = info.bytes;
    }
    const width = (lines[0]?.cells.findLastIndex((cell) => cell !== '') ?? -1) + 1;
    return lines.map(({ line, cells }, index) => ({ line, cells: index === 0 ? cells : withoutEmptyBehind(cells, width) }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const behind = typeof error['bytes'] === 'number' ? error['bytes'] : 1; // the first byte of the row, counted from one
    return { line: linesOf(bytes)(behind - 1), reason: WHY[error.code] ?? error.message };
  }
}

const QUOTES = 'a quote stands within a cell: such a cell is put into quotes, and each quote in it is written twice';
const WHY: Partial<Record<CsvErrorCode, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote that opens in this row is not closed',
  CSV_INVALID_CLOSING_QUOTE: QUOTES,
  CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE: QUOTES,
  INVALID_OPENING_QUOTE: QUOTES,
};

/** Excel writes semicolons where the comma is that of a decimal, as in Norway. No name of a column has either. */
const separatorOf = (text: string): string => /[,;]/.exec(text)?.[0] ?? ',';

function withoutEmptyBehind(cells: readonly string[], width: number): readonly string[] {
  let end = cells.length;
  while (end > width && cells[end - 1] === '') end -= 1;
  return cells.slice(0, end);
}

const [LF, CR] = [0x0a, 0x0d];

/** Tells the line of a byte, for bytes that are asked for in their order. */
function linesOf(bytes: Buffer): (at: number) => number {
  let [line, place] = [1, 0];
  return (at) => {
    for (; place < at; place += 1) if (bytes[place] === LF || (bytes[place] === CR && bytes[place + 1] !== LF)) line += 1;
    return line;
  };
}
