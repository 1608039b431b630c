import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, expect, it } from '@jest/globals';
import { folder, root } from './process.ts';

/** Whether anybody still answers there. */
const answers = (url: string): Promise<boolean> => fetch(`${url}/health/live`).then(({ ok }) => ok, () => false); // prettier-ignore

describe('npm start', () => {
  it('takes the service with it when it is ended, although its shell passes no signal on', async () => {
    const npm = spawn('npm', ['start'], {
      cwd: root,
      env: { ...process.env, PORT: '0', DATA_DIR: folder() },
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let said = '';
    const url = await new Promise<string>((resolve, reject) => {
      npm.once('error', reject);
      npm.stdout.on('data', (chunk: Buffer) => {
        said += chunk.toString();
        const found = /listening on (http:\/\/[^"\s]+)/.exec(said)?.[1];
        if (found !== undefined) resolve(found);
      });
    });
    expect(await answers(url)).toBe(true);
    // The pipe is closed by the last who holds it: npm, its shell, and the service.
    const closed = once(npm.stdout, 'close');
    npm.kill('SIGTERM');
    await closed;
    expect(await answers(url)).toBe(false);
  });
});
