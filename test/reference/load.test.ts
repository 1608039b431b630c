import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { loadMunicipalityRegister } from '../../src/reference/load.ts';
import { NotFoldedYet, Registry } from '../../src/registry/registry.ts';
import { folder } from '../cli/process.ts';

const ended: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const end of ended) await end();
});

/** A registry on a new log, which has not folded its head when it is asked so many times. */
async function behind(times: number) {
  const store = openSqliteStore({ path: folder() });
  const registry = new Registry(store);
  await registry.start((fault) => { throw fault; }); // prettier-ignore
  ended.push(async () => {
    await registry.stop();
    await store.close();
  });
  const readHead = jest.spyOn(registry, 'readHead');
  for (let time = 0; time < times; time += 1) readHead.mockRejectedValueOnce(new NotFoldedYet('the read models are behind the log'));
  return registry;
}

describe('a first start', () => {
  it('has time: it waits for read models that are late, as behind a server that keeps events back', async () => {
    const registry = await behind(3);
    expect(await loadMunicipalityRegister(registry)).toBeGreaterThan(1_000);
    expect(registry.follower.folded).toBe(await registry.store.head());
  });

  it('does not wait for ever', async () => {
    await expect(loadMunicipalityRegister(await behind(1_000))).rejects.toThrow(NotFoldedYet);
  });
});
