import { describe, expect, it } from '@jest/globals';
import { type Instant, instantOf } from '../../../src/domain/instant.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import type { SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { newStream, reports, storedStream } from '../events.ts';
import { folders } from './folder.ts';
import { tamper } from './tamper.ts';

const { make, open } = folders();

/** A clock that can be set. */
const clock = (instant: string) => ({ time: Date.parse(instant) });

async function stamp(store: SqliteStore): Promise<string | undefined> {
  const { events } = await store.append(newStream(), reports(1), NO_STREAM);
  return events[0]?.metadata.recordedAt;
}

describe('the instant of recording', () => {
  it('is that of the service, in UTC with microseconds', async () => {
    const store = open(make(), { now: () => Date.parse('2026-03-29T03:00:00.007+02:00') });
    expect(await stamp(store)).toBe('2026-03-29T01:00:00.007000Z');
  });

  it('does not step back with the clock', async () => {
    const now = clock('2026-01-01T12:00:00Z');
    const store = open(make(), { now: () => now.time });
    await stamp(store);
    now.time -= 3_600_000;
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.000001Z');
    now.time += 3_600_001;
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.001000Z');
  });

  it('does not step back over a restart', async () => {
    const path = make();
    const store = open(path, { now: () => Date.parse('2026-01-01T12:00:00Z') });
    await stamp(store);
    await store.close();
    expect(await stamp(open(path, { now: () => Date.parse('2025-12-31T12:00:00Z') }))).toBe('2026-01-01T12:00:00.000001Z');
  });

  it('does not follow one that was damaged: the last sound one counts', async () => {
    const path = make();
    const store = open(path, { now: () => Date.parse('2026-01-01T12:00:00Z') });
    for (let count = 0; count < 3; count += 1) await stamp(store);
    await store.close();
    tamper(path, (database) => {
      database.exec("UPDATE events SET metadata = replace(metadata, '2026-01', '2066-01') WHERE position = 3");
      database.exec("UPDATE events SET metadata = replace(metadata, '2026-01', '2026-19') WHERE position = 2");
    });
    expect(await stamp(open(path, { now: () => Date.parse('2025-12-31T12:00:00Z') }))).toBe('2026-01-01T12:00:00.000001Z');
  });

  it('does not step back behind events that were restored', async () => {
    const store = open(make(), { now: () => Date.parse('2020-01-01T12:00:00Z') });
    await store.restore(storedStream());
    expect(await stamp(store)).toBe('2024-01-01T12:00:02.000001Z');
  });

  it('comes after every instant that was settled, also when the clock stands still', async () => {
    const now = Date.parse('2026-01-01T12:00:00Z');
    const store = open(make(), { now: () => now });
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.000000Z');
    store.settle(instantOf(now + 5));
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.005001Z');
    store.settle(instantOf(now - 10));
    expect(await stamp(store)).toBe('2026-01-01T12:00:00.005002Z');
  });

  it('takes nothing but an instant for settled', () => {
    const store = open(make());
    expect(() => {
      store.settle(NaN as Instant);
    }).toThrow(RangeError);
  });

  it('is another for every event, also of one commit', async () => {
    const store = open(make(), { now: () => Date.parse('2026-01-01T12:00:00Z') });
    const { events } = await store.append(newStream(), reports(3), NO_STREAM);
    const stamps = events.map(({ metadata }) => metadata.recordedAt);
    expect(stamps).toEqual(['2026-01-01T12:00:00.000000Z', '2026-01-01T12:00:00.000001Z', '2026-01-01T12:00:00.000002Z']);
  });
});
