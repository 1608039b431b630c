import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from '@jest/globals';
import { pragma } from '../../src/eventstore/sqlite/pragmas.ts';
import { STORE_VERSION } from '../../src/eventstore/sqlite/schema.ts';
import { asOfVersion } from '../eventstore/sqlite/older.ts';
import { folder, registry, serve } from './process.ts';
import { fileOf, storeWithDigisos } from './store.ts';

const OLDER = STORE_VERSION - 1;
const MIGRATING = 'the store is led to the version of this release, and no older one will open it';

async function olderStore(): Promise<string> {
  const path = folder();
  asOfVersion(OLDER, await storeWithDigisos(), path);
  return path;
}

function versionOf(path: string): unknown {
  const database = new DatabaseSync(join(path, 'registry.db'), { readOnly: true });
  const version = pragma(database, 'user_version');
  database.close();
  return version;
}

describe('a store of an older release', () => {
  it('is left to that release where the start is refused for its address', async () => {
    const path = await olderStore();
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code } = await registry(['serve'], { DATA_DIR: path, PORT: String(port) });
    other.close();
    expect([code, versionOf(path)]).toEqual([2, OLDER]);
  });

  it('is led to the version of this one at its first start, which is told at the level of warnings, and at no other', async () => {
    const path = await olderStore();
    const lines: string[] = [];
    for (let time = 0; time < 2; time += 1) {
      const { stdout } = await (await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' })).stop();
      lines.push(...stdout.trim().split('\n'));
    }
    const told = lines.map((line) => JSON.parse(line) as { msg: string }).filter(({ msg }) => msg === MIGRATING);
    expect(told).toEqual([expect.objectContaining({ level: 40, from: OLDER, to: STORE_VERSION })]);
    expect(versionOf(path)).toBe(STORE_VERSION);
  });

  it('is not migrated by an import that only looks, and told of by one that records, and by rebuild', async () => {
    const path = await olderStore();
    const table = fileOf(['effective_from,number,stage', '2018-04-23,0301,in-use']);
    const importing = (...options: string[]) =>
      registry(['import', 'adoption', table, '--solution', 'digisos', ...options], { DATA_DIR: path });
    const dry = await importing('--dry-run');
    expect([dry.code, dry.stderr, versionOf(path)]).toEqual([
      3,
      expect.stringContaining('start the service once, which migrates it'),
      OLDER,
    ]);
    const told = `the store is led from version ${OLDER} to ${STORE_VERSION}`;
    expect(await importing()).toMatchObject({ code: 0, stderr: expect.stringContaining(told) as unknown });
    expect(await importing()).toMatchObject({ code: 0, stderr: expect.not.stringContaining(told) as unknown });
    expect(await registry(['rebuild'], { DATA_DIR: await olderStore() })).toMatchObject({
      code: 0,
      stderr: expect.stringContaining(told) as unknown,
    });
  });

  it('is none where a new one is made', async () => {
    const { stdout } = await (await serve({ DATA_DIR: folder(), LOG_LEVEL: 'warn' })).stop();
    expect(stdout).not.toContain(MIGRATING);
  });
});
