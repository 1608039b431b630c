import { join } from 'node:path';
import { canonical } from '../../src/eventstore/canonical.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import { position } from '../../src/domain/position.ts';
import type { Stored } from '../../src/eventstore/port.ts';
import { openSqliteStore, type SqliteStore } from '../../src/eventstore/sqlite/store.ts';
import { type Line } from '../measure.ts';
import { said } from '../said.ts';
import { random, uuidOf } from '../world/random.ts';
import { temporaryFolder } from './folder.ts';
import { eventNumbered, provenance } from './reports.ts';
import { atOnce, byTurns, each } from './rounds.ts';

const SMALL = 10_000;
/** Events in a stream. */
const LENGTH = 10;
/** A transaction of the seeding. */
const PAGE = 20_000;
const READS = 2_000;
const APPENDS = 2_000;
const CLIENTS = 16;

/** What a log costs when it has grown: streams of the same length, in a small log and a large one. @param large events */
export async function* growthLines(large: number): AsyncGenerator<Line> {
  using folder = temporaryFolder();
  const [grown, small] = [await seeded(join(folder.path, 'large'), large), await seeded(join(folder.path, 'small'), SMALL)];
  const sizes = `${large} events in the log; peer: ${SMALL}`;
  yield { what: `reading a stream, ${sizes}`, ...(await byTurns(reading(grown, large), reading(small, SMALL))), unit: 'ms', goal: '0.9×' };
  yield { what: `durable append, 16 clients, ${sizes}`, ...(await byTurns(appending(grown, large), appending(small, SMALL))), unit: 'ms', goal: '0.7×' };
  await grown.close();
  await small.close();
} // prettier-ignore

const streamOf = (stream: number): string => `nsr.bench-${stream}`;

/** Streams that grow by turns, as those of adoptions do: the events of one lie all over the file. */
async function seeded(path: string, events: number): Promise<SqliteStore> {
  const store = openSqliteStore({ path });
  const streams = events / LENGTH;
  const hashes: string[] = [];
  const start = performance.now();
  for (let first = 0; first < events; first += PAGE) {
    const page = Array.from({ length: Math.min(PAGE, events - first) }, (_, index) => stored(first + index, streams, hashes));
    await store.restore(page);
  }
  said(`seeded ${events} events in ${Math.round((performance.now() - start) / 1000)} s`);
  return store;
}

function stored(n: number, streams: number, hashes: string[]): Stored {
  const [stream, revision] = [n % streams, Math.floor(n / streams)];
  const { event } = eventNumbered(n % SMALL);
  const place = { stream: streamOf(stream), revision, id: uuidOf(n), type: event.type, version: 1, data: canonical(event.data) };
  const metadata = { ...provenance(n), recordedAt: new Date(1_700_000_000_000 + n).toISOString() };
  const hash = hashAfter(hashes[stream] ?? null, { ...place, metadata });
  hashes[stream] = hash;
  return { ...place, position: position(n + 1), metadata: { ...metadata, hash } };
}

function reading(store: SqliteStore, events: number) {
  const chance = random(events);
  return () =>
    each(READS, () =>
      atOnce(1, READS, async () => {
        const read = await Array.fromAsync(store.readStream(streamOf(chance.below(events / LENGTH))));
        if (read.length < LENGTH) throw new Error(`a stream of ${read.length} events`);
      }),
    );
}

/** To streams that are there, wherever they lie. */
function appending(store: SqliteStore, events: number) {
  const chance = random(events + 1);
  const revisions = new Map<number, number>();
  let next = 0;
  return () =>
    each(APPENDS, () =>
      atOnce(CLIENTS, APPENDS, () => {
        const stream = chance.below(events / LENGTH);
        const expected = revisions.get(stream) ?? LENGTH - 1;
        revisions.set(stream, expected + 1);
        next += 1;
        const { event } = eventNumbered(next);
        return store.append(streamOf(stream), [{ ...event, id: uuidOf(1_000_000_000 + next) }], expected);
      }),
    );
}
