import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { emptyMap, entriesOf, type LayeredMap, valueOf, withValue } from '../../src/domain/layered-map.ts';

/** Keys come again now and then. */
const puts = fc.array(fc.tuple(fc.nat(80).map(String), fc.nat()), { maxLength: 200 });

describe('a map in layers', () => {
  it('has what a Map has, in its order', () => {
    fc.assert(
      fc.property(puts, (entries) => {
        const layered = entries.reduce<LayeredMap<number>>((map, [key, value]) => withValue(map, key, value), emptyMap);
        const expected = new Map(entries);
        expect([...entriesOf(layered)]).toEqual([...expected]);
        for (let key = 0; key <= 80; key += 1) expect(valueOf(layered, String(key))).toBe(expected.get(String(key)));
      }),
    );
  });

  it('stays as it is when another is made of it', () => {
    fc.assert(
      fc.property(puts, fc.nat(80).map(String), fc.nat(), (entries, key, value) => {
        const layered = entries.reduce<LayeredMap<number>>((map, [one, what]) => withValue(map, one, what), emptyMap);
        const before = [...entriesOf(layered)];
        withValue(withValue(layered, key, value), 'another', value);
        expect([...entriesOf(layered)]).toEqual(before);
      }),
    );
  });

  it('shares what it has with those made of it: few entries are copied for each', () => {
    let map: LayeredMap<number> = emptyMap;
    let copied = 0;
    for (let key = 0; key < 10_000; key += 1) {
      const next = withValue(map, String(key), key);
      copied += next.top.size + (next.base === map.base ? 0 : next.base.size);
      map = next;
    }
    expect(copied).toBeLessThan(10_000 * 3 * Math.sqrt(10_000)); // of a Map, copied for each, it is 50 million
  });
});
