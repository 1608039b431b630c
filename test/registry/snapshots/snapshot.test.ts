import {
  chmodSync,
  chownSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { open as openFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it, jest } from '@jest/globals';
import fc from 'fast-check';
import { position } from '../../../src/domain/position.ts';
import { StoreError } from '../../../src/eventstore/errors.ts';
import type { EventStore, Recorded } from '../../../src/eventstore/port.ts';
import { Follower } from '../../../src/projections/follower.ts';
import { readWhole, type Whole, writeWhole } from '../../../src/registry/snapshots/file.ts';
import { Snapshot } from '../../../src/registry/snapshots/snapshot.ts';
import { takeSnapshot } from '../../../src/registry/snapshots/take.ts';
import { folders } from '../../eventstore/sqlite/folder.ts';
import { eventsOf, recordSteps, step } from '../../projections/adoption-log.ts';
import { deliveredAs } from '../../projections/followed.ts';
import { told } from '../../projections/told.ts';

const { make, open } = folders();
/** A user who owns nothing. */
const NOBODY = 65_534;
const NOTHING_BAD: ReadonlySet<string> = new Set();

/** A log in memory, with what a snapshot is checked against. */
function logOf(events: readonly Recorded[], logId = 'the log'): EventStore {
  async function* readAt(positions: readonly number[]) {
    for (const place of positions) {
      const event = events.find((one) => one.position === place);
      if (event === undefined) throw new StoreError('corrupt', { reason: 'there is no event' });
      yield await Promise.resolve(event);
    }
  }
  return { ...deliveredAs(events), logId, readAt };
}

async function logWith(steps = fc.sample(step, { numRuns: 40, seed: 5 })): Promise<Recorded[]> {
  const store = open(make());
  await recordSteps(store, steps);
  const events = await eventsOf(store);
  await store.close();
  return events;
}

/** Folds to the end of a log, from the snapshot in a folder where one fits. */
async function started(events: readonly Recorded[], folder: string, { log = logOf(events), knownBad = NOTHING_BAD } = {}) {
  const follower = new Follower(log, knownBad);
  const begun = await new Snapshot(folder, knownBad).begin(follower, log);
  const control = new AbortController();
  const ended = follower.run(control.signal);
  await follower.caughtUp;
  control.abort();
  await ended;
  return { follower, begun, said: () => told(follower.models, events) };
}

const cold = async (events: readonly Recorded[]): Promise<string> => (await started(events, make())).said();
const fileIn = (folder: string): string => join(folder, 'read-models.snapshot');

/** Does something as somebody who may do in a folder what its owner may, and no more: root may write to any file. */
async function withoutRights<Result>(folder: string, work: () => Promise<Result>): Promise<Result> {
  if (process.getuid?.() !== 0) return work();
  chownSync(folder, NOBODY, NOBODY);
  process.seteuid?.(NOBODY);
  try {
    return await work();
  } finally {
    process.seteuid?.(0);
  }
}

/** A folder with a snapshot of a whole log. */
async function snapshotOf(events: readonly Recorded[], knownBad = NOTHING_BAD): Promise<string> {
  const folder = make();
  await takeSnapshot(logOf(events), new Snapshot(folder, knownBad), knownBad);
  return folder;
}

const events = await (async () => {
  const path = make();
  const store = open(path);
  await recordSteps(store, fc.sample(step, { numRuns: 40, seed: 5 }));
  return eventsOf(store);
})();
const fromTheLog = await cold(events);

describe('a start from a snapshot', () => {
  it('at any position of any history, with what came after it folded, says what a start from the log says', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 40 }), fc.nat(), async (steps, at) => {
        const log = await logWith(steps);
        const taken = 1 + (at % log.length);
        const { follower, begun, said } = await started(log, await snapshotOf(log.slice(0, taken)));
        expect(begun).toEqual({ events: taken });
        expect(follower.folded).toBe(log.length);
        expect(said()).toBe(await cold(log));
      }),
      { numRuns: 25 },
    );
  });

  it('goes on from the last snapshot when the next one is taken', async () => {
    const folder = await snapshotOf(events.slice(0, 10));
    await takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD);
    const { begun, said } = await started(events, folder);
    expect([begun, said()]).toEqual([{ events: events.length }, fromTheLog]);
  });

  it('knows how many events were left out before it', async () => {
    const knownBad = new Set([events[3]?.id ?? '']);
    const { follower, begun } = await started(events, await snapshotOf(events, knownBad), { knownBad });
    expect([begun, follower.leftOut.length]).toEqual([{ events: events.length - 1 }, 1]);
  });

  it('needs none', async () => {
    expect((await started(events, make())).begun).toEqual({ events: 0 });
  });
});

