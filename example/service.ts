import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));

/** The registry as a process of its own. What it writes is passed through. */
export interface Service {
  /** Its address, `http://host:port`, once it serves. @throws Error when it ends before that */
  readonly listening: Promise<string>;
  /** Its exit code, once it has ended; 1 when a signal ended it before it could exit itself. */
  readonly ended: Promise<number>;
  stop(signal: NodeJS.Signals): void;
}

export function startService(environment: NodeJS.ProcessEnv): Service {
  const child = spawn(process.execPath, [cli, 'serve'], { env: environment, stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = exitCode(once(child, 'exit'));
  const listening = new Promise<string>((resolve, reject) => {
    // Read to the end, also after the address has come: a full pipe would stop the service.
    createInterface({ input: child.stdout }).on('line', (line) => {
      console.log(line);
      const address = /listening on (https?:\/\/[^\s"]+)/.exec(line)?.[1];
      if (address !== undefined) resolve(address);
    });
    void ended.then((code) => {
      reject(new Error(`the registry ended with ${code} before it served`));
    });
  });
  return { listening, ended, stop: (signal) => child.kill(signal) };
}

/** Runs the registry's command line until it ends. @throws Error when it does not succeed, or is aborted */
export async function runCommand(args: readonly string[], signal: AbortSignal): Promise<void> {
  const child = spawn(process.execPath, [cli, ...args], { stdio: 'inherit', signal });
  const code = await exitCode(once(child, 'exit'));
  if (code !== 0) throw new Error(`registry ${args.join(' ')} ended with ${code}`);
}

const exitCode = async (exit: Promise<unknown[]>): Promise<number> => {
  const [code] = (await exit) as [number | null];
  return code ?? 1;
};
