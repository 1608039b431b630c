import { once } from 'node:events';
import { lstatSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { writeNew } from '../../src/cli/new-file.ts';
import { folder, root, start } from './process.ts';

describe('a file that is written', () => {
  it('does not take the place of one that came there meanwhile', async () => {
    const file = join(folder(), 'backup.db');
    const written = writeNew(file, (partial) => {
      writeFileSync(partial, 'ours');
      writeFileSync(file, 'of somebody else');
      return Promise.resolve();
    });
    await expect(written).rejects.toMatchObject({ name: 'UsageError', message: `${file} is there already, and is never written over` });
    expect([readFileSync(file, 'utf8'), readdirSync(dirname(file))]).toEqual(['of somebody else', ['backup.db']]);
  });

  it('does not take the place of a link, also where it leads to nothing yet', async () => {
    const link = join(folder(), 'backup.db');
    symlinkSync(join(folder(), 'not mounted', 'backup.db'), link);
    await expect(writeNew(link, () => Promise.resolve())).rejects.toMatchObject({ name: 'UsageError' });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
  });

  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('leaves nothing behind where %s ends the process, which ends by it', async (signal) => {
    const path = folder();
    const module = JSON.stringify(join(root, 'src/cli/new-file.ts'));
    const program = `
      const { writeFileSync } = await import('node:fs');
      const { writeNew } = await import(${module});
      await writeNew('${join(path, 'backup.db')}', async (partial) => {
        writeFileSync(partial + '-journal', 'as SQLite does');
        console.log('begun');
        await new Promise((resolve) => setTimeout(resolve, 60_000));
      });`;
    const child = start(process.execPath, ['--input-type=module', '--eval', program], {});
    child.stdout?.once('data', () => child.kill(signal));
    const [code, by] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    expect({ code, by, left: readdirSync(path) }).toEqual({ code: null, by: signal, left: [] });
  });
});