describe('a snapshot that does not fit is thrown away, and the log is folded', () => {
  const thrownAway = async (folder: string, reason: RegExp, given: Parameters<typeof started>[2] = {}, log = events): Promise<void> => {
    const { begun, said } = await started(log, folder, given);
    expect(begun).toEqual({ events: 0, unusable: expect.stringMatching(reason) as unknown as string });
    expect(existsSync(fileIn(folder))).toBe(false);
    if (given.knownBad === undefined) expect(said()).toBe(log === events ? fromTheLog : await cold(log));
  };

  /** The same content, said to be something else, with a checksum that is right. */
  async function saying(change: Record<string, string | number>): Promise<string> {
    const folder = await snapshotOf(events);
    const { heading, content } = (await readWhole(fileIn(folder))) as Whole;
    await writeWhole(fileIn(folder), { ...heading, ...change }, content());
    return folder;
  }

  it('when it was cut short, wherever', async () => {
    const folder = await snapshotOf(events);
    const bytes = readFileSync(fileIn(folder));
    const heading = bytes.indexOf('\n', 65);
    for (const length of [0, 1, 63, 64, 65, heading - 1, heading, heading + 1, bytes.length >> 1, bytes.length - 1]) {
      writeFileSync(fileIn(folder), bytes.subarray(0, length));
      await thrownAway(folder, /^it is damaged$/);
    }
  });

  it('when any byte of it was altered', async () => {
    const folder = await snapshotOf(events);
    const bytes = readFileSync(fileIn(folder));
    const ends = Array.from({ length: 400 }, (_, at) => at).concat(Array.from({ length: 20 }, (_, at) => bytes.length - 1 - at));
    const places = [...ends, ...fc.sample(fc.nat({ max: bytes.length - 1 }), { numRuns: 200, seed: 1 })];
    for (const place of places) {
      const altered = Buffer.from(bytes);
      altered[place] = (altered[place] ?? 0) ^ (1 << place % 8);
      writeFileSync(fileIn(folder), altered);
      expect(await readWhole(fileIn(folder))).toBe('it is damaged');
    }
    await thrownAway(folder, /^it is damaged$/);
  });

  it('when it may not be read, as another user has left it', async () => {
    const folder = await snapshotOf(events);
    chmodSync(fileIn(folder), 0o000);
    await withoutRights(folder, () => thrownAway(folder, /^it cannot be read: EACCES/));
  });

  it('unless it is a folder, which is nothing of ours: the start is refused, and names it', async () => {
    const folder = make();
    mkdirSync(fileIn(folder));
    await expect(started(events, folder)).rejects.toThrow(fileIn(folder));
    expect(existsSync(fileIn(folder))).toBe(true);
  });

  it('when other code has made it', async () => {
    await thrownAway(await saying({ code: 'another' }), /^it is of another code$/);
  });

  it('when another release of Node has written it', async () => {
    await thrownAway(await saying({ Node: 'v20.0.0' }), /^it is of another Node$/);
  });

  it('when it is of another log', async () => {
    await thrownAway(await snapshotOf(events), /^it is of another log$/, { log: logOf(events, 'another log') });
  });

  it('when other events were left out of it', async () => {
    await thrownAway(await snapshotOf(events), /^it is of another list of known bad events$/, { knownBad: new Set([events[0]?.id ?? '']) });
  });

  it('when the log is shorter than it, as one restored from a backup may be', async () => {
    await thrownAway(await snapshotOf(events), /^the log has no event at position 40$/, {}, events.slice(0, 30));
  });

  it.each(['id', 'hash'] as const)('when the log has an event of another %s where it ends', async (which) => {
    const last = events.at(-1) as Recorded;
    const other = which === 'id' ? { ...last, id: events[0]?.id ?? '' } : { ...last, metadata: { ...last.metadata, hash: 'f'.repeat(64) } };
    await thrownAway(await snapshotOf(events), /^the log has another event at position 40$/, {}, events.with(-1, other));
  });
});

