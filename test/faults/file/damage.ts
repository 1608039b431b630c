import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { START } from '../../../src/domain/position.ts';
import { StoreError } from '../../../src/eventstore/errors.ts';
import type { Recorded } from '../../../src/eventstore/port.ts';
import { openSqliteStore, type SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { described, newStream, reports } from '../../eventstore/events.ts';

export const FILE = 'registry.db';
export const WAL = 'registry.db-wal';

/** What is read of a store, in every way in which it is read: the figures are made of nothing else. */
export interface Read {
  readonly inOrder: readonly Recorded[];
  readonly byPosition: readonly Recorded[];
  readonly byStream: ReadonlyMap<string, readonly Recorded[]>;
}

/** A store of many short streams and a few long events, with some of every kind of page. */
export async function madeIn(path: string): Promise<void> {
  const store = openSqliteStore({ path });
  for (let index = 0; index < 60; index += 1) {
    const stream = newStream();
    await store.append(stream, reports(3), -1);
    await store.append(stream, [described(index % 7 === 0 ? 4_000 : 50)], 2);
  }
  await store.close();
}

/** The same, with its last commits in the write-ahead log: as a process leaves it that is killed. */
export async function killedIn(path: string, aside: string): Promise<void> {
  mkdirSync(aside);
  await madeIn(aside);
  const store = openSqliteStore({ path: aside });
  for (let index = 0; index < 20; index += 1) await store.append(newStream(), reports(1), -1);
  mkdirSync(path);
  for (const file of [FILE, WAL]) cpSync(join(aside, file), join(path, file));
  await store.close();
}

async function read(store: SqliteStore, streams?: Iterable<string>): Promise<Read> {
  const inOrder: Recorded[] = [];
  const ending = new AbortController();
  for await (const message of store.subscribe(START, ending.signal)) {
    if (message.kind === 'events') inOrder.push(...message.events);
    if (message.kind === 'caught-up') ending.abort();
  }
  const byPosition = await Array.fromAsync(store.readAt(inOrder.map(({ position }) => position)));
  const byStream = new Map<string, Recorded[]>();
  for (const stream of streams ?? new Set(inOrder.map((event) => event.stream)))
    byStream.set(stream, await Array.fromAsync(store.readStream(stream)));
  return { inOrder, byPosition, byStream };
}

/** All that a store says that is whole. */
export async function readIn(path: string): Promise<Read> {
  const store = openSqliteStore({ path });
  try {
    return await read(store);
  } finally {
    await store.close();
  }
}

export type Outcome =
  | 'refused' // the start says so
  | 'found' // whoever reads is told
  | 'short' // a stream is read short, which the registry finds (stream-states.ts)
  | 'harmless' // all that is read is as it was
  | 'silent'; // something else is read, and nobody is told

const same = (one: unknown, other: unknown): boolean => JSON.stringify(one) === JSON.stringify(other);

/** What becomes of a store with such a file, against what it said before. @throws what is not a StoreError */
export async function outcomeOf(path: string, due: Read): Promise<{ outcome: Outcome; message: string }> {
  let store: SqliteStore | undefined;
  try {
    store = openSqliteStore({ path });
    const now = await read(store, due.byStream.keys());
    if (!same(now.inOrder, due.inOrder) || !same(now.byPosition, due.byPosition)) return { outcome: 'silent', message: '' };
    const others = [...due.byStream].filter(([stream, events]) => !same(now.byStream.get(stream), events));
    if (others.length === 0) return { outcome: 'harmless', message: '' };
    const isShort = others.every(([stream, events]) => same(now.byStream.get(stream), events.slice(0, now.byStream.get(stream)?.length)));
    return { outcome: isShort ? 'short' : 'silent', message: others.map(([stream]) => stream).join() };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { outcome: store === undefined ? 'refused' : 'found', message: error.message };
  } finally {
    await store?.close().catch(() => undefined);
    await turn(); // a signal that hangs on others is let go between two turns of the event loop only, and the store with it
  }
}

/** A copy of a store with one of its files changed, for as long as `work` takes. */
export async function withChanged<Result>(
  from: string,
  file: string,
  change: (bytes: Buffer) => Buffer,
  work: (path: string) => Promise<Result>,
) {
  const path = `${from}-damaged`;
  cpSync(from, path, { recursive: true });
  try {
    writeFileSync(join(path, file), change(readFileSync(join(from, file))));
    return await work(path);
  } finally {
    rmSync(path, { recursive: true });
  }
}

/** Turns one bit round. */
export function flipped(bytes: Buffer, at: number, bit: number): Buffer {
  const copy = Buffer.from(bytes);
  copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at);
  return copy;
}
