import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Line, median, ROUNDS } from '../measure.ts';
import { said } from '../said.ts';
import { startLines } from '../start/start.ts';
import { world } from '../world/world.ts';
import { writeLog } from './log.ts';
import type { Rebuild } from './round.ts';

/** Cold rebuilds of a real log, each in a process of its own, by turns with JSON.parse alone over the same payloads. */
export async function* rebuildLines(solutions: number, events: number): AsyncGenerator<Line> {
  const path = mkdtempSync(join(tmpdir(), 'registry-bench-'));
  try {
    const before = world({ solutions, reports: 0 }).positionOf(-1);
    await writeLog(path, world({ solutions, reports: events - before }).events());
    said(`wrote a log of ${events} events`);
    const times: Record<Rebuild, number[]> = { coverage: [], parse: [], 'parse-data': [], all: [] };
    const round = new URL('./round.ts', import.meta.url).pathname;
    for (let count = 0; count < ROUNDS; count += 1) {
      for (const [which, took] of Object.entries(times))
        took.push(Number(execFileSync(process.execPath, [round, path, which], { encoding: 'utf8' })));
    }
    const [coverage, parse, data, all] = [median(times.coverage), median(times.parse), median(times['parse-data']), median(times.all)];
    yield {
      what: 'cold rebuild of what coverage needs; peer: JSON.parse of data and metadata',
      ours: coverage,
      peer: parse,
      unit: 'ms',
      goal: '1.0× (1.5×)',
    };
    yield { what: 'the same; peer: JSON.parse of data only', ours: coverage, peer: data, unit: 'ms', goal: '1.0× (1.5×)' };
    yield {
      what: 'cold rebuild of all read models by the follower; peer: JSON.parse of data and metadata',
      ours: all,
      peer: parse,
      unit: 'ms',
      goal: '–',
    };
    yield* startLines(path);
  } finally {
    rmSync(path, { recursive: true, force: true });
  }
}
