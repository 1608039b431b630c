import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

/** How the command that takes a snapshot has ended; `code` is null where it was killed. */
export interface Said {
  readonly code: number | null;
  readonly stderr: string;
}

const CLI = fileURLToPath(new URL('./cli.ts', import.meta.url));

/*
 * A process that waits for the service to ask for a snapshot, has it taken by the command of the CLI, and says how that ended. When the service
 * ends, or lets go of it, it ends what is under way, and with that itself.
 */
let taking: ChildProcess | undefined;
process.once('disconnect', () => taking?.kill());
process.on('message', () => {
  void take().then((said) => process.connected && process.send?.(said));
});

async function take(): Promise<Said> {
  const child = spawn(process.execPath, [CLI, 'snapshot'], { stdio: ['ignore', 'ignore', 'pipe'] });
  taking = child;
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const stderr = text(child.stderr);
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stderr: await stderr };
}
