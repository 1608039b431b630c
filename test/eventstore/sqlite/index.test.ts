import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { position } from '../../../src/domain/position.ts';
import { type NewEvent, NO_STREAM, type Recorded } from '../../../src/eventstore/port.ts';
import { asking } from '../../../src/eventstore/sqlite/asking.ts';
import type { Keys } from '../../../src/eventstore/sqlite/index/keys.ts';
import { DUE, eventIndex } from '../../../src/eventstore/sqlite/index/event-index.ts';
import { segments, type Segments } from '../../../src/eventstore/sqlite/index/segments.ts';
import { openForWriting } from '../../../src/eventstore/sqlite/open.ts';
import { queries } from '../../../src/eventstore/sqlite/queries.ts';
import { rebuildDerived } from '../../../src/eventstore/sqlite/rebuild-derived.ts';
import { recordNames } from '../../../src/eventstore/sqlite/record-names.ts';
import { verify } from '../../../src/eventstore/verify.ts';
import type { SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { newStream, reported, reports } from '../events.ts';
import { findings } from './findings.ts';
import { folders } from './folder.ts';
import { asOfVersion } from './older.ts';
import { tamper, tamperIndex } from './tamper.ts';

const { make, open, sqlite } = folders();

const idsOf = async (store: SqliteStore, stream: string, from?: number): Promise<string[]> =>
  (await Array.fromAsync(store.readStream(stream, from))).map(({ id }) => id);

/** Up to which position the file is indexed. */
const indexedIn = (path: string): number =>
  (sqlite(path).prepare('SELECT max(until) AS until FROM index_segments').get() as { until: number | null }).until ?? 0;

/** A store of several streams that was closed in order. */
async function storeOf(events: number): Promise<string> {
  const path = make();
  const store = open(path);
  for (let count = 0; count < events; count += 50) await store.append(newStream(), reports(Math.min(50, events - count)), NO_STREAM);
  await store.close();
  return path;
}

/** An event of adoption as it is recorded at a position, with a record in short. */
const recordedAt = (place: number): Recorded => {
  const { metadata, ...event } = reported();
  const at = { stream: 'nsr.adoption-digisos.0301', position: position(place), revision: place - 1 };
  return { ...event, ...at, metadata: { ...metadata, recordedAt: '2024-01-01T12:00:00.000001Z', hash: '' } } as unknown as Recorded;
};

type Step =
  | { readonly does: 'append'; readonly stream: number; readonly events: number }
  | { readonly does: 'reopen' | 'kill' }
  | { readonly does: 'refuse'; readonly stream: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({ does: fc.constant('append' as const), stream: fc.nat(3), events: fc.integer({ min: 1, max: 300 }) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constantFrom('reopen' as const, 'kill' as const) }) },
  { weight: 2, arbitrary: fc.record({ does: fc.constant('refuse' as const), stream: fc.nat(3) }) },
);

