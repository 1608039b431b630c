import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instantOf, millisecondsOf, parseInstant, printInstant } from '../../src/domain/instant.ts';

describe('an instant', () => {
  it('is printed in UTC with microseconds', () => {
    expect(printInstant((instantOf(Date.parse('2026-03-29T03:00:00.007+02:00')) + 42) as Instant)).toBe('2026-03-29T01:00:00.007042Z');
  });

  it('is read back as it was printed', () => {
    fc.assert(fc.property(fc.maxSafeInteger(), (instant) => expect(parseInstant(printInstant(instant as Instant))).toBe(instant)));
  });

  it('is read back as it was printed, whatever of the same time was printed before', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 52 }), fc.nat(2_000_000), (instant, more) => {
        for (const one of [instant, instant + more, instant]) expect(parseInstant(printInstant(one as Instant))).toBe(one);
      }),
    );
  });

  it.each([
    ['2026-03-29T01:00:00Z', '2026-03-29T01:00:00.000000Z'],
    ['2026-03-29t03:00:00.5+02:00', '2026-03-29T01:00:00.500000Z'],
    ['2026-03-29T01:00:00.1234569Z', '2026-03-29T01:00:00.123456Z'],
  ])('%s is read in any zone and to the microsecond', (text, printed) => {
    expect(printInstant(parseInstant(text) ?? (0 as Instant))).toBe(printed);
  });

  it.each([
    '2026-03-29T01:00:00',
    '2026-03-29',
    '2026-03-29 01:00:00Z',
    '2016-12-31T23:59:60Z',
    'yesterday',
    '0001-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    '0001-01-01T00:00:00.000000Z',
    '9999-12-31T23:59:59.000000Z',
    '1684-07-28T00:12:25.259008Z',
    '2255-06-05T23:47:34.740992Z',
  ])('%s is none', (text) => {
    expect(parseInstant(text)).toBeUndefined();
  });

  it.each(['2026-02-28', '2026-02-29', '2026-02-30', '2026-13-01', '1969-12-31'])(
    'is on %s what the calendar says, at any time of the day, and there is none on a day or at a time that does not exist',
    (day) => {
      for (const time of ['00:00:00', '23:59:59', '24:00:00', '24:00:01', '12:60:00', '12:00:60', '08:09:10']) {
        const milliseconds = Date.parse(`${day}T${time}Z`);
        const exists = ['2026-02-28', '1969-12-31'].includes(day) && ['00:00:00', '23:59:59', '08:09:10'].includes(time);
        const instant = exists ? milliseconds * 1000 : undefined;
        const forms = ['Z', '.000000Z', '+00:00', '.5Z'].map((end) => parseInstant(`${day}T${time}${end}`));
        expect(forms).toEqual([instant, instant, instant, instant === undefined ? undefined : instant + 500_000]);
      }
    },
  );

  it.each(['1684-07-28T00:12:25.259009Z', '2255-06-05T23:47:34.740991Z'])('is read at %s, the last that is exact', (text) => {
    expect(Math.abs(parseInstant(text) ?? 0)).toBe(Number.MAX_SAFE_INTEGER);
    expect(parseInstant(text.replace('Z', '+00:00'))).toBe(parseInstant(text));
  });

  it('is none where one character of a stamp is spoilt', () => {
    const stamp = '2026-03-29T01:00:00.000007Z';
    for (let at = 0; at < stamp.length; at += 1) expect(parseInstant(`${stamp.slice(0, at)}x${stamp.slice(at + 1)}`)).toBeUndefined();
  });

  it('knows the milliseconds of the clock that it came from', () => {
    expect(millisecondsOf(instantOf(1_795_326_248_911))).toBe(1_795_326_248_911);
  });
});