describe('writing a snapshot', () => {
  it('leaves the one before where it fails half way, and nothing else', async () => {
    const folder = await snapshotOf(events.slice(0, 10));
    const file = await openFile(fileIn(folder));
    await file.close();
    const syncing = jest.spyOn(Object.getPrototypeOf(file) as typeof file, 'sync').mockRejectedValueOnce(new Error('the disk does not'));
    await expect(takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD)).rejects.toThrow('the disk does not');
    syncing.mockRestore();
    expect(readdirSync(folder)).toEqual(['read-models.snapshot']);
    expect((await started(events, folder)).begun).toEqual({ events: 10 });
  });

  it('takes away what killed writers have left, of the release before too, and nothing of one that may still be at work', async () => {
    const folder = await snapshotOf(events.slice(0, 10));
    const [atWork, ...left] = ['-at-work', '-killed', ''].map((name) => `${fileIn(folder)}.partial${name}`);
    for (const file of [atWork, ...left]) writeFileSync(file ?? '', 'half of a snapshot');
    for (const file of left) utimesSync(file, new Date(), new Date(Date.now() - 11 * 60_000));
    await takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD);
    expect(readdirSync(folder).sort()).toEqual(['read-models.snapshot', 'read-models.snapshot.partial-at-work']);
    expect((await started(events, folder)).begun).toEqual({ events: events.length });
  });

  it('does not write through a link that lies in its way', async () => {
    const folder = make();
    const other = join(make(), 'of somebody else');
    writeFileSync(other, 'what is in it');
    const [known, guessed] = ['', '-00000000-0000-4000-8000-000000000000'].map((name) => `${fileIn(folder)}.partial${name}`);
    for (const link of [known, guessed]) symlinkSync(other, link ?? '');
    const naming = jest.spyOn(crypto, 'randomUUID').mockReturnValueOnce('00000000-0000-4000-8000-000000000000');
    await expect(takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD)).rejects.toMatchObject({ code: 'EEXIST' });
    naming.mockRestore();
    expect([readFileSync(other, 'utf8'), existsSync(fileIn(folder))]).toEqual(['what is in it', false]);
    await takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD);
    expect([readFileSync(other, 'utf8'), (await started(events, folder)).begun]).toEqual(['what is in it', { events: events.length }]);
  });

  it('is whole whoever else writes one at the same time: the one of either stands, and nothing beside it', async () => {
    const path = join(make(), 'read-models.snapshot');
    const contents = [1, 2, 3].map((writer) => new Uint8Array(8_000_000).fill(writer));
    await Promise.all(contents.map((content, writer) => writeWhole(path, { writer }, content)));
    const { heading, content } = (await readWhole(path)) as Whole;
    expect(Buffer.compare(content() as Uint8Array, contents[heading['writer'] as number] as Uint8Array)).toBe(0);
    expect(readdirSync(dirname(path))).toEqual(['read-models.snapshot']);
  });

  it('of many megabytes is read as it was written, whatever stood in its place before', async () => {
    const path = join(make(), 'read-models.snapshot');
    for (const bytes of [5_000_000, 1_000_000, 3_456_789]) {
      const content = new Uint8Array(bytes).map((_, index) => (index * 31) % 251);
      await writeWhole(path, { bytes }, content);
      const whole = (await readWhole(path)) as Whole;
      expect(whole.heading).toEqual({ bytes });
      expect(Buffer.compare(whole.content() as Uint8Array, content)).toBe(0);
    }
  });

  it('gives back to the disk all that the one before took, even while somebody holds it open', async () => {
    const folder = await snapshotOf(events.slice(0, 10));
    const before = await openFile(fileIn(folder));
    await takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD);
    expect((await before.stat()).size).toBe(0);
    await before.close();
  });

  it('is read whole while others take its place: either the one before or the one after', async () => {
    const path = join(make(), 'read-models.snapshot');
    const content = new Uint8Array(8_000_000);
    await writeWhole(path, { round: 0 }, content);
    let isWritten = false;
    const read: unknown[] = [];
    const reading = (async () => {
      while (!isWritten) read.push(await readWhole(path));
    })();
    for (let round = 1; round <= 12; round += 1) await writeWhole(path, { round }, content);
    isWritten = true;
    await reading;
    expect(read.filter((one) => typeof one !== 'object')).toEqual([]);
  });

  it('leaves the one before to those who keep it under another name', async () => {
    const [folder, kept] = [await snapshotOf(events.slice(0, 10)), make()];
    linkSync(fileIn(folder), fileIn(kept));
    await takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD);
    expect((await started(events, kept)).begun).toEqual({ events: 10 });
  });

  it('takes the place of one that it may not change, as another user has left it', async () => {
    const folder = await snapshotOf(events.slice(0, 10));
    chmodSync(fileIn(folder), 0o444);
    await withoutRights(folder, () => takeSnapshot(logOf(events), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD));
    expect((await started(events, folder)).begun).toEqual({ events: events.length });
  });

  it('is not done of a log without events, nor where a read model has stopped', async () => {
    const folder = make();
    expect(await takeSnapshot(logOf([]), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD)).toBeNull();
    const stopping = events.with(3, {
      ...events[3],
      position: position(4),
      data: null,
      type: 'OrganisationRegistered',
    } as unknown as Recorded);
    await expect(takeSnapshot(logOf(stopping), new Snapshot(folder, NOTHING_BAD), NOTHING_BAD)).rejects.toThrow(/has stopped/);
    expect((await started(stopping, make())).follower.save()).toBeNull();
    expect(existsSync(fileIn(folder))).toBe(false);
  });
});