describe('what is found by stream and by id', () => {
  it('is what was recorded, whether it is indexed, on its way to it, or left by a process that was killed', async () => {
    let crossed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
        let path = make();
        let store = open(path);
        const streams = [newStream(), newStream(), newStream(), newStream()];
        const due = streams.map((): string[] => []);
        const append = async (stream: number, events: readonly NewEvent[]) => {
          await store.append(streams[stream] ?? '', events, (due[stream]?.length ?? 0) + NO_STREAM);
          due[stream]?.push(...events.map(({ id }) => id));
        };
        for (const { does, ...of } of steps) {
          if (does === 'append' && 'events' in of) await append(of.stream, reports(of.events));
          if (does === 'refuse' && 'stream' in of) {
            sqlite(path).exec("CREATE TRIGGER refused BEFORE INSERT ON events BEGIN SELECT RAISE(ABORT, 'refused'); END");
            await expect(append(of.stream, reports(3))).rejects.toMatchObject({ code: 'unavailable' });
            sqlite(path).exec('DROP TRIGGER refused');
          }
          if (does === 'kill') {
            const left = make();
            cpSync(path, left, { recursive: true });
            await store.close();
            path = left;
          }
          if (does === 'reopen') await store.close();
          if (does === 'kill' || does === 'reopen') store = open(path);
        }
        if (indexedIn(path) > 0) crossed += 1;
        for (const [stream, ids] of due.entries()) {
          expect(await idsOf(store, streams[stream] ?? '')).toEqual(ids);
          expect(await idsOf(store, streams[stream] ?? '', 70)).toEqual(ids.slice(70));
          const known = ids.at(ids.length >> 1);
          if (known !== undefined)
            await expect(store.append(newStream(), [{ ...reported(), id: known }], NO_STREAM)).rejects.toMatchObject({
              code: 'duplicate-id',
            });
          await append(stream, reports(1));
        }
        expect(await findings(path)).toEqual([]);
      }),
      { numRuns: 40 },
    );
    expect(crossed).toBeGreaterThan(10);
  });

  it('is told apart where two streams, or two ids, have the same key', async () => {
    const streams = ['nsr.adoption-lege-norge-sos-vakt.0317', 'nsr.adoption-nett-e-kjerne-lege.2870'] as const;
    expect(crc32(streams[0])).toBe(crc32(streams[1]));
    const [known, other] = ['0192f0c1-2345-7678-89ab-00008755d764', '0192f0c1-2345-7678-89ab-00004170cb18'] as const;
    expect(crc32(known)).toBe(crc32(other));
    const path = make();
    const before = open(path);
    await before.append(streams[0], reports(1), NO_STREAM);
    await before.append(streams[1], [{ ...reported(), id: known }, ...reports(1)], NO_STREAM);
    await before.close();
    const store = open(path);
    expect(indexedIn(path)).toBe(3);
    expect((await idsOf(store, streams[0])).length).toBe(1);
    expect((await idsOf(store, streams[1])).length).toBe(2);
    expect((await store.append(streams[0], reports(1), 0)).revision).toBe(1); // and the next of each comes after its own last
    expect((await store.append(streams[1], [{ ...reported(), id: other }], 1)).revision).toBe(2);
    for (const [id, revision] of [[known, 0], [other, 2]] as const)
      await expect(store.append(newStream(), [{ ...reported(), id }], NO_STREAM)).rejects.toMatchObject({
        code: 'duplicate-id',
        details: { eventId: id, stream: streams[1], revision },
      }); // prettier-ignore
    expect((await store.append(streams[0], reports(1), 1)).revision).toBe(2);
    await store.close();
    expect(await findings(path)).toEqual([]);
    expect(await Array.fromAsync(verify(open(path), { contiguous: true, settling: 0 }))).toEqual([]); // each chain is its own
  });

  it('is indexed by many events together, and the rest when the store is closed', async () => {
    const path = make();
    const store = open(path);
    const stream = newStream();
    await store.append(stream, reports(DUE - 1), NO_STREAM);
    expect(indexedIn(path)).toBe(0);
    await store.append(stream, reports(1), DUE - 2);
    await store.append(stream, reports(1), DUE - 1);
    expect(indexedIn(path)).toBe(DUE);
    await store.close();
    expect(indexedIn(path)).toBe(DUE + 1);
  });
});

describe('what a segment was written of', () => {
  it('is kept no longer: what waits for the next one takes no more memory, however long it is recorded', () => {
    const database = openForWriting(join(make(), 'registry.db'));
    const held: number[] = [];
    const written: Segments = {
      ...segments(database),
      add: (_, { records }) => held.push(records.buffer.byteLength),
    };
    const index = eventIndex({ ask: asking(), log: queries(database), segments: written, names: recordNames(database) });
    for (let place = 1; place <= 10 * DUE; place += 1) {
      index.add(recordedAt(place));
      index.writeDue();
      index.stands();
    }
    database.close();
    expect(held).toEqual(Array.from({ length: 10 }, () => held[0]));
  });
});

