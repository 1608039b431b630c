import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { newStream, reported, reports } from '../events.ts';
import { folders } from './folder.ts';

const { make, open } = folders();

/**
 * Transactions in a write-ahead log: its frames that end one say how large the database is after it (sqlite.org/fileformat2.html, 4.1).
 */
function commits(path: string): number {
  const wal = readFileSync(join(path, 'registry.db-wal'));
  const frame = 24 + wal.readUInt32BE(8);
  let count = 0;
  for (let at = 32; at < wal.length; at += frame) if (wal.readUInt32BE(at + 4) > 0) count += 1;
  return count;
}

describe('group commit', () => {
  it('makes what arrives in one turn of the event loop one transaction', async () => {
    const path = make();
    const store = open(path);
    const before = commits(path);
    await Promise.all(Array.from({ length: 50 }, () => store.append(newStream(), reports(2), NO_STREAM)));
    expect(commits(path)).toBe(before + 1);
    expect(await store.head()).toBe(100);
  });

  it('makes what arrives in two turns two', async () => {
    const path = make();
    const store = open(path);
    const before = commits(path);
    await store.append(newStream(), reports(1), NO_STREAM);
    await store.append(newStream(), reports(1), NO_STREAM);
    expect(commits(path)).toBe(before + 2);
  });

  it('fails only the append that has a conflict', async () => {
    const store = open(make());
    const stream = newStream();
    const outcomes = await Promise.allSettled([
      store.append(stream, [reported()], NO_STREAM),
      store.append(stream, [reported()], NO_STREAM),
      store.append(stream, [reported()], 0),
      store.append(newStream(), [reported()], NO_STREAM),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await store.head()).toBe(3);
  });
});
