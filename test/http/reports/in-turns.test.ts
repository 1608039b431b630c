import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { inTurns } from '../../../src/http/reports/formats/rows.ts';

it.each([0, 3, 500, 1_700])('gives %d rows, each once, and others their turn behind every portion, were it the last', async (many) => {
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    while (!isOver) {
      await turn();
      turns += 1;
    }
  })();
  const rows = Array.from({ length: many }, (_, row) => ({ row }));
  const portions = await Array.fromAsync(inTurns(rows));
  const meanwhile = turns;
  isOver = true;
  await others;
  expect(portions.flat()).toEqual(rows);
  expect(meanwhile).toBeGreaterThanOrEqual(portions.length);
});