describe('verifying the index', () => {
  const keys = (change: (keys: Keys) => void) => (path: string) => { tamperIndex(path, change); }; // prettier-ignore
  const altered = (sql: string) => (path: string) => { tamper(path, (database) => { database.exec(sql); }); }; // prettier-ignore

  it.each([
    ['an event that is not found by its stream', keys(({ streams }) => { streams[6] = 1; }), ['wrong-index at 7']],
    ['an event that is found at another place of its stream', keys(({ revisions }) => { revisions[6] = 70; }), ['wrong-index at 7']],
    ['an event that is not found by its id', keys(({ ids }) => { ids[6] = 1; }), ['wrong-index at 7']],
    ['an event that is gone', altered('DELETE FROM events WHERE position = 7'), ['wrong-index at 7']],
    ['an end that is not as it was written', altered('UPDATE index_segments SET until = 40'), ['wrong-index at 0']],
    ['keys that are not as they were written', altered(`UPDATE index_segments SET keys = CAST(substr(keys, 1, 80) || x'ffff' || substr(keys, 83) AS BLOB)`), ['wrong-index at 0']],
  ])('finds %s, and a rebuild mends it', async (_, damage, due) => {
    const path = await storeOf(60);
    damage(path);
    expect(await findings(path)).toEqual(due);
    await rebuildDerived({ path });
    expect(await findings(path)).toEqual([]);
  }); // prettier-ignore

  it('is not needed where a part of it is gone or not as it was written: the store is not opened', async () => {
    const refused = (until: number) =>
      `the index of the events up to ${until} is not as it was written; «node src/cli.ts rebuild» makes all anew`;
    const [gone, spoilt] = [await storeOf(DUE + 60), await storeOf(60)];
    altered(`DELETE FROM index_segments WHERE until = ${DUE}`)(gone);
    expect(() => open(gone)).toThrow(refused(DUE + 60));
    altered('UPDATE index_segments SET keys = zeroblob(length(keys))')(spoilt);
    expect(() => open(spoilt)).toThrow(refused(60));
  });

  it('is not made anew, position by position, up to what a bit has made of one', async () => {
    const path = await storeOf(60);
    const { id } = sqlite(path).prepare('SELECT id FROM events WHERE position = 60').get() as { id: string };
    altered('UPDATE events SET position = 4294967356 WHERE position = 60')(path);
    await expect(rebuildDerived({ path, knownBad: new Set([id]) })).rejects.toMatchObject({
      code: 'corrupt',
      details: { reason: expect.stringMatching(/^4294967296 positions before event \S+ have no event; restore a backup$/) as unknown },
    });
    const other = await storeOf(60);
    altered('UPDATE index_segments SET until = 4294967356')(other);
    expect(() => open(other)).toThrow(/the index of the events up to 4294967356 is not as it was written/);
  });

  it('leaves out an event that is gone when all is made anew: it is missed where it should be', async () => {
    const path = await storeOf(60);
    altered('DELETE FROM events WHERE position = 7')(path);
    await rebuildDerived({ path });
    const store = open(path);
    const [stream = ''] = (await Array.fromAsync(store.readStored(0 as never))).map((event) => event.stream);
    await expect(idsOf(store, stream)).rejects.toMatchObject({
      code: 'corrupt',
      details: { reason: expect.stringContaining('revision 6 of ') },
    });
    expect((await store.append(newStream(), reports(1), NO_STREAM)).position).toBe(61);
    await store.close();
    expect(await findings(path)).toEqual([]);
  });
});

describe('a store of an older release', () => {
  it.each([1, 2, 3, 4])('of version %i is indexed when it is opened, and goes on at the next position', async (version) => {
    const newer = await storeOf(620);
    const [before, path] = [open(newer), make()];
    const due = await Array.fromAsync(before.readStored(0 as never));
    asOfVersion(version, newer, path);
    const store = open(path);
    expect(store.logId).toBe(before.logId);
    expect(await Array.fromAsync(store.readStored(0 as never))).toEqual(due);
    const stream = due[100]?.stream ?? '';
    expect(await idsOf(store, stream)).toEqual(due.filter((event) => event.stream === stream).map(({ id }) => id));
    expect((await store.append(newStream(), reports(1), NO_STREAM)).position).toBe(621);
    await store.close();
    expect(await findings(path)).toEqual([]);
  });
});
