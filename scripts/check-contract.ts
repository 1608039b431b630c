import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readContract } from '../src/http/contract/document.ts';
import { compileSchemas } from './compile-schemas.ts';
import { contractTypes, TYPES } from './contract-types.ts';

/**
 * Whether the contract is sound, and what was generated from it is current. Nothing is written; exit code 1 where it is not.
 * Neither tool may call home, nor say that a newer one is to be had.
 */
const QUIET = { REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true', DO_NOT_TRACK: '1', NO_UPDATE_NOTIFIER: '1' };
const BUNDLE = 'openapi/openapi.json';
const root = join(import.meta.dirname, '..');

interface Run {
  readonly ok: boolean;
  /** What it wrote, for whoever must mend it. */
  readonly said: string;
}

function run(tool: string, ...args: readonly string[]): Run {
  const file = join(root, 'node_modules', '.bin', tool);
  const { status, stdout, stderr, error } = spawnSync(file, args, {
    cwd: root,
    env: { ...process.env, ...QUIET },
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (error !== undefined) throw error;
  return { ok: status === 0, said: `${stdout}${stderr}`.trim() };
}

/** Each says nothing where all is well, else what to do. */
const checks: readonly (() => string | undefined | Promise<string | undefined>)[] = [
  function lint() {
    const { ok, said } = run('redocly', 'lint', '--format', 'stylish');
    return ok ? undefined : `the contract breaks a rule of redocly.yaml:\n${said}`;
  },
  function bundle() {
    const folder = mkdtempSync(join(tmpdir(), 'registry-contract-'));
    try {
      const bundled = join(folder, 'openapi.json');
      const { ok, said } = run('redocly', 'bundle', 'openapi/openapi.yaml', '--output', bundled);
      if (!ok) return `the contract cannot be bundled:\n${said}`;
      const current = readFileSync(bundled).equals(readFileSync(join(root, BUNDLE)));
      return current ? undefined : `${BUNDLE} is not what openapi/ bundles to; run: npm run contract`;
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  async function types() {
    const current = readFileSync(TYPES, 'utf8') === (await contractTypes());
    return current ? undefined : `${TYPES} is not what openapi/ generates; run: npm run contract`;
  },
  function schemas() {
    try {
      compileSchemas(readContract());
      return undefined;
    } catch (error) {
      return `the service cannot compile a schema of ${BUNDLE}: ${(error as Error).message}`;
    }
  },
];

/** The first fault only: what follows from it would hide it. */
let fault: string | undefined;
for (const check of checks) fault ??= await check();
if (fault === undefined) console.log('the contract is sound, and its bundle and types are current');
else console.error(fault);
process.exitCode = fault === undefined ? 0 : 1;
