import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Line } from '../measure.ts';
import { said } from '../said.ts';
import { pathOf, register } from './client.ts';
import { temporaryFolder } from './folder.ts';
import { reportNumbered } from './reports.ts';
import { serveRegistry } from './served.ts';

const PER_SECOND = 1_000;
const SECONDS = 60;
/** More than are ever under way, unless the service falls behind for seconds. */
const SOCKETS = 512;

/**
 * Reports that come when they come: so many a second, whether or not those before are answered. How long one took counts from the instant
 * at which it was to be sent, so that a wait shows in all that waited (no coordinated omission).
 */
export async function* openLoopLines(): AsyncGenerator<Line> {
  using folder = temporaryFolder();
  const delays = join(folder.path, 'delays.json');
  const args = ['--import', new URL('./loop-delay.ts', import.meta.url).href];
  const registry = await serveRegistry(folder.path, { args, environment: { LOOP_DELAY: delays } });
  let took: number[] = [];
  try {
    await register(registry.url);
    await arriving(registry.url, 0, 5); // until the code is compiled
    registry.process.kill('SIGUSR2');
    took = await arriving(registry.url, 5 * PER_SECOND, SECONDS);
  } finally {
    await registry.end();
  }
  const sorted = took.sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? NaN;
  const delay = JSON.parse(readFileSync(delays, 'utf8')) as { p50: number; p99: number; max: number };
  const line = (what: string, ours: number): Line => ({ what, ours, peer: null, unit: 'ms', goal: '–' });
  said(`open loop: ${took.length} answers, the slowest after ${at(1).toFixed(1)} ms`);
  yield line('open loop, 1,000 durable POSTs a second for a minute: p50', at(0.5));
  yield line('the same: p99', at(0.99));
  yield line('the same: the slowest', at(1));
  yield line('the same: event-loop delay of the service, p50', delay.p50);
  yield line('the same: event-loop delay of the service, p99', delay.p99);
  yield line('the same: event-loop delay of the service, longest', delay.max);
}

/** @returns milliseconds from when each was to be sent to when it was answered */
async function arriving(url: string, first: number, seconds: number): Promise<number[]> {
  const agent = new Agent({ keepAlive: true, maxSockets: SOCKETS });
  const start = performance.now();
  const answers: Promise<number>[] = [];
  while (answers.length < seconds * PER_SECOND) {
    const due = Math.min(((performance.now() - start) / 1000) * PER_SECOND, seconds * PER_SECOND);
    while (answers.length < due) {
      const intended = start + (answers.length * 1000) / PER_SECOND;
      answers.push(posted(url, agent, first + answers.length).then(() => performance.now() - intended));
    }
    await pause(1);
  }
  const took = await Promise.all(answers);
  agent.destroy();
  return took;
}

function posted(url: string, agent: Agent, n: number): Promise<void> {
  const report = reportNumbered(n);
  return new Promise((resolve, reject) => {
    const options = { agent, method: 'POST', headers: { 'Content-Type': 'application/json' } };
    const sent = request(`${url}${pathOf(report)}`, options, (answer) => {
      answer.resume();
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 201) resolve();
        else reject(new Error(`report ${n}: ${answer.statusCode ?? 0}`));
      });
    });
    sent.on('error', reject);
    sent.end(JSON.stringify(report.body));
  });
}
