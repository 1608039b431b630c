import { randomUUID } from 'node:crypto';
import { cpSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openSqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { newStream, reports } from '../../eventstore/events.ts';
import { folder } from '../../cli/process.ts';
import { isLong, tell } from '../long.ts';
import { FILE, killedIn, madeIn, outcomeOf, type Read, readIn, WAL, withChanged } from './damage.ts';

const PAGE = 4096;
const base = folder();
const whole = join(base, 'whole');
let due: Read;
beforeAll(async () => {
  await madeIn(whole);
  due = await readIn(whole);
});

/** A store that was killed, with its write-ahead log beside it. */
async function killed(name: string): Promise<string> {
  const path = join(base, name);
  await killedIn(path, join(base, `${name}-aside`));
  return path;
}

/** Makes another log of a store, as a restore does: all else is the same, so that its pages fit the other's. */
function changeId(path: string): void {
  const database = new DatabaseSync(join(path, FILE));
  database.prepare('UPDATE log SET id = ?').run(randomUUID());
  database.close();
}

describe('a file of the log that was cut off', () => {
  it('is refused, wherever it was cut', async () => {
    const { size } = statSync(join(whole, FILE));
    const step = isLong ? 512 : 8 * PAGE + 512;
    const places = Array.from({ length: Math.ceil(size / step) - 1 }, (_, index) => (index + 1) * step);
    // SQLite tells of a page that is not there, and not of the end of one.
    const cuts = [...places, size - 512, size - 1];
    const outcomes: string[] = [];
    for (const cut of cuts) {
      const { outcome } = await withChanged(whole, FILE, (bytes) => bytes.subarray(0, cut), (path) => outcomeOf(path, due)); // prettier-ignore
      outcomes.push(outcome);
    }
    tell('cuts of the file', { cuts: outcomes.length });
    expect([...new Set(outcomes)]).toEqual(['refused']);
  }, 3_600_000);

  it('is refused when nothing is left of it; and is another log, whose positions are those of another id, where nobody remembers it', async () => {
    const before = openSqliteStore({ path: whole });
    await before.close();
    await withChanged(whole, FILE, () => Buffer.alloc(0), async (path) => {
      expect(await outcomeOf(path, due)).toMatchObject({ outcome: 'refused' });
      rmSync(join(path, `${FILE}.head`));
      const store = openSqliteStore({ path });
      expect([await store.head(), store.logId === before.logId]).toEqual([0, false]);
      await store.close();
    }); // prettier-ignore
  });
});

describe('a write-ahead log', () => {
  it.each([false, true])(
    'of another store is refused, and its own store is as it was (an empty journal beside it: %s)',
    async (isBeside) => {
      const [path, other] = [join(base, `own-${String(isBeside)}`), await killed(`other-${String(isBeside)}`)];
      cpSync(whole, path, { recursive: true });
      cpSync(join(other, WAL), join(path, WAL));
      if (isBeside) writeFileSync(join(path, `${FILE}-journal`), '');
      const file = readFileSync(join(path, FILE));
      expect(await outcomeOf(path, due)).toMatchObject({ outcome: 'refused' });
      expect(readFileSync(join(path, FILE)).equals(file)).toBe(true);
      rmSync(join(path, WAL));
      rmSync(join(path, `${FILE}-shm`), { force: true });
      expect(await outcomeOf(path, due)).toEqual({ outcome: 'harmless', message: '' });
    },
  );

  it('of another store is refused from its first commit on: each has the id of its log in it', async () => {
    const [path, other] = [join(base, 'first'), join(base, 'sibling')];
    cpSync(whole, path, { recursive: true });
    cpSync(whole, other, { recursive: true });
    changeId(other);
    const store = openSqliteStore({ path: other });
    await store.append(newStream(), reports(1), -1);
    cpSync(join(other, WAL), join(path, WAL));
    await store.close();
    expect(await outcomeOf(path, due)).toMatchObject({ outcome: 'refused' });
  });

  it('that has all of another store in it is refused: the file has another id', async () => {
    const [path, other] = [join(base, 'mine'), join(base, 'young')];
    cpSync(whole, path, { recursive: true });
    const store = openSqliteStore({ path: other });
    for (let index = 0; index < 400; index += 1) await store.append(newStream(), reports(1), -1);
    cpSync(join(other, WAL), join(path, WAL));
    await store.close();
    expect(await outcomeOf(path, due)).toMatchObject({ outcome: 'refused' });
  });

  it('that is older than its file is refused', async () => {
    const path = await killed('older');
    const old = readFileSync(join(path, WAL));
    const store = openSqliteStore({ path });
    for (let index = 0; index < 200; index += 1) await store.append(newStream(), reports(1), -1);
    await store.close();
    const now = await readIn(path);
    writeFileSync(join(path, WAL), old);
    expect((await outcomeOf(path, now)).outcome).toBe('refused');
  });

  it('that has grown to gigabytes beside a long backup is taken in', async () => {
    const path = await killed('grown');
    truncateSync(join(path, WAL), 2.2e9); // nothing on the disk, but for what was there
    const store = openSqliteStore({ path });
    expect(await store.head()).toBe(260);
    await store.close();
  });

  it('that was cut off has the commits before the cut, as after a power failure, and no half one', async () => {
    const path = await killed('cut');
    const known = await withChanged(path, WAL, (bytes) => bytes, readIn);
    truncateSync(join(path, WAL), statSync(join(path, WAL)).size - 100);
    const left = await readIn(path);
    expect(left.inOrder).toEqual(known.inOrder.slice(0, -1));
  });
});
