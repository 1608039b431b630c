import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Chains } from '../../../src/eventstore/sqlite/index/chains.ts';
import { keyOf, Keys, type Place } from '../../../src/eventstore/sqlite/index/keys.ts';
import { Places } from '../../../src/eventstore/sqlite/index/places.ts';

/** Keys that share their slots, and the two that a slot may be mistaken by. */
const key = fc.oneof(fc.nat(12), fc.nat(40).map((high) => high * 0x0400_0000 + 3), fc.constantFrom(0, 0xffff_ffff)); // prettier-ignore

describe('numbers found by their keys', () => {
  const step = fc.oneof(
    { weight: 10, arbitrary: fc.record({ does: fc.constant('add' as const), keys: fc.array(key, { maxLength: 12 }) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('skip' as const) }) },
    { weight: 3, arbitrary: fc.record({ does: fc.constant('cut' as const), by: fc.nat(20) }) },
    // More keys than there was room for.
    { weight: 1, arbitrary: fc.record({ does: fc.constant('add' as const), keys: fc.array(fc.nat(0xffff_ffff), { minLength: 900, maxLength: 900 }) }) },
  ); // prettier-ignore

  it('are those that were added and not taken back, the last one first', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), fc.array(key, { minLength: 20, maxLength: 20 }), (steps, asked) => {
        const chains = new Chains();
        const due: (number | undefined)[] = [];
        for (const of of steps) {
          if (of.does === 'add') {
            for (const one of of.keys) chains.add(one);
            due.push(...of.keys);
          } else if (of.does === 'skip') {
            chains.skip();
            due.push(undefined);
          } else {
            due.splice(Math.max(0, due.length - of.by));
            chains.cutTo(due.length);
          }
        }
        expect(chains.count).toBe(due.length);
        for (const one of [...asked, ...due.slice(-50)]) {
          if (one === undefined) continue;
          const found: number[] = [];
          for (let number = chains.last(one); number >= 0; number = chains.before(number)) found.push(number);
          expect(found).toEqual([...due.keys()].filter((number) => due[number] === one).reverse());
        }
      }),
      { numRuns: 300 },
    );
  });
});

describe('numbers that are taken back', () => {
  it('leave those found that were put behind them when room was made for more', () => {
    const [known, other] = [0x03ff_ffff, 0x07ff_ffff]; // of the last slot, so that the second goes to the first
    const chains = new Chains();
    chains.addAll([known, other]);
    chains.addAll(Array.from({ length: 900 }, (_, key) => key));
    chains.cutTo(1);
    expect([chains.last(known), chains.last(other)]).toEqual([0, -1]);
  });

  it('take no room any more, however many they were', () => {
    const chains = new Chains();
    chains.add(7);
    const before = process.memoryUsage().arrayBuffers;
    for (let round = 0; round < 300_000; round += 1) {
      chains.addAll([Math.imul(round, 0x9e3779b1) >>> 0, 7]);
      chains.cutTo(1);
    }
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1_000_000);
    expect([chains.count, chains.last(7), chains.last(0x9e3779b1)]).toEqual([1, 0, -1]);
  });
});

describe('places in the log', () => {
  const place = (n: number): Place => ({ stream: `nsr.stream-${n % 7}`, revision: Math.floor(n / 7), id: `event-${n}` });
  const whole = (count: number, without = -1) => {
    const places = new Places();
    for (let n = 0; n < count; n += 1)
      if (n === without) places.skip();
      else places.add(place(n));
    return places;
  };

  it('are the same when they are read from what was stored of them, as at positions that have no event', () => {
    const places = whole(3000, 1500);
    const again = new Places();
    again.addAll(Keys.from(places.keysBetween(0, 1100).bytes()));
    again.addAll(Keys.from(places.keysBetween(1100, 3000).bytes()));
    expect(again.last).toBe(3000);
    for (const stream of [place(3).stream, place(1500).stream, 'nsr.none'])
      for (const [from, before] of [[0, 9999], [60, 160]] as const)
        expect(again.ofStream(stream, from, before)).toEqual(places.ofStream(stream, from, before)); // prettier-ignore
    expect(places.ofStream(place(1500).stream, 213, 216)).toEqual([1494, 1508]);
    expect(again.lastWithId('event-77')).toBe(78);
    expect([again.beforeWithId(78), again.lastWithId('event-1500'), again.lastWithId('')]).toEqual([0, 0, 0]); // the key of the last is 0
    expect([again.lastOfStream(place(3).stream), again.beforeInStream(3000), again.beforeInStream(4)]).toEqual([3000, 2993, 0]);
  });

  it('are stored as columns of numbers of four bytes, the lowest first', () => {
    const stored = Buffer.from(whole(5, 2).keysBetween(1, 4).bytes());
    const numbers = Array.from({ length: 9 }, (_, index) => stored.readUInt32LE(4 * index));
    expect(numbers).toEqual([
      ...[keyOf('nsr.stream-1'), 0, keyOf('nsr.stream-3')],
      ...[0, 0xffff_ffff, 0],
      ...[keyOf('event-1'), 0, keyOf('event-3')],
    ]);
    expect(stored.length).toBe(36);
  });
});
