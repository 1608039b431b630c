import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LATEST } from '../../../src/domain/civil-date.ts';
import { civilDateOf, dayNumber, NO_DAY } from '../../../src/domain/day-number.ts';
import { type Grid, gridOf } from '../../../src/projections/coverage/grid.ts';
import type { Epoch } from '../../../src/projections/coverage/ground.ts';

const [FIRST, HORIZON, END] = [dayNumber('2017-01-01' as never), dayNumber('2026-12-31' as never), dayNumber(LATEST)];

const epochsFrom = (days: readonly number[]): Epoch[] => days.map((from, at) => ({ from, until: days[at + 1] ?? NO_DAY }) as Epoch);
const dates = (days: Iterable<number>): string[] => Array.from(days, civilDateOf);

describe('time cut up', () => {
  it('is in months, and in decades behind the horizon', () => {
    const { last } = gridOf(epochsFrom([FIRST]), HORIZON, 1);
    expect([dates(last.slice(0, 3)), dates(last.slice(118))]).toEqual([
      ['2017-01-31', '2017-02-28', '2017-03-31'],
      ['2026-11-30', '2026-12-31', '2029-12-31', '2039-12-31', '2049-12-31', '2059-12-31', '2069-12-31', '2079-12-31', '2089-12-31', '2099-12-31', '2100-12-31'],
    ]); // prettier-ignore
  });

  it('is in years where little is to be kept', () => {
    expect(dates(gridOf(epochsFrom([FIRST]), HORIZON, 12).last.slice(0, 2))).toEqual(['2017-12-31', '2018-12-31']);
  });

  const anyGrid = fc
    .record({
      days: fc.uniqueArray(fc.integer({ min: FIRST, max: END + 400 }), { minLength: 1, maxLength: 12 }),
      horizon: fc.integer({ min: FIRST - 400, max: END }),
      months: fc.constantFrom(1 as const, 12 as const),
    })
    .map(({ days, horizon, months }) => {
      const epochs = epochsFrom(days.sort((a, b) => a - b));
      return { epochs, grid: gridOf(epochs, horizon, months) };
    });
  const stretches = ({ from }: Grid): number[] => [...from.keys()];

  it('has every day from the first on in one stretch of its epoch, of a decade at most', () => {
    fc.assert(
      fc.property(anyGrid, fc.integer({ min: FIRST - 10, max: END }), ({ epochs, grid }, day) => {
        const epoch = epochs.findLastIndex(({ from }) => from <= day);
        const stretch = grid.stretchOn(day);
        if (epoch === -1) expect(stretch).toBe(-1);
        else {
          const [from, last] = [grid.from[stretch] ?? 0, grid.last[stretch] ?? 0];
          expect([grid.epochOf[stretch], from <= day, day <= last, last - from < 3_653]).toEqual([epoch, true, true, true]);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('has no block that reaches into another epoch, and each ends with its last stretch', () => {
    fc.assert(
      fc.property(anyGrid, ({ grid }) => {
        for (const stretch of stretches(grid)) {
          const block = grid.blockOf[stretch] ?? -1;
          const lastOfBlock = grid.lastStretchOf[block] ?? -1;
          expect([lastOfBlock >= stretch, grid.epochOf[lastOfBlock]]).toEqual([true, grid.epochOf[stretch]]);
        }
        expect(stretches(grid).filter((one) => grid.lastStretchOf[grid.blockOf[one] ?? -1] === one).length).toBe(grid.lastStretchOf.length);
      }),
    );
  });
});
