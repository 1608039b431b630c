import {
  chmodSync,
  copyFileSync,
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, jest } from '@jest/globals';
import { misleadIndex, tamper } from '../eventstore/sqlite/tamper.ts';
import { ask, type Ended, ended, folder, registry, root, serve, start } from './process.ts';
import { eventsIn, headOf, importInto, storeWithDigisos } from './store.ts';

// Each is several processes, one after the other: on a machine with other work that takes its time.
jest.setTimeout(240_000);

const backUp = (path: string, file: string) => registry(['backup', file], { DATA_DIR: path });
const restore = (file: string, path: string, ...options: string[]) => registry(['restore', file, ...options], { DATA_DIR: path });
const reports = (url: string, number: string) => `${url}/v1/solutions/digisos/adoptions/${number}/reports`;
const inUse = (effectiveFrom: string) => ({ effectiveFrom, stage: 'in-use', source: 'supplier' });

let made: Promise<string> | undefined;

/** A backup of a store that nobody has open, as a file of its own. */
async function backupOfDigisos(): Promise<string> {
  const file = join(folder(), 'backup.db');
  copyFileSync(await (made ??= make()), file);
  return file;
}

async function make(): Promise<string> {
  const file = join(folder(), 'backup.db');
  const { code, stderr } = await backUp(await storeWithDigisos(), file);
  if (code !== 0) throw new Error(stderr);
  return file;
}

/** A store in which one event says something else than was written. */
async function alteredStore(): Promise<string> {
  const path = await storeWithDigisos();
  tamper(path, (database) => database.exec(`UPDATE events SET data = replace(data, 'Digisos', 'Digitos') WHERE stream = 'nsr.solution-digisos'`)); // prettier-ignore
  return path;
}

/** What `verify`, `backup` and `restore` each find in a store, as lines, and what each ends with. */
async function foundIn(path: string) {
  const [file, into] = [join(folder(), 'backup.db'), join(folder(), 'data')];
  const ended = [await registry(['verify'], { DATA_DIR: path }), await backUp(path, file), await restore(file, into)];
  const findings = ({ stdout, stderr }: Ended) => `${stdout}${stderr}`.split('\n').filter((line) => /^[a-z]+-[a-z]+: /.test(line));
  return ended.map((one) => ({ code: one.code, findings: findings(one) }));
}

describe('a backup that is restored', () => {
  it('is the log of the moment, with a new log id: the same figures, old positions are gone, and it goes on', async () => {
    const path = await storeWithDigisos();
    const file = join(folder(), 'backup.db');
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    for (const number of ['0301', '1103']) expect((await ask(reports(service.url, number), inUse('2019-01-01'))).status).toBe(201);
    const told = await backUp(path, file);
    const head = await headOf(path);
    expect(told).toEqual({ code: 0, stdout: '', stderr: expect.stringContaining(`${file}: ${head} events, verified: nothing found\n`) });
    const coverage = '/v1/solutions/digisos/coverage?asOf=2019-06-30';
    const figures = ({ body: { position: _, knownAt: __, ...rest } }: Awaited<ReturnType<typeof ask>>) => rest;
    const then = await ask(`${service.url}${coverage}`);
    const lost = await ask(reports(service.url, '5001'), inUse('2019-01-01'));
    await service.stop();

    const into = join(folder(), 'data');
    expect(await restore(file, into)).toEqual({ code: 0, stdout: '', stderr: `${into}: restored ${head} events: nothing found\n` });
    expect(await eventsIn(into)).toEqual((await eventsIn(path)).slice(0, head));
    const again = await serve({ DATA_DIR: into, LOG_LEVEL: 'warn' });
    expect(figures(await ask(`${again.url}${coverage}`))).toEqual(figures(then));
    const old = await ask(`${again.url}${coverage}&knownAt=${String(lost.body['position'])}`);
    expect({ status: old.status, code: old.body['code'] }).toEqual({ status: 410, code: 'position-of-another-log' });
    expect((await ask(reports(again.url, '5001'), inUse('2019-02-01'))).status).toBe(201);
    await again.stop();
    expect(await headOf(into)).toBe(head + 1);
    expect(readdirSync(into)).not.toContain('unfinished');
  });

  it('needs no help of the store that it was made of, and may be restored again and again', async () => {
    const file = await backupOfDigisos();
    const bytes = readFileSync(file);
    const [one, two] = [join(folder(), 'one'), join(folder(), 'two')];
    expect([(await restore(file, one)).code, (await restore(file, two)).code]).toEqual([0, 0]);
    const idOf = (store: string): unknown => {
      const database = new DatabaseSync(join(store, 'registry.db'), { readOnly: true });
      const row = database.prepare('SELECT id FROM log').get();
      database.close();
      return row?.['id'];
    };
    expect(new Set([await storeWithDigisos(), one, two].map(idOf)).size).toBe(3);
    expect(readFileSync(file).equals(bytes)).toBe(true);
  });
});

