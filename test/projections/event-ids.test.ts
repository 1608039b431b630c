import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { EventIds } from '../../src/projections/event-ids.ts';

/** UUIDs, some in capitals or with a digit changed, and ids that are none. */
const id = fc.oneof(
  { arbitrary: fc.uuid(), weight: 6 },
  { arbitrary: fc.uuid().map((uuid) => uuid.toUpperCase()), weight: 1 },
  { arbitrary: fc.tuple(fc.uuid(), fc.nat({ max: 35 }), fc.constantFrom('-', 'g', '0', 'ø')).map(([uuid, at, put]) => uuid.slice(0, at) + put + uuid.slice(at + 1)), weight: 2 }, // prettier-ignore
  { arbitrary: fc.string(), weight: 1 },
);

describe('the ids of events', () => {
  it('are found again under their numbers, and given back as they came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { maxLength: 200 }), (known) => {
        const ids = new EventIds();
        expect(known.map((one) => ids.add(one))).toEqual([...known.keys()]);
        expect(known.map((one) => ids.numberOf(one))).toEqual([...known.keys()]);
        expect(known.map((_, number) => ids.at(number))).toEqual(known);
      }),
    );
  });

  it('are not found where they never came', () => {
    fc.assert(
      fc.property(fc.uniqueArray(id, { minLength: 1, maxLength: 50 }), ([stranger = '', ...known]) => {
        const ids = new EventIds();
        for (const one of known) ids.add(one);
        expect(ids.numberOf(stranger)).toBeUndefined();
      }),
    );
  });

  it('stay found when they are many', () => {
    const ids = new EventIds();
    const uuid = (n: number): string => `00000000-0000-4000-8000-${n.toString(16).padStart(12, '0')}`;
    for (let n = 0; n < 20_000; n += 1) ids.add(uuid(n));
    expect([0, 1, 9_999, 19_999].map((n) => ids.numberOf(uuid(n)))).toEqual([0, 1, 9_999, 19_999]);
    expect(ids.numberOf(uuid(20_000))).toBeUndefined();
  });

  it('are found in the first place of an id that came twice', () => {
    const ids = new EventIds();
    const [uuid, other] = ['5ea1b748-eb10-4ed2-86f4-bce58fe9942f', 'event 1'];
    for (const one of [uuid, other, uuid, other]) ids.add(one);
    expect([ids.numberOf(uuid), ids.numberOf(other)]).toEqual([0, 1]);
  });
});
