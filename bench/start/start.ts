import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type Line, median, ROUNDS } from '../measure.ts';
import type { Measured, Start } from './round.ts';

/** Starts from a log, with and without a snapshot, each in a process of its own; and what taking a snapshot does to who writes meanwhile. */
export function* startLines(path: string): Generator<Line> {
  const round = new URL('./round.ts', import.meta.url).pathname;
  const measured = (which: Start): Measured =>
    JSON.parse(execFileSync(process.execPath, [round, path, which], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })) as Measured;

  const times: Record<Start, Measured[]> = { cold: [], 'from snapshot': [], writing: [], 'writing beside a snapshot': [] };
  for (let count = 0; count < ROUNDS; count += 1) {
    rmSync(join(path, 'read-models.snapshot'), { force: true });
    times['writing beside a snapshot'].push(measured('writing beside a snapshot')); // which is there for the next
    for (const which of ['writing', 'from snapshot', 'cold'] as const) times[which].push(measured(which));
  }
  const of = (which: Start, part: keyof Measured): number => median(times[which].map((each) => each[part]));
  const line = (what: string, ours: number, goal: string): Line => ({ what, ours, peer: null, unit: 'ms', goal });
  yield line('start from the log: processor time of opening and folding', of('cold', 'processor'), '–');
  yield line('the same by the clock', of('cold', 'clock'), 'a few seconds');
  yield line('start from a snapshot: processor time of opening and restoring', of('from snapshot', 'processor'), '< 1,000 ms');
  yield line('the same with the start of Node and the code', of('from snapshot', 'process'), '–');
  yield line('the same by the clock, without them', of('from snapshot', 'clock'), '–');
  yield line('longest time between two turns of the event loop, while events are written one after another', of('writing', 'longest'), '–');
  yield line('the same, while a snapshot is taken', of('writing beside a snapshot', 'longest'), 'a few more');
}
