import { describe, expect, it } from '@jest/globals';
import { type CoverageRow, coverageRows } from '../../../src/domain/adoption/coverage.ts';
import { counts, differences } from '../../../src/domain/adoption/difference.ts';
import type { AdoptionEvent } from '../../../src/domain/adoption/events.ts';
import type { CivilDate } from '../../../src/domain/civil-date.ts';
import type { RegisterEvent } from '../../../src/domain/municipality/events.ts';
import type { Municipality } from '../../../src/domain/municipality/graph.ts';
import { counted, established, graphOf, merged, renumbered, split } from '../municipality/register.ts';
import { reported, reportsOf } from './reports.ts';

interface Asked {
  readonly from?: string;
  readonly to?: string;
  readonly isMember?: (municipality: Municipality, asOf: string) => boolean;
}

const rowsOf = (register: readonly RegisterEvent[], reports: readonly AdoptionEvent[], { isMember = () => true }: Asked) => {
  const graph = graphOf(...register);
  return (asOf: string): CoverageRow[] =>
    coverageRows(
      graph,
      {
        asOf: asOf as CivilDate,
        stage: 'in-use',
        inheritance: 'majority',
        confirmationMonths: null,
        isMember: (one) => isMember(one, asOf),
      },
      reportsOf(...reports),
    );
};

/** What happened between two dates, in short: the change, the numbers before and after, whether each counted, and its kin. */
function told(register: readonly RegisterEvent[], reports: readonly AdoptionEvent[], asked: Asked = {}) {
  const { from = '2018-06-30', to = '2020-06-30' } = asked;
  const rows = rowsOf(register, reports, asked);
  const short = (row: CoverageRow | null) => (row === null ? null : `${row.municipality.number} ${counts(row) ? 'counts' : 'does not'}`);
  return differences(rows(from), rows(to)).map(({ change, before, after, kin }) => [change, short(before), short(after), kin.map(({ number }) => number)]); // prettier-ignore
}

const three = ['1101', '1102', '1103'].flatMap((number) => [established(number), counted(number, 100)]);
const inUse = (number: string, from: string) => reported(number, 'in-use', from);

describe('between two dates', () => {
  it('who has come so far has joined', () => {
    expect(told(three, [inUse('1101', '2019-01-01')])).toEqual([['joined', '1101 does not', '1101 counts', []]]);
  });

  it('who has fallen back has left', () => {
    const reports = [inUse('1101', '2018-01-01'), reported('1101', 'withdrawn', '2019-01-01')];
    expect(told(three, reports)).toEqual([['left', '1101 counts', '1101 does not', []]]);
  });

  it('who counts on both, and who counts on neither, is not there', () => {
    expect(told(three, [inUse('1101', '2018-01-01'), reported('1102', 'planned', '2019-01-01')])).toEqual([]);
  });

  it('who has come into the target group with what it uses has joined, and who has come out of it has left', () => {
    const reports = [inUse('1101', '2018-01-01'), inUse('1102', '2018-01-01')];
    const isMember = ({ number }: Municipality, asOf: string) => number === (asOf === '2018-06-30' ? '1101' : '1102');
    expect(told(three, reports, { isMember })).toEqual([['left', '1101 counts', '1101 does not', []], ['joined', '1102 does not', '1102 counts', []]]); // prettier-ignore
  });

  it('is nothing between a date and itself', () => {
    expect(told(three, [inUse('1101', '2018-06-30')], { to: '2018-06-30' })).toEqual([]);
  });

  it('are listed by number', () => {
    const reports = ['1103', '1101', '1102'].map((number) => inUse(number, '2019-01-01'));
    expect(told(three.toReversed(), reports).map(([, , after]) => after)).toEqual(['1101 counts', '1102 counts', '1103 counts']);
  });
});

describe('a municipality that was only renumbered', () => {
  const register = [...three, renumbered('1101', '1111', '2019-01-01'), renumbered('1111', '1121', '2020-01-01')];

  it('is one, and is not there where nothing else happened', () => {
    expect(told(register, [inUse('1101', '2018-01-01')])).toEqual([]);
  });

  it('joins under its new number what it did not count for under the old', () => {
    expect(told(register, [inUse('1121', '2020-02-01')])).toEqual([['joined', '1101 does not', '1121 counts', []]]);
  });

  it('has ended where a merger came after it', () => {
    const reformed = [...three, renumbered('1101', '1111', '2019-01-01'), merged(['1111', '1102'], '1199', '2020-01-01')];
    expect(told(reformed, []).map(([change, before]) => [change, before])).toEqual([
      ['ended', '1101 does not'],
      ['ended', '1102 does not'],
      ['began', null],
    ]);
  });
});

describe('a merger', () => {
  const register = [...three, merged(['1101', '1102'], '1199', '2020-01-01')];

  it('ends those that went into it and begins the one that it made, each with whether it counts', () => {
    expect(told(register, [inUse('1101', '2018-01-01')])).toEqual([
      ['ended', '1101 counts', null, ['1199']],
      ['ended', '1102 does not', null, ['1199']],
      ['began', null, '1199 does not', ['1101', '1102']],
    ]);
  });

  it('ends and begins also one whose number stays: Stavanger in 2020', () => {
    const stavanger = [...three, merged(['1101', '1102'], '1101', '2020-01-01')];
    expect(told(stavanger, [inUse('1101', '2018-01-01'), inUse('1102', '2018-01-01')])).toEqual([
      ['ended', '1101 counts', null, ['1101']],
      ['began', null, '1101 counts', ['1101', '1102']],
      ['ended', '1102 counts', null, ['1101']],
    ]);
  });

  it('is none of those that the solution is not for', () => {
    const reports = [inUse('1101', '2018-01-01'), inUse('1102', '2018-01-01')];
    expect(told(register, reports, { isMember: ({ number }) => number === '1103' })).toEqual([]);
  });
});

describe('a split', () => {
  it('ends one and begins its parts', () => {
    const register = [...three, split('1101', [['1111', 6_000], ['1112', 4_000]], '2020-01-01')]; // prettier-ignore
    expect(told(register, [inUse('1101', '2018-01-01')])).toEqual([
      ['ended', '1101 counts', null, ['1111', '1112']],
      ['began', null, '1111 counts', ['1101']],
      ['began', null, '1112 counts', ['1101']],
    ]);
  });
});

describe('a municipality of its own', () => {
  it('that came between the dates began, and came from none', () => {
    expect(told([...three, established('1104', '2019-01-01')], [])).toEqual([['began', null, '1104 does not', []]]);
  });

  it('that came and went between the dates is not there', () => {
    const register = [...three, merged(['1101'], '1150', '2019-01-01'), merged(['1150', '1102'], '1199', '2020-01-01')];
    expect(told(register, []).map(([, before, after]) => before ?? after)).toEqual(['1101 does not', '1102 does not', '1199 does not']);
  });
});

describe('a register that has two renumberings of one municipality on a day', () => {
  it('has it go on under the first number, and the other begin', () => {
    const register = [...three, renumbered('1101', '1112', '2019-01-01'), renumbered('1101', '1111', '2019-01-01')];
    expect(told(register, [inUse('1101', '2018-01-01')])).toEqual([['began', null, '1112 counts', ['1101']]]);
  });
});
