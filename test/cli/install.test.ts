import { chmodSync, copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ended, folder, root, start } from './process.ts';

/** A clone with another npm first on the path: it writes down how it was called, and what it has installed, as npm does; and it ends with a code. */
function clone(npmEndsWith: number) {
  const path = folder();
  mkdirSync(join(path, 'scripts'));
  cpSync(join(root, 'scripts/install.mjs'), join(path, 'scripts/install.mjs'));
  cpSync(join(root, 'package-lock.json'), join(path, 'package-lock.json'));
  mkdirSync(join(path, 'bin'));
  const npm = join(path, 'bin', 'npm');
  writeFileSync(
    npm,
    `#!/bin/sh\necho "$@" >> '${path}/called'\nmkdir -p '${path}/node_modules'\n[ ${npmEndsWith} = 0 ] || exit ${npmEndsWith}\ncp '${path}/package-lock.json' '${path}/node_modules/.package-lock.json'\n`,
  );
  chmodSync(npm, 0o755);
  return {
    path,
    written: join(path, 'node_modules', '.package-lock.json'),
    called: () => (existsSync(join(path, 'called')) ? readFileSync(join(path, 'called'), 'utf8') : ''),
    install: (...what: readonly string[]) =>
      ended(
        start(
          process.execPath,
          ['scripts/install.mjs', ...what],
          { PATH: `${join(path, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` },
          path,
        ),
      ),
  };
}

interface Lock {
  readonly packages: Record<string, { readonly integrity?: string; readonly dev?: boolean; readonly optional?: boolean }>;
}

const CI = 'ci --ignore-scripts --no-audit --no-fund\n';

describe('what runs before npm start and npm test', () => {
  it('installs from the lock file in a fresh clone, without install scripts', async () => {
    const { install, called } = clone(0);
    const { code } = await install();
    expect({ code, called: called() }).toEqual({ code: 0, called: CI });
  });

  it('does nothing when nothing is missing: it does not even ask npm', async () => {
    const { install, called } = clone(0);
    await install();
    const { code, stdout, stderr } = await install();
    expect({ code, stdout, stderr, called: called() }).toEqual({ code: 0, stdout: '', stderr: '', called: CI });
  });

  it('installs again when the lock file has changed since', async () => {
    const { install, called, path } = clone(0);
    await install();
    const lock = JSON.parse(readFileSync(join(path, 'package-lock.json'), 'utf8')) as Lock;
    lock.packages['node_modules/express'] = { integrity: 'sha512-another' };
    writeFileSync(join(path, 'package-lock.json'), JSON.stringify(lock));
    await install();
    expect(called()).toBe(CI + CI);
  });

  it('starts nothing when npm fails, and tries again the next time', async () => {
    const { install, called, written } = clone(7);
    const { code, stderr } = await install();
    expect({ code, complete: existsSync(written) }).toEqual({ code: 7, complete: false });
    expect(stderr).toContain('npm ci failed; nothing was started');
    await install();
    expect(called()).toBe(CI + CI);
  });

  it('does not take an install that was begun for one that was completed', async () => {
    const { install, called, path } = clone(0);
    mkdirSync(join(path, 'node_modules', 'express'), { recursive: true });
    copyFileSync(join(root, 'package.json'), join(path, 'node_modules', 'express', 'package.json'));
    await install();
    expect(called()).toBe(CI);
  });

  it('leaves an install for production alone, under which a service may run, and installs what tests need for those', async () => {
    const { install, called, path, written } = clone(0);
    const { packages } = JSON.parse(readFileSync(join(path, 'package-lock.json'), 'utf8')) as Lock;
    const kept = Object.entries(packages).filter(([, { dev = false, optional = false }]) => !dev && !optional);
    mkdirSync(join(path, 'node_modules'));
    writeFileSync(written, JSON.stringify({ packages: Object.fromEntries(kept) }));
    await install();
    expect(called()).toBe('');
    await install('dev');
    expect(called()).toBe(CI);
  });
});
