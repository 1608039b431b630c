import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** A server in a process of its own, on loopback. */
export interface Served {
  readonly url: string;
  readonly process: ChildProcess;
  /** How much it has taken so far, all its threads together, in milliseconds. */
  processorTime(): Promise<number>;
  /** Asks it to end, and waits until it has. */
  end(): Promise<void>;
}

const PROCESSOR_TIME = new URL('./processor-time.ts', import.meta.url).href;

const ROOT = new URL('../../', import.meta.url).pathname;

/** Longer than a start takes on a machine that is busy, in milliseconds. */
const PATIENCE = 60_000;

/** Starts a server that says on stdout where it listens. What it says goes to a file: reading it would cost the one that asks. */
async function served(args: readonly string[], environment: Readonly<Record<string, string>>, folder: string): Promise<Served> {
  const log = join(folder, `log-${args.length}-${Date.now()}`);
  const output = openSync(log, 'w');
  const process_ = spawn(process.execPath, ['--import', PROCESSOR_TIME, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', output, 'ignore', 'ipc'],
  });
  closeSync(output);
  const ended = once(process_, 'exit');
  process.once('exit', () => process_.kill()); // where a round has failed
  const end = async (): Promise<void> => {
    process_.kill('SIGTERM');
    await ended;
  };
  const processorTime = async (): Promise<number> => {
    process_.send('processor time');
    const [{ user, system }] = (await once(process_, 'message')) as [NodeJS.CpuUsage];
    return (user + system) / 1_000;
  };
  const start = performance.now();
  while (performance.now() - start < PATIENCE && process_.exitCode === null) {
    await pause(20);
    const [, url] = /listening on (http:\/\/[\d.:]+)/.exec(readFileSync(log, 'utf8')) ?? [];
    if (url !== undefined) return { url, process: process_, processorTime, end };
  }
  await end();
  throw new Error(`${args.join(' ')} does not listen: ${readFileSync(log, 'utf8')}`);
}

/** The whole service as it comes, its line a request included. */
export const serveRegistry = (
  folder: string,
  more: { readonly args?: readonly string[]; readonly environment?: Record<string, string> } = {},
) => served([...(more.args ?? []), 'src/cli.ts', 'serve'], { PORT: '0', DATA_DIR: join(folder, 'data'), ...more.environment }, folder);

/** @param file of the object that it gives */
export const serveExpress = (folder: string, file?: string) =>
  served(['bench/speed/bare-express.ts', ...(file === undefined ? [] : [file])], { NODE_ENV: 'production' }, folder);

/** What nobody who records in one thread can be faster than. */
export const serveLeast = (folder: string) => served(['bench/speed/least-durable.ts', folder], { NODE_ENV: 'production' }, folder);
