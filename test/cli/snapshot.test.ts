import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { tamper } from '../eventstore/sqlite/tamper.ts';
import { ask, folder, registry, serve } from './process.ts';
import { eventsIn, headOf, importInto, storeWithDigisos } from './store.ts';

const TABLE = ['effective_from,number,stage', '2018-04-23,0301,in-use', '2018-02-19,1201,in-use'];
const COVERAGE = '/v1/solutions/digisos/coverage?asOf=2018-12-31';
const fileIn = (path: string): string => join(path, 'read-models.snapshot');

async function storeWithReports(): Promise<string> {
  const path = await storeWithDigisos();
  await importInto(path, TABLE);
  return path;
}

/** What a service on the store answers, and what it said of its start. */
async function served(path: string) {
  const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'info' });
  const { body } = await ask(service.url + COVERAGE);
  await service.stop();
  const said = service.lines.map((line) => JSON.parse(line) as { msg?: string; events?: number; unusable?: string });
  const begun = said.find(({ msg }) => msg?.startsWith('the read models are current') === true || msg?.startsWith('the snapshot') === true);
  return { numerator: (body['municipalities'] as { numerator: number }).numerator, events: begun?.events, unusable: begun?.unusable };
}

describe('snapshot', () => {
  it('is taken beside a running service, and the next start begins from it', async () => {
    const path = await storeWithReports();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const taken = await registry(['snapshot'], { DATA_DIR: path });
    await service.stop();
    const head = await headOf(path);
    expect(taken).toEqual({ code: 0, stdout: '', stderr: `snapshot up to position ${head}\n` });
    expect(await served(path)).toEqual({ numerator: 2, events: head, unusable: undefined });
  }, 180_000);

  it('that was altered is thrown away at the next start, which says so', async () => {
    const path = await storeWithReports();
    await registry(['snapshot'], { DATA_DIR: path });
    const bytes = readFileSync(fileIn(path));
    writeFileSync(fileIn(path), bytes.fill(~(bytes[2000] ?? 0), 2000, 2001));
    expect(await served(path)).toEqual({ numerator: 2, events: 0, unusable: 'it is damaged' });
    expect(existsSync(fileIn(path))).toBe(false);
  }, 180_000);

  it('of an empty log is none', async () => {
    const path = folder();
    expect(await registry(['snapshot'], { DATA_DIR: path })).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('there is no') as unknown,
    });
    expect(existsSync(fileIn(path))).toBe(false);
  });
});

describe('rebuild', () => {
  it('makes anew from the events whatever is derived, and leaves the events as they are', async () => {
    const path = await storeWithReports();
    await registry(['snapshot'], { DATA_DIR: path });
    const [events, before] = [await eventsIn(path), readFileSync(fileIn(path))];
    tamper(path, (database) => {
      database.exec('UPDATE index_segments SET records = zeroblob(0)');
    });
    const { code, stderr } = await registry(['rebuild'], { DATA_DIR: path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: `snapshot up to position ${events.length}\n` });
    expect(await registry(['verify'], { DATA_DIR: path })).toMatchObject({ code: 0, stdout: '' });
    expect(await eventsIn(path)).toEqual(events);
    expect(readFileSync(fileIn(path)).equals(before)).toBe(true);
  });

  it('is refused while the store is served, and changes nothing', async () => {
    const path = await storeWithReports();
    await registry(['snapshot'], { DATA_DIR: path });
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const { code, stderr } = await registry(['rebuild'], { DATA_DIR: path });
    await service.stop();
    expect({ code, there: existsSync(fileIn(path)) }).toEqual({ code: 3, there: true });
    expect(stderr).toContain('another process already writes to');
  });

  it('makes no store where there is none', async () => {
    const path = join(folder(), 'data');
    expect((await registry(['rebuild'], { DATA_DIR: path })).code).toBe(3);
    expect(existsSync(path)).toBe(false);
  });

  /** A link to itself, which root cannot look at either: no rights keep root from a folder. */
  it('says why a folder may not be looked at, and not that nothing is there', async () => {
    const path = join(folder(), 'data');
    symlinkSync(path, path);
    const { code, stderr } = await registry(['rebuild'], { DATA_DIR: path });
    expect(code).toBe(3);
    expect(stderr).toMatch(/^the store is unavailable: .*ELOOP/);
  });
});
