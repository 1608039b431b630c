import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type Instant, instantOf, parseInstant } from '../../src/domain/instant.ts';
import { position } from '../../src/domain/position.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import { LogTimes } from '../../src/projections/log-times.ts';

type Stamp = readonly [position: number, recordedAt: string];

const logTimes = (...stamps: Stamp[]): LogTimes => {
  const times = new LogTimes();
  for (const [at, recordedAt] of stamps) times.fold({ position: position(at), metadata: { recordedAt } } as Recorded);
  return times;
};
const instant = (text: string): Instant => parseInstant(text) as Instant;
/** So many seconds after 1970-01-01T00:00:00Z. */
const second = (seconds: number): Instant => instantOf(seconds * 1_000);

describe('what was known at an instant', () => {
  const times = logTimes(
    [1, '2026-01-01T10:00:00.000Z'],
    [4, '2026-01-01T11:00:00.000Z'],
    [9, '2026-01-01T11:00:00.000Z'],
    [12, '2026-01-01T12:00:00.000Z'],
  );

  it.each([
    ['before the first event', '2026-01-01T09:59:59.999Z', 0],
    ['at the very instant of an event, that event with it', '2026-01-01T10:00:00.000Z', 1],
    ['between two events, the first of them', '2026-01-01T10:30:00.000Z', 1],
    ['at an instant that several events share, all of them', '2026-01-01T11:00:00.000Z', 9],
    ['after the last, everything', '2027-01-01T00:00:00.000Z', 12],
  ])('is, %s: %s', (_when, at, known) => {
    expect(times.positionAt(instant(at))).toBe(known);
  });

  it('is never less at a later instant', () => {
    const stamps = fc.array(fc.integer({ min: 0, max: 100 }), { maxLength: 30 });
    fc.assert(
      fc.property(stamps, fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (seconds, a, b) => {
        const times = logTimes(...seconds.map((one, index): Stamp => [index + 1, new Date(one * 1_000).toISOString()]));
        expect(times.positionAt(second(Math.min(a, b)))).toBeLessThanOrEqual(times.positionAt(second(Math.max(a, b))));
      }),
    );
  });
});

describe('a clock that stepped back', () => {
  const times = logTimes([1, '2026-01-01T12:00:00.000Z'], [2, '2026-01-01T11:00:00.000Z'], [3, '2026-01-01T13:00:00.000Z']);

  it('does not make an event known before the one ahead of it', () => {
    expect(times.positionAt(instant('2026-01-01T11:30:00.000Z'))).toBe(0);
  });

  it('makes what it stamped known with what stood before it', () => {
    expect(times.positionAt(instant('2026-01-01T12:00:00.000Z'))).toBe(2);
  });

  it('gives the event the time of the one before it', () => {
    expect(times.timeAt(position(2))).toBe(instant('2026-01-01T12:00:00.000Z'));
  });
});

describe('the time of a position', () => {
  it('is that of the last event at or before it', () => {
    const times = logTimes([5, '2026-01-01T10:00:00.000Z'], [9, '2026-01-01T11:00:00.000Z']);
    expect(times.timeAt(position(8))).toBe(instant('2026-01-01T10:00:00.000Z'));
  });

  it('is none before the first event', () => {
    expect(logTimes([5, '2026-01-01T10:00:00.000Z']).timeAt(position(4))).toBeUndefined();
  });
});

describe('what was recorded from an instant on', () => {
  const times = logTimes([5, '2026-01-01T10:00:00.000Z'], [9, '2026-01-01T11:00:00.000Z'], [12, '2026-01-01T10:30:00.000Z']);

  it.each([
    ['before the first event, from the beginning', '2026-01-01T09:00:00.000Z', 0, '2026-01-01T10:00:00.000Z'],
    ['at the very instant of an event, that event with it', '2026-01-01T11:00:00.000Z', 5, '2026-01-01T11:00:00.000Z'],
    ['within a step back of the clock, what counts as later with it', '2026-01-01T10:30:00.000Z', 5, '2026-01-01T11:00:00.000Z'],
  ])('begins, %s', (_when, from, before, first) => {
    expect([times.positionBefore(instant(from)), times.timeAfter(times.positionBefore(instant(from)))]).toEqual([before, instant(first)]);
  });

  it('is nothing yet behind the last event', () => {
    expect([times.positionBefore(instant('2027-01-01T00:00:00.000Z')), times.timeAfter(position(12))]).toEqual([12, undefined]);
  });
});

describe('a log longer than what was made room for', () => {
  const long = logTimes(...Array.from({ length: 5_000 }, (_, index): Stamp => [index + 1, new Date(index * 1_000).toISOString()]));

  it('is known to its end', () => {
    expect([long.positionAt(second(4_999)), long.timeAt(position(5_000))]).toEqual([5_000, second(4_999)]);
  });

  it('is known from its beginning still', () => {
    expect(long.positionAt(second(1_023.5))).toBe(1_024);
  });
});
