import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { Held } from '../../../src/projections/coverage/held.ts';

const EIGHT = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];

/** All eight places are taken. */
async function full() {
  const held = new Held();
  const holders = await Promise.all(EIGHT.map((key) => held.hold(key)));
  let isAnswered = false;
  const ninth = held.hold('i').finally(() => { isAnswered = true; }); // prettier-ignore
  await jest.advanceTimersByTimeAsync(0);
  return { held, holders, ninth, isAnswered: () => isAnswered };
}

describe('what is held', () => {
  beforeEach(() => { jest.useFakeTimers(); }); // prettier-ignore
  afterEach(() => { jest.useRealTimers(); }); // prettier-ignore

  it('is held until it is let go of', async () => {
    const held = new Held();
    const holder = await held.hold('a');
    expect([held.has('a'), held.has('b')]).toEqual([true, false]);
    holder[Symbol.dispose]();
    expect(held.has('a')).toBe(false);
  });

  it('by several is held until the last has let go of it', async () => {
    const held = new Held();
    const [first, second] = [await held.hold('a'), await held.hold('a')];
    first[Symbol.dispose]();
    expect(held.has('a')).toBe(true);
    second[Symbol.dispose]();
    expect(held.has('a')).toBe(false);
  });

  it('takes no other place where it is held already', async () => {
    const { held } = await full();
    await held.hold('a');
    expect(held.has('a')).toBe(true);
  });

  it('gets a place as soon as there is one', async () => {
    const { held, holders, ninth } = await full();
    holders[3]?.[Symbol.dispose]();
    await ninth;
    expect([held.has('d'), held.has('i')]).toEqual([false, true]);
  });

  it('is not, where nobody lets go in time: whoever asked goes on without', async () => {
    const { held, ninth, isAnswered } = await full();
    await jest.advanceTimersByTimeAsync(4_999);
    expect(isAnswered()).toBe(false);
    await jest.advanceTimersByTimeAsync(1);
    (await ninth)[Symbol.dispose]();
    expect([held.has('i'), EIGHT.every((key) => held.has(key))]).toEqual([false, true]);
  });

  it('is let go of for whoever takes too long, so that a place is never taken for good', async () => {
    const { held, holders } = await full();
    await jest.advanceTimersByTimeAsync(9_999);
    expect(EIGHT.every((key) => held.has(key))).toBe(true);
    await jest.advanceTimersByTimeAsync(1);
    expect(EIGHT.some((key) => held.has(key))).toBe(false);
    const again = await held.hold('a');
    holders[0]?.[Symbol.dispose]();
    expect(held.has('a')).toBe(true);
    again[Symbol.dispose]();
  });

  it('leaves no timer behind', async () => {
    const { holders, ninth } = await full();
    for (const holder of holders) holder[Symbol.dispose]();
    (await ninth)[Symbol.dispose]();
    expect(jest.getTimerCount()).toBe(0);
  });
});
