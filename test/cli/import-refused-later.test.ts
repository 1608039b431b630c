import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import type { Plan, Planned } from '../../src/cli/adoption/plan.ts';
import { record } from '../../src/cli/adoption/run.ts';
import { RowRefused, type Target } from '../../src/cli/adoption/target.ts';

/** Of a plan, what recording it reads. */
const planOf = (rows: Readonly<Record<string, readonly number[]>>): Plan =>
  ({
    reports: new Map(Object.entries(rows).map(([number, lines]) => [number, lines.map((line) => ({ row: { line } }) as Planned)])),
  }) as unknown as Plan;

describe('rows that are refused though the first pass found nothing', () => {
  it('are told in the order of the file, with how many were left behind them', async () => {
    const asked: number[] = [];
    const record_: Target['record'] = async ({ row: { line } }) => {
      asked.push(line);
      if (line === 3) await wait(20); // so that it is refused last
      if (line === 3 || line === 5) throw new RowRefused('the right to report has ended');
      return line !== 4;
    };
    const { recorded, unchanged, refused, left } = await record(
      { record: record_ } as Target,
      planOf({ '0301': [2, 3, 6, 7], '1103': [4, 5, 8] }),
      () => undefined,
    );
    expect({ recorded, unchanged, left }).toEqual({ recorded: 1, unchanged: 1, left: 3 });
    expect(refused.map(({ line }) => line)).toEqual([3, 5]);
    expect(asked.toSorted((a, b) => a - b)).toEqual([2, 3, 4, 5]);
  });
});
