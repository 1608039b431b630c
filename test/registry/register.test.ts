import { describe, expect, it } from '@jest/globals';
import type { RegisterEntry } from '../../src/domain/municipality/load.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { municipalityRegister } from '../../src/reference/register.ts';
import { recordRegister } from '../../src/registry/register.ts';
import { RegisterDiverged } from '../../src/registry/register-diverged.ts';
import { Registry } from '../../src/registry/registry.ts';
import { folder, registry as command } from '../cli/process.ts';

const released = municipalityRegister();
const [last] = released.slice(-1) as [RegisterEntry];
/** The same fact as a release had it that knew another date: under another id. */
const former: RegisterEntry = { ...last, id: '5a3e1d6c-0b1f-4c57-9d3e-0d5b8f1b7a10' };

/** What two releases in turn record into one log, and what that has at its end. */
async function recordedBy(...releases: readonly (readonly RegisterEntry[])[]) {
  const path = folder();
  const store = openSqliteStore({ path });
  const registry = new Registry(store);
  const counts: unknown[] = [];
  for (const release of releases) counts.push(await recordRegister(registry, release).catch((fault: unknown) => fault));
  const head = await store.head();
  await store.close();
  return { path, counts, head };
}

describe('the municipality register of a release', () => {
  it('is not recorded where the log and it each have what the other lacks: a date was mended, and both would stand', async () => {
    const before = [...released.slice(0, 400), former];
    const { path, counts, head } = await recordedBy(before, released);
    expect(counts).toEqual([401, expect.any(RegisterDiverged)]);
    expect(String(counts[1])).toContain(`(${last.fact.type} ${JSON.stringify(last.fact.data)})`);
    expect(head).toBe(401);
    expect(await command(['serve'], { DATA_DIR: path, PORT: '0', LOG_LEVEL: 'warn' })).toMatchObject({
      code: 3,
      stderr: `${(counts[1] as Error).message}\n`,
    });
  });

  it('may lack what a later release recorded, and is completed by one', async () => {
    const [earlier, later] = [released.slice(0, 300), released.slice(0, 400)];
    expect(await recordedBy(later, earlier, later)).toMatchObject({ counts: [400, 0, 0], head: 400 });
    expect(await recordedBy(earlier, later)).toMatchObject({ counts: [300, 100], head: 400 });
  });
});
