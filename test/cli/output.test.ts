import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { ended, root, start, starting } from './process.ts';
import { eventsIn, fileOf, headOf, storeWithDigisos } from './store.ts';

const TABLE = ['effective_from,number,stage', '2018-04-23,0301,in-use'];

describe('stdout that takes nothing', () => {
  it.each([['--help'], ['export']])('is told in a sentence, with the exit code of what was not done whole (%s)', async (command) => {
    const child = starting([command], { DATA_DIR: await storeWithDigisos() });
    child.stdout?.destroy(); // as `| head` does, which has read enough
    const [stderr, [code]] = (await Promise.all([text(child.stderr as Readable), once(child, 'close')])) as [string, [number]];
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/^(.+: .+\n)*stdout cannot be written: write EPIPE\n$/) });
  });

  it('is told, too, by a command that goes on for a while after it has spoken', async () => {
    const child = starting(['import', 'adoption', fileOf(TABLE), '--solution', 'digisos'], { DATA_DIR: await storeWithDigisos() });
    child.stdout?.destroy();
    const [code] = (await once(child, 'close')) as [number];
    expect(code).toBe(3);
  });

  const isThere = existsSync('/dev/full');
  (isThere ? it : it.skip)('keeps no command from what it does (/dev/full, where there is one)', async () => {
    const path = await storeWithDigisos();
    const head = await headOf(path);
    const shell = `exec "$0" src/cli.ts import adoption ${fileOf(TABLE)} --solution digisos > /dev/full`;
    const { code, stderr } = await ended(start('sh', ['-c', shell, process.execPath], { DATA_DIR: path }, root));
    expect({ code, stderr }).toEqual({ code: 3, stderr: expect.stringMatching(/\nstdout cannot be written: .*ENOSPC.*\n$/) });
    expect((await eventsIn(path)).length).toBe(head + 1);
    expect(existsSync(join(path, 'registry.db.closed'))).toBe(true);
  });
});
