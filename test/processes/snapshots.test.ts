import { execFileSync } from 'node:child_process';
import { closeSync, constants, existsSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { snapshotsOf } from '../../src/snapshot-process.ts';
import { ended, folder, root, start } from '../cli/process.ts';
import { storeWithDigisos } from '../cli/store.ts';

const fileIn = (path: string): string => join(path, 'read-models.snapshot');
const takingIn = (path: string) => snapshotsOf(readConfig({ DATA_DIR: path }));

/** A pipe in the place of the snapshot, held by us once somebody reads it: whoever begins with it waits for what we never write. */
async function readPipeIn(path: string): Promise<number> {
  execFileSync('mkfifo', [fileIn(path)]);
  for (;;) {
    try {
      return openSync(fileIn(path), constants.O_WRONLY | constants.O_NONBLOCK);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENXIO') throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}

/** Whether somebody has the other end of a pipe open. */
function isRead(pipe: number): boolean {
  try {
    return writeSync(pipe, ' ') > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EPIPE') return false;
    throw error;
  }
}

const goingOn = (): AbortSignal => new AbortController().signal;

describe('a snapshot beside the service', () => {
  it('is taken by another process, as often as it is asked for', async () => {
    const path = await storeWithDigisos();
    const take = takingIn(path);
    for (let time = 0; time < 2; time += 1) {
      rmSync(fileIn(path), { force: true });
      await take(goingOn());
      expect(existsSync(fileIn(path))).toBe(true);
    }
  });

  it('that cannot be taken says why', async () => {
    await expect(takingIn(folder())(goingOn())).rejects.toThrow(/^registry snapshot ended with 3: .*there is no/);
  });

  it('has nobody at work any more once it has been given up: whoever writes the last one then is alone', async () => {
    const path = await storeWithDigisos();
    const ending = new AbortController();
    const taken = takingIn(path)(ending.signal);
    taken.catch(() => undefined);
    const pipe = await readPipeIn(path);
    expect(isRead(pipe)).toBe(true);
    ending.abort();
    await expect(taken).rejects.toMatchObject({ name: 'AbortError' });
    expect(isRead(pipe)).toBe(false);
    closeSync(pipe);
  });

  it('is given up when the service ends, and taken when it is asked for after all', async () => {
    const path = await storeWithDigisos();
    const take = takingIn(path);
    const ending = new AbortController();
    const taken = take(ending.signal);
    ending.abort();
    await expect(taken).rejects.toMatchObject({ name: 'AbortError' });
    expect(existsSync(fileIn(path))).toBe(false);
    await take(goingOn());
    expect(existsSync(fileIn(path))).toBe(true);
  });

  it('is given up where the system starts no other process, which ends nobody, and taken once it does', async () => {
    const path = await storeWithDigisos();
    const program = `
      const { execPath } = process;
      process.execPath = 'no such program';
      const { readConfig } = await import('./src/config.ts');
      const { snapshotsOf } = await import('./src/snapshot-process.ts');
      const take = snapshotsOf(readConfig({ DATA_DIR: ${JSON.stringify(path)} }));
      const serving = setInterval(() => undefined, 1_000);
      const taken = () => take(new AbortController().signal).then(() => 'taken', ({ code }) => code);
      console.log(await taken(), await new Promise(setImmediate).then(taken));
      process.execPath = execPath;
      console.log(await taken());
      clearInterval(serving);
    `;
    const { code, stdout } = await ended(start(process.execPath, ['--input-type=module', '--eval', program], {}, root));
    expect([code, stdout.split('\n')]).toEqual([0, ['ENOENT ENOENT', 'taken', '']]);
    expect(existsSync(fileIn(path))).toBe(true);
  });
});
