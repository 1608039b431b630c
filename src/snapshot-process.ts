import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import type { Taking } from './registry/snapshots/keeper.ts';

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

/**
 * Takes a snapshot by the command of the CLI, in a process of its own and of low priority: it reads the log itself, so that nothing of
 * it is done between two requests, and its memory is given back when it ends.
 */
export function snapshotsOf({ DATA_DIR, KNOWN_BAD_EVENTS }: Config): Taking {
  const env = { ...process.env, DATA_DIR, KNOWN_BAD_EVENTS: KNOWN_BAD_EVENTS.join(',') };
  return async (signal) => {
    const child = spawn(process.execPath, [CLI, 'snapshot'], { env, signal, stdio: ['ignore', 'ignore', 'pipe'] });
    if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
    const said = text(child.stderr);
    const [code] = (await once(child, 'close')) as [number | null];
    if (code !== 0) throw new Error(`registry snapshot ended with ${String(code)}: ${await said}`);
  };
}