describe('backup', () => {
  it('never writes over a file', async () => {
    const file = join(folder(), 'backup.db');
    writeFileSync(file, 'last year');
    const { code, stderr } = await backUp(await storeWithDigisos(), file);
    expect({ code, stderr }).toEqual({ code: 2, stderr: `${file} is there already, and is never written over\n` });
    expect(readFileSync(file, 'utf8')).toBe('last year');
  });

  it('leaves another backup to the same name alone, and says so', async () => {
    const file = join(folder(), 'backup.db');
    writeFileSync(`${file}.partial`, 'half of one');
    const { code, stderr } = await backUp(await storeWithDigisos(), file);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: `${file}.partial is there: another process writes it, or was cut short; then remove it first\n`,
    });
    expect(readFileSync(`${file}.partial`, 'utf8')).toBe('half of one');
  });

  it('takes a name that SQLite would take for an address', async () => {
    const [path, from] = [await storeWithDigisos(), folder()];
    const { code } = await ended(start(process.execPath, [join(root, 'src/cli.ts'), 'backup', 'file:backup.db'], { DATA_DIR: path }, from));
    expect([code, readdirSync(from)]).toEqual([0, ['file:backup.db']]);
  });

  it('says where it cannot write, and what has no store', async () => {
    const nowhere = await backUp(await storeWithDigisos(), join(folder(), 'missing', 'backup.db'));
    expect({ code: nowhere.code, stderr: nowhere.stderr }).toEqual({ code: 3, stderr: expect.stringContaining('ENOENT') });
    const file = join(folder(), 'backup.db');
    const nothing = await backUp(folder(), file);
    expect({ code: nothing.code, stderr: nothing.stderr }).toEqual({ code: 3, stderr: expect.stringContaining('there is no ') });
    expect([existsSync(file), existsSync(`${file}.partial`)]).toEqual([false, false]);
  });

  it('keeps the copy of a log in which something is wrong, names it, and ends with 1', async () => {
    const file = join(folder(), 'backup.db');
    const { code, stderr } = await backUp(await alteredStore(), file);
    expect(code).toBe(1);
    expect(stderr).toContain('broken-chain: event ');
    expect(stderr).toContain('2 findings in the store itself, which the copy has as well\n');
    expect(existsSync(file)).toBe(true);
  });
});

describe('verify, backup and restore', () => {
  const altered = (sql: string) => (path: string) => { tamper(path, (database) => { database.exec(sql); }); }; // prettier-ignore
  it.each([
    ['an index that leads elsewhere', /^damaged-file: row \d+ missing from index /, misleadIndex],
    ['an event of which the checksum is another', /^wrong-checksum: event /, altered('UPDATE events SET checksum = 1 WHERE position = 7')],
    ['something in short that is there twice', /^wrong-record: position \d+: /, altered('UPDATE index_segments SET records = CAST(records || records AS BLOB)')],
  ])('find the same and end with 1: %s', async (_, finding, damage) => {
    const path = await storeWithDigisos();
    await importInto(path, ['effective_from,number,stage', '2018-04-23,0301,in-use']);
    damage(path);
    const [verified, ...others] = await foundIn(path);
    expect(verified).toMatchObject({ code: 1, findings: expect.arrayContaining([expect.stringMatching(finding)]) as unknown });
    for (const other of others) expect(other).toEqual(verified);
  }); // prettier-ignore
});

