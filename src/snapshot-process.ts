import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Config } from './config.ts';
import type { Taking } from './registry/snapshots/keeper.ts';
import type { Said } from './snapshot-starter.ts';

const STARTER = fileURLToPath(new URL('./snapshot-starter.ts', import.meta.url));

/**
 * Takes a snapshot in a process of its own and of low priority: it reads the log itself, so that nothing of it is done between two requests, and
 * its memory is given back when it ends. Another small process waits from now on to start it, since the system copies the tables of all the
 * memory of who starts one: the service would be held up by 20 to 60 ms with a million events.
 */
export function snapshotsOf({ DATA_DIR, KNOWN_BAD_EVENTS }: Config): Taking {
  const env = { ...process.env, DATA_DIR, KNOWN_BAD_EVENTS: KNOWN_BAD_EVENTS.join(',') };
  let starter = waiting(env);
  return async (signal) => {
    if (!starter.connected || starter.pid === undefined) starter = waiting(env);
    const taken = new AbortController();
    const until = { signal: AbortSignal.any([signal, taken.signal]) };
    try {
      starter.send('take');
      const [said] = (await Promise.race([once(starter, 'message', until), once(starter, 'disconnect', until)])) as [Said?];
      if (said?.code !== 0) throw new Error(`registry snapshot ended with ${String(said?.code)}: ${said?.stderr ?? 'it was killed'}`);
    } finally {
      taken.abort();
      if (signal.aborted && starter.connected) await letGo(starter);
    }
  };
}

/** It ends with this process, which need not wait for it; nor does this one end where the system gives it none. */
function waiting(env: NodeJS.ProcessEnv): ChildProcess {
  const starter = fork(STARTER, { env, execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] });
  starter.on('error', () => undefined); // told to whoever asks for a snapshot
  starter.unref();
  starter.channel?.unref();
  return starter;
}

/** Resolves when it has ended, and what it had under way: whoever writes a snapshot then is alone. */
async function letGo(starter: ChildProcess): Promise<void> {
  starter.ref();
  const ended = once(starter, 'exit');
  starter.disconnect();
  await ended;
}
