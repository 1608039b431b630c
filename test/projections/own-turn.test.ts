import { setImmediate as turn } from 'node:timers/promises';
import { expect, it } from '@jest/globals';
import { ownTurn } from '../../src/projections/own-turn.ts';

it('is given to one at a time, in the order in which it was asked for', async () => {
  const order: string[] = [];
  const asked = ['a', 'b', 'c'].map((name) => ownTurn().then(() => order.push(name)));
  const others = (async () => {
    for (let passed = 0; passed < 3; passed += 1) {
      await turn();
      order.push('-');
    }
  })();
  await Promise.all([...asked, others]);
  expect(order.filter((one) => one !== '-')).toEqual(['a', 'b', 'c']);
  expect(order.join('')).not.toMatch(/[abc]{2}/);
});
