import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore, NewEvent, Recorded } from '../../src/eventstore/port.ts';
import { NO_STREAM } from '../../src/eventstore/port.ts';
import { Snapshot } from '../../src/registry/snapshots/snapshot.ts';
import { takeSnapshot } from '../../src/registry/snapshots/take.ts';
import { type Line, median, ROUNDS } from '../measure.ts';
import { said } from '../said.ts';
import { world } from '../world/world.ts';
import { newEventOf } from '../rebuild/log.ts';
import type { CatchUp } from './round.ts';

/** Events of a stream that are one append here, and how many appends are under way: only what is written matters, not how. */
const TOGETHER = 100;
const UNDER_WAY = 64;

/** A new process comes up to a log of so many events, by turns with the bare client that reads the same without decoding or folding. */
export async function* catchUpLines(store: EventStore, prefix: string, events: number): AsyncGenerator<Line> {
  const solutions = Math.max(1, Math.round(events / 5_000));
  const before = world({ solutions, reports: 0 }).positionOf(-1);
  await fill(store, world({ solutions, reports: events - before }).events());
  said(`wrote a log of ${events} events`);
  const folder = mkdtempSync(join(tmpdir(), 'registry-bench-'));
  try {
    await takeSnapshot(store, new Snapshot(folder, new Set()), new Set());
    const times: Record<CatchUp, number[]> = { folds: [], snapshot: [], bare: [] };
    const round = new URL('./round.ts', import.meta.url).pathname;
    for (let count = 0; count < ROUNDS; count += 1)
      for (const which of count % 2 === 0 ? (['folds', 'snapshot', 'bare'] as const) : (['bare', 'snapshot', 'folds'] as const))
        times[which].push(Number(execFileSync(process.execPath, [round, prefix, folder, which], { encoding: 'utf8' })));
    const [folds, snapshot, bare] = [median(times.folds), median(times.snapshot), median(times.bare)];
    const what = `a new process comes up to ${events} events`;
    yield { what: `${what}, all read models folded; peer: readAll by the bare client`, ours: folds, peer: bare, unit: 'ms', goal: '0.8×' };
    yield { what: `${what}, from a snapshot; peer: the same without one`, ours: snapshot, peer: folds, unit: 'ms', goal: '–' };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes them stream by stream, which is not their order; no fold asks for it across streams. */
async function fill(store: EventStore, events: Iterable<Recorded>): Promise<void> {
  const streams = new Map<string, NewEvent[]>();
  for (const event of events) {
    const stream = streams.get(event.stream) ?? [];
    streams.set(event.stream, stream);
    stream.push(newEventOf(event));
  }
  const left = streams.entries();
  await Promise.all(
    Array.from({ length: UNDER_WAY }, async () => {
      for (const [stream, all] of left)
        for (let from = 0; from < all.length; from += TOGETHER)
          await store.append(stream, all.slice(from, from + TOGETHER), from === 0 ? NO_STREAM : from - 1);
    }),
  );
}
