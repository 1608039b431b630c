import { describe, expect, it } from '@jest/globals';
import { position } from '../../src/domain/position.ts';
import { Waiters } from '../../src/projections/waiters.ts';

const LONG = 60_000;

describe('those who wait for a position', () => {
  it('go on when it is reached, and those who wait for a later one do not', async () => {
    const waiters = new Waiters();
    const [sooner, later] = [waiters.wait(position(1), LONG), waiters.wait(position(2), LONG)];
    waiters.reached(position(1));
    expect([await sooner, waiters.count]).toEqual([true, 1]);
    waiters.letGo();
    expect(await later).toBe(false);
  });

  it('go on by and by where they are many: others have their turn meanwhile', async () => {
    const waiters = new Waiters();
    const order: string[] = [];
    const all = Promise.all(Array.from({ length: 350 }, () => waiters.wait(position(1), LONG).then(() => order.push('waiter'))));
    let isOver = false;
    const others = (): void => { order.push('-'); if (!isOver) setImmediate(others); }; // prettier-ignore
    setImmediate(others);
    waiters.reached(position(1));
    await all;
    isOver = true;
    const together = order.join('').split('-').map((turn) => turn.length / 'waiter'.length).filter((many) => many > 0); // prettier-ignore
    expect(together).toEqual([100, 100, 100, 50]);
  });

  it('are told that it is reached though their time is up, or all are let go of, before they went on', async () => {
    const waiters = new Waiters();
    const leaving = new AbortController();
    const first = Array.from({ length: 100 }, () => waiters.wait(position(1), LONG));
    const [late, last] = [waiters.wait(position(1), LONG, leaving.signal), waiters.wait(position(1), LONG)];
    waiters.reached(position(1));
    leaving.abort();
    waiters.letGo();
    expect(await Promise.all([...first, late, last])).not.toContain(false);
  });
});
