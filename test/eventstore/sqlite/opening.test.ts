import {
  closeSync,
  cpSync,
  lstatSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { NO_STREAM, type Stored } from '../../../src/eventstore/port.ts';
import { migrate } from '../../../src/eventstore/sqlite/migrate.ts';
import { openForWriting, requireSqlite } from '../../../src/eventstore/sqlite/open.ts';
import { pragma, requirePragmas } from '../../../src/eventstore/sqlite/pragmas.ts';
import { rebuildDerived } from '../../../src/eventstore/sqlite/rebuild-derived.ts';
import { backUp } from '../../../src/eventstore/sqlite/backup.ts';
import { openSqliteReader, readerOf } from '../../../src/eventstore/sqlite/reader.ts';
import { MIGRATIONS, STORE_VERSION } from '../../../src/eventstore/sqlite/schema.ts';
import { isUntouched } from '../../../src/eventstore/sqlite/untouched.ts';
import { reports } from '../events.ts';
import { findings } from './findings.ts';
import { folders } from './folder.ts';
import { tamper } from './tamper.ts';

const { make, open, sqlite } = folders();

/** What opening a folder throws. */
function refusal(path: string): unknown {
  try {
    open(path);
  } catch (error) {
    return error;
  }
  return undefined;
}

async function storeWithEvents(): Promise<string> {
  const path = make();
  const store = open(path);
  await store.append('nsr.adoption-digisos.0301', reports(500), NO_STREAM);
  await store.close();
  return path;
}

function writeAt(path: string, at: number, bytes: Buffer): void {
  const file = openSync(path, 'r+');
  writeSync(file, bytes, 0, bytes.length, at);
  closeSync(file);
}

const tables = (database: DatabaseSync) => database.prepare('SELECT name FROM sqlite_schema ORDER BY name').all();

describe('opening a store', () => {
  it('makes the folder and an empty log with a random id', async () => {
    const [one, other] = [open(join(make(), 'data')), open(join(make(), 'data'))];
    expect(await one.head()).toBe(0);
    expect(one.logId).toMatch(/^[0-9a-f-]{36}$/);
    expect(one.logId).not.toBe(other.logId);
  });

  it('again finds the same log: id, events and hashes', async () => {
    const path = make();
    const store = open(path);
    await store.append('nsr.adoption-digisos.0301', reports(3), NO_STREAM);
    const before = await Array.fromAsync<Stored>(store.readStored(0 as never));
    await store.close();
    const again = open(path);
    expect(again.logId).toBe(store.logId);
    expect(await Array.fromAsync(again.readStored(0 as never))).toEqual(before);
    expect(await again.append('nsr.adoption-digisos.0301', reports(1), 2)).toMatchObject({ revision: 3, position: 4 });
  });

  it('has every commit on the disk when it is answered: write-ahead log, synchronous FULL', () => {
    const database = openForWriting(join(make(), 'registry.db'));
    expect(['journal_mode', 'synchronous', 'recursive_triggers'].map((name) => pragma(database, name))).toEqual(['wal', 2, 1]);
    database.close();
  });

  it('is refused where SQLite does not keep to that', () => {
    const inMemory = new DatabaseSync(':memory:'); // has no write-ahead log
    expect(() => {
      requirePragmas(inMemory);
    }).toThrow('SQLite has journal_mode memory, not wal');
    inMemory.close();
  });

  it('of a newer release is refused, and leaves it as it is', async () => {
    const path = await storeWithEvents();
    sqlite(path).exec(`PRAGMA user_version = ${STORE_VERSION + 1}`);
    expect(refusal(path)).toMatchObject({ code: 'newer-version', details: { found: STORE_VERSION + 1, supported: STORE_VERSION } });
    expect(pragma(sqlite(path), 'user_version')).toBe(STORE_VERSION + 1);
    expect(() => openSqliteReader({ path })).toThrow(/upgrade the service/);
  });

  it('that is no database is refused', () => {
    const path = make();
    writeFileSync(join(path, 'registry.db'), 'kommune;løsning\n0301;digisos\n'.repeat(500));
    expect(refusal(path)).toMatchObject({ code: 'corrupt' });
  });

  it('that is the database of another program is refused, and not changed', () => {
    const path = make();
    const foreign = sqlite(path);
    foreign.exec('CREATE TABLE photographs (name TEXT)');
    expect(refusal(path)).toMatchObject({ code: 'corrupt' });
    expect(tables(foreign)).toEqual([{ name: 'photographs' }]);
  });

  it('that was cut off is refused', async () => {
    const path = await storeWithEvents();
    truncateSync(join(path, 'registry.db'), 40_960);
    expect(refusal(path)).toMatchObject({ code: 'corrupt' });
  });

  it('with a page that was overwritten is refused, before anything is read from it', async () => {
    const path = await storeWithEvents();
    writeAt(join(path, 'registry.db'), 4096 * 20, Buffer.alloc(4096, 'x'));
    expect(refusal(path)).toMatchObject({ code: 'corrupt', details: { reason: expect.stringContaining('registry.db: ') } });
  });

  it.each([
    ['table events is not as the service made it; restore a backup', 'a bit in the name of a column', `
      PRAGMA writable_schema = ON;
      UPDATE sqlite_schema SET sql = replace(sql, 'position', 'positinn') WHERE name = 'events'`],
    ['trigger events_are_never_deleted is not there; restore a backup', 'a trigger that was taken away', 'DROP TRIGGER events_are_never_deleted'],
    ['trigger swallow was made by somebody else; remove it, or restore a backup', 'one that passes over what is recorded', `
      CREATE TRIGGER swallow BEFORE INSERT ON events BEGIN SELECT RAISE(IGNORE); END`],
    ['table record_names is not there; «node src/cli.ts rebuild» makes all anew', 'a table that was taken away', 'DROP TABLE record_names'],
  ])('is refused with «%s» after %s, and is not changed', async (message, _, change) => {
    const path = await storeWithEvents();
    const file = join(path, 'registry.db');
    const other = sqlite(path);
    other.enableDefensive(false);
    other.exec(change);
    other.close();
    const before = readFileSync(file);
    const refused = { code: 'corrupt', message: `the store is damaged: ${file}: ${message}` };
    expect(refusal(path)).toMatchObject(refused);
    expect(() => openSqliteReader({ path })).toThrow(expect.objectContaining(refused));
    expect(readFileSync(file).equals(before)).toBe(true);
  }); // prettier-ignore

  it.each([
    ['taken away', 'DROP TABLE record_names; DROP TABLE index_segments'],
    ['made otherwise', 'ALTER TABLE record_names RENAME COLUMN checksum TO checksun'],
    ['given a trigger', 'CREATE TRIGGER swallow BEFORE INSERT ON record_names BEGIN SELECT RAISE(IGNORE); END'],
  ])('has what is derived of its events made anew by rebuild, also where a table of that was %s', async (_, change) => {
    const path = await storeWithEvents();
    const other = sqlite(path);
    other.exec(change);
    other.close();
    expect(refusal(path)).toMatchObject({ message: expect.stringContaining('rebuild» makes all anew') as unknown });
    await rebuildDerived({ path });
    expect(await findings(path)).toEqual([]);
    expect(await open(path).append('nsr.adoption-digisos.0301', reports(1), 499)).toMatchObject({ position: 501 });
  });

  it('is not opened by rebuild where a table of the events themselves is another', async () => {
    const path = await storeWithEvents();
    sqlite(path).exec('DROP TRIGGER events_are_never_deleted; DROP TABLE record_names');
    await expect(rebuildDerived({ path })).rejects.toMatchObject({
      message: expect.stringContaining('trigger events_are_never_deleted is not there; restore a backup') as unknown,
    });
  });

  it.each(['ANALYZE', 'PRAGMA optimize = 0x10002'])(
    'takes no offence at the statistics that an operator has had made by %s',
    async (statement) => {
      const path = await storeWithEvents();
      const operator = sqlite(path);
      operator.exec(statement);
      expect(tables(operator)).toContainEqual({ name: 'sqlite_stat1' });
      operator.close();
      const store = open(path);
      expect((await store.append('nsr.adoption-digisos.0301', reports(1), 499)).position).toBe(501);
      await store.close();
      openSqliteReader({ path }).close();
      expect(await findings(path)).toEqual([]);
    },
  );

  it('is refused after events were taken from the end: their positions were given already', async () => {
    const path = await storeWithEvents();
    tamper(path, (database) => database.prepare('DELETE FROM events WHERE position > 498').run());
    rmSync(join(path, 'registry.db.head'));
    const reason = 'the last event is at position 498, and events up to 500 were indexed; restore a backup';
    expect(refusal(path)).toMatchObject({ code: 'corrupt', details: { reason } });
  });

  it('is refused without the id of its log', async () => {
    const path = await storeWithEvents();
    sqlite(path).exec('DELETE FROM log');
    const refused = {
      code: 'corrupt',
      details: { reason: `${join(path, 'registry.db')}: the id of the log is not there; restore a backup` },
    };
    expect(refusal(path)).toMatchObject(refused);
    expect(() => openSqliteReader({ path })).toThrow(expect.objectContaining(refused));
  });

  it('with a number in it that nobody writes is told to be damaged', async () => {
    const path = await storeWithEvents();
    tamper(path, (database) => database.prepare('UPDATE events SET revision = 9007199254740993 WHERE position = 7').run());
    const store = open(path);
    await expect(Array.fromAsync(store.readStored(0 as never))).rejects.toMatchObject({ code: 'corrupt' });
  });

  it('reads every page again unless it is as it was closed in order', async () => {
    const path = await storeWithEvents();
    const file = join(path, 'registry.db');
    expect(isUntouched(file)).toBe(true);
    expect([isUntouched(file), await open(path).head(), isUntouched(file)]).toEqual([true, 500, false]);

    const closed = await storeWithEvents();
    openSqliteReader({ path: closed }).close();
    expect(isUntouched(join(closed, 'registry.db'))).toBe(true);
    writeFileSync(join(closed, 'registry.db-wal'), 'what a killed process had not yet moved');
    expect(isUntouched(join(closed, 'registry.db'))).toBe(false);

    const [copied, overwritten] = [make(), await storeWithEvents()];
    cpSync(overwritten, copied, { recursive: true, preserveTimestamps: true });
    writeAt(join(overwritten, 'registry.db'), 4096 * 20, Buffer.alloc(1));
    expect([copied, overwritten].map((folder) => isUntouched(join(folder, 'registry.db')))).toEqual([false, false]);
  });

  it('that failed can be tried again: the right to write is given back', async () => {
    const path = await storeWithEvents();
    sqlite(path).exec(`PRAGMA user_version = ${STORE_VERSION + 1}`);
    expect(refusal(path)).toMatchObject({ code: 'newer-version' });
    sqlite(path).exec(`PRAGMA user_version = ${STORE_VERSION}`);
    expect(await open(path).head()).toBe(500);
  });

  it('for reading only needs one that is there and of this release', () => {
    const path = make();
    expect(() => openSqliteReader({ path })).toThrow(/there is no .*registry\.db/);
    sqlite(path).exec('PRAGMA user_version = 0');
    expect(() => openSqliteReader({ path })).toThrow(/start the service once, which migrates it/);
  });
});

describe('a migration', () => {
  it('leads an older store to the newest version with its log id and its events', async () => {
    const path = await storeWithEvents();
    const database = sqlite(path);
    const before = database.prepare('SELECT * FROM log, events').all();
    migrate(database, [...MIGRATIONS, 'CREATE TABLE later (one INTEGER) STRICT']);
    expect(pragma(database, 'user_version')).toBe(STORE_VERSION + 1);
    expect(database.prepare('SELECT * FROM log, events').all()).toEqual(before);
    expect(database.prepare('SELECT * FROM later').all()).toEqual([]);
  });

  it('that fails half way leaves the store as it was', async () => {
    const database = sqlite(await storeWithEvents());
    const before = tables(database);
    expect(() => {
      migrate(database, [...MIGRATIONS, 'CREATE TABLE later (one INTEGER)', 'CREATE TABLE later (one INTEGER)']);
    }).toThrow(/table later already exists/);
    expect(tables(database)).toEqual(before);
    expect(pragma(database, 'user_version')).toBe(STORE_VERSION);
  });
});

describe('a log that is shorter than what was answered for', () => {
  const stream = 'nsr.adoption-digisos.0301';
  const refused = (path: string, found: string) => ({
    code: 'corrupt',
    message: expect.stringContaining(
      `events up to position 505 were answered for (${join(path, 'registry.db.head')}), and ${found}`,
    ) as unknown,
  });

  /** A store of 500 events, and 5 in the write-ahead log, as a process leaves it that was killed. */
  async function killedStore(): Promise<string> {
    const [path, killed] = [await storeWithEvents(), make()];
    const store = open(path);
    await store.append(stream, reports(2), 499);
    await store.append(stream, reports(3), 501);
    cpSync(path, killed, { recursive: true });
    return killed;
  }

  it('is none after a kill, which leaves all of it', async () => {
    const path = await killedStore();
    expect(await open(path).head()).toBe(505);
  });

  it('is refused, and left as it was, where its write-ahead log was removed', async () => {
    const path = await killedStore();
    for (const end of ['-wal', '-shm']) rmSync(join(path, `registry.db${end}`));
    const before = readFileSync(join(path, 'registry.db'));
    expect(refusal(path)).toMatchObject(refused(path, 'its last one is at 500'));
    expect(readFileSync(join(path, 'registry.db')).equals(before)).toBe(true);
  });

  it('is read all the same: what is missing is a finding, and a backup has what is there', async () => {
    const path = await killedStore();
    for (const end of ['-wal', '-shm']) rmSync(join(path, `registry.db${end}`));
    expect(await findings(path)).toEqual(['missing-events at 0']);
    const copied = await backUp({ path, file: join(path, 'copy.db') });
    expect(copied).toEqual([expect.objectContaining({ message: expect.stringContaining('its last one is at 500') as unknown })]);
    expect(await readerOf(join(path, 'copy.db')).head()).toBe(500);
  });

  it('is refused where the last commit in its write-ahead log is damaged: the process was killed, and the power never failed', async () => {
    const path = await killedStore();
    const { size } = statSync(join(path, 'registry.db-wal'));
    writeAt(join(path, 'registry.db-wal'), size - 100, Buffer.from('x'));
    expect(refusal(path)).toMatchObject(refused(path, 'its last one is at 502'));
  });

  it('is refused where an older copy was put in its place, or none', async () => {
    const [older, path] = [await storeWithEvents(), make()];
    cpSync(older, path, { recursive: true });
    const store = open(path);
    await store.append(stream, reports(5), 499);
    await store.close();
    cpSync(join(older, 'registry.db'), join(path, 'registry.db'));
    expect(refusal(path)).toMatchObject(refused(path, 'its last one is at 500'));
    for (const gone of [
      () => {
        truncateSync(join(path, 'registry.db'), 0);
      },
      () => {
        rmSync(join(path, 'registry.db'));
      },
    ]) {
      gone();
      expect(refusal(path)).toMatchObject({
        code: 'corrupt',
        message: expect.stringMatching(
          /registry\.db is gone or empty, and events up to position 505 .* for a new log, move \S+registry\.db\.head away$/,
        ) as unknown,
      });
    }
    rmSync(join(path, 'registry.db.head'));
    expect(await open(path).head()).toBe(0);
  });

  it('is another one where it was restored, or begun anew: what was answered for was of the one before', async () => {
    const [path, other] = [await storeWithEvents(), make()];
    const store = open(other);
    await store.append(stream, reports(5), NO_STREAM);
    await store.close();
    cpSync(join(other, 'registry.db'), join(path, 'registry.db'));
    await open(path).close();
    expect(readFileSync(join(path, 'registry.db.head'), 'utf8')).toMatch(new RegExp(`^${store.logId} 0000000000000005 [0-9a-f]{8}\n$`));
  });

  it('is not looked for where nothing says what was answered for', async () => {
    const path = await storeWithEvents();
    const mark = readFileSync(join(path, 'registry.db.head'));
    const flips = Array.from(mark, (_, at) => Buffer.from(mark).fill((mark[at] ?? 0) ^ 1, at, at + 1));
    for (const bytes of [...flips, Buffer.alloc(0), mark.subarray(0, 50)]) {
      writeFileSync(join(path, 'registry.db.head'), bytes);
      const store = open(path);
      expect(await store.head()).toBe(500);
      await store.close();
      expect(readFileSync(join(path, 'registry.db.head')).equals(mark)).toBe(true);
    }
  });

  it('is not found by who reads beside a service that records meanwhile', async () => {
    const path = await storeWithEvents();
    const store = open(path);
    for (let revision = 499; revision < 510; revision += 1) {
      const appended = store.append(stream, reports(1), revision);
      openSqliteReader({ path }).close();
      await appended;
      openSqliteReader({ path }).close();
    }
    expect(readFileSync(join(path, 'registry.db.head'), 'utf8')).toContain(`${store.logId} 0000000000000511 `);
  });

  it('is remembered again as soon as that can be written: the log is whole without it', async () => {
    const path = await storeWithEvents();
    rmSync(join(path, 'registry.db.head'));
    mkdirSync(join(path, 'registry.db.head'));
    const store = open(path);
    expect(await store.append(stream, reports(1), 499)).toMatchObject({ position: 501 });
    rmdirSync(join(path, 'registry.db.head'));
    expect(await store.append(stream, reports(1), 500)).toMatchObject({ position: 502 });
    expect(readFileSync(join(path, 'registry.db.head'), 'utf8')).toContain(' 0000000000000502 ');
  });

  it('is remembered in a file of our own: whoever was there before, or wherever a link of its name leads', async () => {
    const [path, other] = [await storeWithEvents(), join(make(), 'somebody-elses')];
    writeFileSync(other, 'something else');
    rmSync(join(path, 'registry.db.head'));
    symlinkSync(other, join(path, 'registry.db.head'));
    expect(await open(path).append(stream, reports(1), 499)).toMatchObject({ position: 501 });
    expect([readFileSync(other, 'utf8'), lstatSync(join(path, 'registry.db.head')).isFile()]).toEqual(['something else', true]);
  });

  it('is not made out of a damaged event, whose place may be any', async () => {
    const path = await storeWithEvents();
    const good = readFileSync(join(path, 'registry.db'));
    tamper(path, (database) => database.prepare('UPDATE events SET position = 628 WHERE position = 500').run());
    await open(path).close();
    writeFileSync(join(path, 'registry.db'), good);
    expect(await open(path).head()).toBe(500);
  });

  it('is not forgotten where the last event is damaged', async () => {
    const path = await storeWithEvents();
    tamper(path, (database) => database.prepare('UPDATE events SET checksum = 1 WHERE position = 500').run());
    await open(path).close();
    expect(readFileSync(join(path, 'registry.db.head'), 'utf8')).toContain(' 0000000000000500 ');
  });

  it('is remembered where a process was killed that was about to', async () => {
    const path = await storeWithEvents();
    writeFileSync(join(path, 'registry.db.head.partial'), '');
    expect(await open(path).append(stream, reports(1), 499)).toMatchObject({ position: 501 });
    expect(readFileSync(join(path, 'registry.db.head'), 'utf8')).toContain(' 0000000000000501 ');
  });

  it('is looked for also where a journal lies beside the file', async () => {
    for (const journal of ['', 'no journal of SQLite']) {
      const path = await killedStore();
      for (const end of ['-wal', '-shm']) rmSync(join(path, `registry.db${end}`));
      writeFileSync(join(path, 'registry.db-journal'), journal);
      expect(refusal(path)).toMatchObject(refused(path, 'its last one is at 500'));
    }
  });
});

describe('what lies under the name of the log', () => {
  it.each(['removed', 'emptied'])('is refused where it was %s and its write-ahead log is there, which stays', async (how) => {
    const path = make();
    await open(path).append('nsr.adoption-digisos.0301', reports(5), NO_STREAM);
    const killed = make();
    cpSync(path, killed, { recursive: true });
    const file = join(killed, 'registry.db');
    if (how === 'removed') rmSync(file);
    else truncateSync(file, 0);
    const { size } = statSync(`${file}-wal`);
    expect(size).toBeGreaterThan(0);
    expect(refusal(killed)).toMatchObject({ code: 'corrupt', message: expect.stringContaining('registry.db-wal') as unknown });
    expect(() => openSqliteReader({ path: killed })).toThrow(/registry\.db/);
    expect(statSync(`${file}-wal`).size).toBe(size);
  });

  it('is refused where it is a link: nobody would see beside it that another process has it open', async () => {
    const path = await storeWithEvents();
    const linked = make();
    symlinkSync(join(path, 'registry.db'), join(linked, 'registry.db'));
    expect(refusal(linked)).toMatchObject({ code: 'unavailable', message: expect.stringContaining('is a link') as unknown });
    expect(() => openSqliteReader({ path: linked })).toThrow(/is a link/);
  });

  it('is not opened by a SQLite that takes what is asked of it for something else', () => {
    for (const version of ['3.49.1', '3.50.4', '2.99.0']) expect(() => { requireSqlite(version); }).toThrow(/Node 24\.14 or newer/); // prettier-ignore
    for (const version of ['3.51.0', '3.53.4', '4.0.0']) expect(() => { requireSqlite(version); }).not.toThrow(); // prettier-ignore
  });
});
