import { describe, expect, it } from '@jest/globals';
import { readCsv } from '../../src/cli/adoption/csv.ts';
import { readTable } from '../../src/cli/adoption/table.ts';

describe.each([
  ['LF', '\n'],
  ['CRLF', '\r\n'],
  ['CRLF behind a byte order mark', '\r\n', '\uFEFF'],
  ['CR', '\r'],
])('a table with lines that end with %s', (_, end, beginning = '') => {
  const read = (...lines: string[]) => readCsv(beginning + lines.join(end));

  it('has rows that are known by the line on which they begin, whatever lies between them or within their cells', () => {
    expect(read('date,text', '', '1,"ø', 'two', 'three"', ',', '2,b', '')).toEqual([
      { line: 1, cells: ['date', 'text'] },
      { line: 3, cells: ['1', `ø${end}two${end}three`] },
      { line: 7, cells: ['2', 'b'] },
    ]);
  });

  it.each([
    ['a quote that opens in this row is not closed', '2,"b'],
    ['a quote stands within a cell: such a cell is put into quotes, and each quote in it is written twice', '2,b "c"'],
    ['a quote stands within a cell: such a cell is put into quotes, and each quote in it is written twice', '2,"b" c'],
  ])('is told «%s» of the line on which the row begins: %s', (reason, row) => {
    expect(read('date,text', '1,"ø', 'two"', row, '3,c')).toEqual({ line: 4, reason });
  });
});

describe('cells behind the last column that has a name', () => {
  it('are none where they are empty, as a spreadsheet writes them', () => {
    expect(readCsv('date;text;;\n1;a;;\n2;;;\n3;b\n')).toEqual([
      { line: 1, cells: ['date', 'text', '', ''] },
      { line: 2, cells: ['1', 'a'] },
      { line: 3, cells: ['2', ''] },
      { line: 4, cells: ['3', 'b'] },
    ]);
  });

  it('are bad in a table that has no others, and passed over in one that may have', () => {
    const stages = 'effective_from,number,stage,,\n2024-01-01,0301,in-use,,\n2024-01-01,1103,in-use,note\n';
    expect(readTable(stages)).toMatchObject({ rows: [{ number: '0301' }], bad: [{ line: 3, reason: '4 cells where the header has 3' }] });
    const digisos = 'date,event,,number,,\n2024-01-01,enabled,a,0301,note\n2024-01-01,enabled,b,1103,,,\n2024-01-01,enabled,b,1103,,,c\n';
    expect(readTable(digisos)).toMatchObject({
      rows: [{ number: '0301' }, { number: '1103' }],
      bad: [{ line: 4, reason: '7 cells where the header has 4' }],
    });
  });

  it('are kept where something is in one', () => {
    expect(readCsv('date,text,,\n1,a,,b\n')).toContainEqual({ line: 2, cells: ['1', 'a', '', 'b'] });
  });
});
