import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll } from '@jest/globals';

export const root = fileURLToPath(new URL('../..', import.meta.url));

export type Settings = Readonly<Record<string, string>>;

/** How a command ended, and what it wrote. */
export interface Ended {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A process that serves. */
export interface Serving {
  /** `http://127.0.0.1:port` */
  readonly url: string;
  /** What it has written to stdout so far. */
  readonly lines: readonly string[];
  /** Resolves once it has written a line that begins so. @throws Error with its last words when it ends before that */
  said(beginning: string): Promise<void>;
  signal(name: NodeJS.Signals): void;
  readonly ended: Promise<Ended>;
  /** Asks it to end, and waits. */
  stop(): Promise<Ended>;
}

const folders: string[] = [];
const children: ChildProcess[] = [];

afterAll(async () => {
  await Promise.all(children.splice(0).map(kill));
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}

/** An empty folder that is gone after the tests of the file. */
export function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'registry-'));
  folders.push(made);
  return made;
}

/** What Node compiled in one process, for the next ones: half of the time that a command takes to begin. Node looks whether a file is the same. */
const compiled = join(root, 'node_modules/.cache/compiled');

/** As whom a process runs, if not as ourselves. */
export interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/** A process of its own with these settings and no others; killed after the tests of the file if it is still there. */
export function start(program: string, args: readonly string[], settings: Settings, cwd: string = root, user: User = {}): ChildProcess {
  const { PATH, HOME } = process.env;
  const child = spawn(program, args, {
    cwd,
    ...user,
    env: { PATH, HOME, NODE_COMPILE_CACHE: compiled, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  return child;
}

/** What a process has come to, once it has ended. */
export async function ended(child: ChildProcess): Promise<Ended> {
  const [stdout, stderr] = [child.stdout, child.stderr].map((stream) => (stream === null ? '' : text(stream)));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout: (await stdout) ?? '', stderr: (await stderr) ?? '' };
}

/** `npm run registry -- …`, to its end. */
export const registry = (args: readonly string[], settings: Settings = {}): Promise<Ended> => ended(starting(args, settings));

/** `npm run registry -- …`, just begun. */
export const starting = (args: readonly string[], settings: Settings): ChildProcess =>
  start(process.execPath, ['src/cli.ts', ...args], settings);

/** `npm start` on any free port, once it says where it listens. @throws Error with its last words when it ends before that */
export const serve = (settings: Settings, program: readonly string[] = ['src/cli.ts', 'serve']): Promise<Serving> =>
  serving(start(process.execPath, program, { PORT: '0', ...settings }));

export async function serving(child: ChildProcess): Promise<Serving> {
  if (child.stdout === null) throw new Error('its stdout is not read');
  const outcome = ended(child);
  const lines: string[] = [];
  const output = createInterface({ input: child.stdout }).on('line', (line) => lines.push(line));

  const lineWith = async (isIt: (line: string) => boolean): Promise<string> => {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const look = (line: string): void => {
      if (isIt(line)) resolve(line);
    };
    lines.forEach(look);
    output.on('line', look);
    void outcome.then(({ code, stderr }) => {
      reject(new Error(`it ended with ${String(code)} before it said so: ${stderr}`));
    });
    return promise.finally(() => output.off('line', look));
  };

  const listening = /listening on (http:\/\/[^\s"]+)/;
  const url = listening.exec(await lineWith((line) => listening.test(line)))?.[1] ?? '';
  return {
    url,
    lines,
    said: async (beginning) => {
      await lineWith((line) => line.startsWith(beginning));
    },
    signal: (name) => child.kill(name),
    ended: outcome,
    stop: () => {
      child.kill('SIGTERM');
      return outcome;
    },
  };
}

export interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly body: Record<string, unknown>;
}

/** One request to a service, with its answer as JSON. */
export async function ask(url: string, body?: object, headers: Readonly<Record<string, string>> = {}): Promise<Answered> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { ...(body === undefined ? {} : { 'Content-Type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Record<string, unknown> };
}
