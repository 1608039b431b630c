import { describe, expect, it } from '@jest/globals';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import type { SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { newStream, reports, storedStream } from '../events.ts';
import { folders } from './folder.ts';

const { make, open } = folders();

/** A clock that can be set. */
const clock = (instant: string) => ({ time: Date.parse(instant) });

async function stamp(store: SqliteStore): Promise<string | undefined> {
  const { events } = await store.append(newStream(), reports(1), NO_STREAM);
  return events[0]?.metadata.recordedAt;
}

describe('the instant of recording', () => {
  it('is that of the service, in UTC with milliseconds', async () => {
    const store = open(make(), { now: () => Date.parse('2026-03-29T03:00:00.007+02:00') });
    expect(await stamp(store)).toBe('2026-03-29T01:00:00.007Z');
  });

  it('does not step back with the clock', async () => {
    const now = clock('2026-01-01T12:00:00Z');
    const store = open(make(), { now: () => now.time });
    await stamp(store);
    now.time -= 3_600_000;
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.000Z');
    now.time += 3_600_001;
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.001Z');
  });

  it('does not step back over a restart', async () => {
    const path = make();
    const store = open(path, { now: () => Date.parse('2026-01-01T12:00:00Z') });
    await stamp(store);
    await store.close();
    expect(await stamp(open(path, { now: () => Date.parse('2025-12-31T12:00:00Z') }))).toBe('2026-01-01T12:00:00.000Z');
  });

  it('does not step back behind events that were restored', async () => {
    const store = open(make(), { now: () => Date.parse('2020-01-01T12:00:00Z') });
    await store.restore(storedStream());
    expect(await stamp(store)).toBe('2024-01-01T12:00:02.000Z');
  });

  it('comes after every instant that was settled, also when the clock stands still', async () => {
    const now = Date.parse('2026-01-01T12:00:00Z');
    const store = open(make(), { now: () => now });
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.000Z');
    store.settle(now);
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.001Z');
    store.settle(now - 10);
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.001Z');
  });

  it('takes nothing but a number of milliseconds for settled', () => {
    const store = open(make());
    expect(() => {
      store.settle(NaN);
    }).toThrow(RangeError);
  });

  it('is one for all events of a commit', async () => {
    let now = Date.parse('2026-01-01T12:00:00Z');
    const store = open(make(), { now: () => (now += 1) });
    const { events } = await store.append(newStream(), reports(3), NO_STREAM);
    expect(new Set(events.map(({ metadata }) => metadata.recordedAt)).size).toBe(1);
  });
});
