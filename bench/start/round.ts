import { randomUUID } from 'node:crypto';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { NEVER } from '../../src/domain/position.ts';
import { adoptionStream } from '../../src/domain/streams.ts';
import type { NewEvent } from '../../src/eventstore/port.ts';
import { openSqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { readConfig } from '../../src/config.ts';
import { Registry } from '../../src/registry/registry.ts';
import { Snapshot } from '../../src/registry/snapshots/snapshot.ts';
import { snapshotsOf } from '../../src/snapshot-process.ts';

export type Start = 'cold' | 'from snapshot' | 'writing' | 'writing beside a snapshot';

/** Milliseconds. */
export interface Measured {
  /** Processor time from opening the store until all is folded, and of the whole process. */
  readonly processor: number;
  readonly process: number;
  readonly clock: number;
  /** The longest time between two turns of the event loop while events were written; 0 where none were. */
  readonly longest: number;
}

/** How long events are written without a snapshot, in milliseconds. */
const WRITING = 8_000;

const [path = '', which] = process.argv.slice(2) as [string, Start];
const milliseconds = ({ user, system }: NodeJS.CpuUsage): number => (user + system) / 1000;

const [begun, before] = [performance.now(), process.cpuUsage()];
const store = openSqliteStore({ path });
const registry = new Registry(store, which === 'cold' ? {} : { snapshot: new Snapshot(path, new Set()) });
await registry.start((fault) => {
  throw fault;
});
const [processor, clock] = [milliseconds(process.cpuUsage(before)), performance.now() - begun];
const longest = which.startsWith('writing') ? await longestTurn() : 0;
await registry.stop();
await store.close();
process.stdout.write(JSON.stringify({ processor, process: milliseconds(process.cpuUsage()), clock, longest } satisfies Measured));

async function longestTurn(): Promise<number> {
  const end = new AbortController();
  const signal = new AbortController().signal;
  const working = which === 'writing' ? AbortSignal.timeout(WRITING) : undefined;
  const until = working ?? end.signal;
  const take = snapshotsOf(readConfig({ DATA_DIR: path })); // as a service does at its start
  const delay = monitorEventLoopDelay({ resolution: 1 });
  await write(() => false, 200); // what is compiled on the way is not measured
  delay.enable();
  if (working === undefined) void take(signal).finally(() => { end.abort(); }); // prettier-ignore
  await write(() => until.aborted, Infinity);
  delay.disable();
  return delay.max / 1e6;
}

/** One event after another in one stream, each folded before the next. */
async function write(isOver: () => boolean, most: number): Promise<void> {
  const solutionId = 'bench';
  const stream = adoptionStream(solutionId, '0301');
  for (let count = 0; count < most && !isOver(); count += 1) {
    const said = { solutionId, municipalityNumber: '0301', capability: null, effectiveFrom: '2024-01-01', stage: 'in-use', source: 'municipality', evidence: null, confirmedAt: '2024-01-01' }; // prettier-ignore
    const metadata = {
      consumer: '994598759',
      supplier: null,
      correlationId: 'bench',
      causationId: null,
      fingerprint: 'bench',
      attempt: randomUUID(),
    };
    const event = { type: 'AdoptionReported', id: randomUUID(), metadata, data: said } as unknown as NewEvent;
    const { position } = await store.append(stream, [event], registry.models.revisions.at(stream, NEVER));
    await registry.follower.waitFor(position, 60_000);
  }
}
