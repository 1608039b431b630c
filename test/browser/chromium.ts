import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { describe, it } from '@jest/globals';
import { type Browser, chromium } from 'playwright-core';

/** As Debian, Ubuntu and Google name it. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** The Chromium of this machine: none is ever downloaded. */
const program = process.env['CHROMIUM'] ?? onPath();

function onPath(): string | undefined {
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Tests in Chromium; where there is none, they are named as not run. */
export const describeInChromium = (name: string, tests: () => void): void => {
  if (program === undefined) it.skip(`${name} (needs Chromium on the PATH, or its path in CHROMIUM)`, () => undefined);
  else describe(name, tests);
};

export interface Launched {
  readonly browser: Browser;
  /** Closes it, and removes all that it wrote. */
  close(): Promise<void>;
}

/** A Chromium without a window, with a home of its own: it leaves crash reports and sockets there. */
export async function launch(): Promise<Launched> {
  if (program === undefined || !isProgram(program)) throw new Error(`CHROMIUM is no program: ${program ?? 'there is none'}`);
  const home = mkdtempSync(join(tmpdir(), 'registry-chromium-'));
  // What it has started ends a moment after it, and writes until then.
  const clear = (): void => { rmSync(home, { recursive: true, maxRetries: 10, retryDelay: 100 }); }; // prettier-ignore
  try {
    const browser = await chromium.launch({
      executablePath: program,
      // As root, Chromium refuses to start with its sandbox.
      chromiumSandbox: process.getuid?.() !== 0,
      env: { PATH: process.env['PATH'] ?? '', HOME: home, TMPDIR: home },
    });
    return { browser, close: () => browser.close().then(clear) };
  } catch (fault) {
    clear();
    throw fault;
  }
}
