import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { NEVER, type Position } from '../../src/domain/position.ts';
import { eventsOf, type Facts } from '../../src/projections/facts.ts';
import { livesOf } from '../../src/projections/lives.ts';

it.each([
  [9, []],
  [10, [10]],
  [29, [10, 20]],
  [30, [10, 20, 30]],
  [NEVER, [10, 20, 30, 40]],
])('has of the life of a fact what was recorded by a position: by %d', (knownAt, known) => {
  const life = { position: 10, corrections: [20, 30], annulment: 40 } as unknown as Parameters<typeof eventsOf>[0];
  expect(eventsOf(life, knownAt as Position)).toEqual(known);
});

it('gives others their turn while the lives of many facts are gathered', async () => {
  const facts = { lifeAt: (row: number) => ({ position: row, corrections: [], annulment: null }) } as unknown as Facts;
  const rows = Array.from({ length: 25_000 }, (_, row) => row);
  let turns = 0;
  let isOver = false;
  const others = (async () => {
    for (; !isOver; turns += 1) await turn();
  })();
  const lives = await livesOf(facts, rows, NEVER);
  const meanwhile = turns;
  isOver = true;
  await others;
  expect(lives.flat()).toEqual(rows);
  expect(meanwhile).toBeGreaterThanOrEqual(2);
});