describe('restore', () => {
  it('restores nothing where there is a store, or a part of one', async () => {
    const [file, path, left] = [await backupOfDigisos(), await storeWithDigisos(), folder()];
    writeFileSync(join(left, 'registry.db-wal'), 'what SQLite would take for a part of it');
    const before = await eventsIn(path);
    for (const [into, there] of [
      [path, 'registry.db'],
      [left, 'registry.db-wal'],
    ] as const) {
      // prettier-ignore
      const { code, stderr } = await restore(file, into);
      expect({ code, stderr }).toEqual({
        code: 3,
        stderr: expect.stringContaining(`${join(into, there)} is there; move it away first`),
      });
    }
    expect(await eventsIn(path)).toEqual(before);
    expect(existsSync(join(left, 'registry.db'))).toBe(false);
  });

  it('names what was altered and restores nothing, unless it is told to', async () => {
    const path = await alteredStore();
    const [file, into] = [join(folder(), 'backup.db'), join(folder(), 'data')];
    await backUp(path, file);
    const refused = await restore(file, into);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain('broken-chain: event ');
    expect(refused.stderr).toContain('2 findings; nothing was restored\n');
    expect(readdirSync(into)).toEqual(['writer.lock']);
    const accepted = await restore(file, into, '--accept-findings');
    expect(accepted).toMatchObject({ code: 1, stderr: expect.stringContaining(': 2 findings\n') });
    expect(await eventsIn(into)).toEqual(await eventsIn(path));
  });

  it.each([
    ['is empty', (file: string) => { truncateSync(file); }, 'is no backup of a registry: it is empty, or '],
    ['is something else', (file: string) => { writeFileSync(file, 'a spreadsheet, perhaps'.repeat(500)); }, 'is no backup of a registry: file is not a database\n'],
    ['was cut off', (file: string) => { truncateSync(file, Math.floor(statSync(file).size / 2)); }, 'is no backup of a registry: database disk image is malformed\n'],
    ['lost a trigger', (file: string) => { const one = new DatabaseSync(file); one.exec('DROP TRIGGER events_are_never_deleted'); one.close(); }, 'is no backup of a registry: trigger events_are_never_deleted is not there'],
    ['belongs to a running store', (file: string) => { writeFileSync(`${file}-wal`, 'what SQLite takes for a part of it'); }, 'is no backup of a registry: a part of it is in '],
  ])('restores nothing of a file that %s', async (_, spoil, message) => {
    const into = join(folder(), 'data');
    const file = await backupOfDigisos();
    spoil(file);
    const { code, stderr } = await restore(file, into);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`${file} ${message}`) });
    expect(readdirSync(into)).toEqual(['writer.lock']);
  }); // prettier-ignore

  it('looks beside the file itself where it is given a link: that of a running store is none', async () => {
    const [into, links] = [join(folder(), 'data'), folder()];
    const file = await backupOfDigisos();
    writeFileSync(`${file}-wal`, 'what SQLite takes for a part of it');
    symlinkSync(file, join(links, 'backup.db'));
    const { code, stderr } = await restore(join(links, 'backup.db'), into);
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('a part of it is in ') });
    expect(readdirSync(into)).toEqual(['writer.lock']);
  });

  it("takes a copy of a store's own file only where it is told to: that of a running store lacks what was recorded last", async () => {
    const [path, into, copy] = [await storeWithDigisos(), join(folder(), 'data'), join(folder(), 'copy.db')];
    copyFileSync(join(path, 'registry.db'), copy);
    const { code, stderr } = await restore(copy, into);
    expect({ code, stderr }).toEqual({
      code: 3,
      stderr: expect.stringContaining(`${copy} is no backup of a registry: it is a copy of a store's own file, `),
    });
    expect(readdirSync(into)).toEqual(['writer.lock']);
    expect((await restore(copy, into, '--accept-copy')).code).toBe(0);
    expect(await eventsIn(into)).toEqual(await eventsIn(path));
  });

  it.each([
    ['that is kept write-protected', (file: string) => { chmodSync(file, 0o444); }],
    ['beside which a reader has left an empty write-ahead log', (file: string) => { writeFileSync(`${file}-wal`, ''); }],
  ])('takes a file %s, and makes a store that can be written', async (_, change) => {
    const into = join(folder(), 'data');
    const file = await backupOfDigisos();
    change(file);
    expect((await restore(file, into)).code).toBe(0);
    expect(statSync(join(into, 'registry.db')).mode & 0o200).toBe(0o200);
  }); // prettier-ignore

  it('refuses the backup of a newer release', async () => {
    const file = await backupOfDigisos();
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 999');
    database.close();
    const { code, stderr } = await restore(file, join(folder(), 'data'));
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining(`${file} was written by a newer release`) });
  });

  it('waits for nobody: a folder in which a service starts is refused', async () => {
    const file = await backupOfDigisos();
    const path = folder();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const { code, stderr } = await restore(file, path);
    await service.stop();
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringContaining('another process already writes to ') });
  });
});
