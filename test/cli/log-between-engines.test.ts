import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openEventStoreDb } from '../../src/eventstore/eventstoredb/store.ts';
import { readExport } from '../../src/eventstore/transfer/read.ts';
import { type FakeServer, startFakeServer } from '../eventstore/eventstoredb/fake/server.ts';
import { storedLog } from '../eventstore/stored.ts';
import { writeExport } from '../../src/eventstore/transfer/write.ts';
import { folder, registry } from './process.ts';
import { fileOf } from './store.ts';

/** Two streams of three events, in turns: their order in the log is not that of their streams. */
let file: string;
let server: FakeServer;
const onServer = () => ({ EVENT_STORE: server.url });

beforeAll(async () => {
  server = await startFakeServer();
  const [text] = [(await Array.fromAsync(writeExport(streamOf(storedLog())))).join('')];
  file = fileOf(text.trimEnd().split('\n'));
}, 120_000);
afterAll(() => server.stop());

async function* streamOf<Thing>(things: readonly Thing[]): AsyncGenerator<Thing> {
  for (const thing of things) yield await Promise.resolve(thing);
}

describe('a log that moves', () => {
  it('into an EventStoreDB, where an import was cut short before, goes on behind what stands, and is compared at the end', async () => {
    const store = await openEventStoreDb({ url: server.url, credentials: () => null });
    const [batch] = await Array.fromAsync(readExport(streamOf([readFileSync(file, 'utf8')])));
    await store.restore((batch ?? []).slice(0, 2));
    await store.close();
    const { code, stderr } = await registry(['import', 'log', file], onServer());
    expect({ code, stderr }).toEqual({ code: 0, stderr: expect.stringContaining('verified 6 events, line by line') as unknown });
  }, 120_000);

  it('from there to a file and into SQLite is the same to the byte: order, ids, metadata, recorded times', async () => {
    const out = join(folder(), 'out.ndjson');
    expect((await registry(['export', '--output', out], onServer())).code).toBe(0);
    expect(readFileSync(out, 'utf8')).toBe(readFileSync(file, 'utf8'));
    const DATA_DIR = folder();
    expect((await registry(['import', 'log', out], { DATA_DIR })).code).toBe(0);
    expect((await registry(['export'], { DATA_DIR })).stdout).toBe(readFileSync(file, 'utf8'));
  }, 240_000);

  it('is imported again without being written again', async () => {
    const before = server.journal.entries.length;
    expect((await registry(['import', 'log', file], onServer())).code).toBe(0);
    expect(server.journal.entries.length).toBe(before);
  }, 120_000);

  it('passes verify there: what another log recorded was not written late', async () => {
    const { code, stdout } = await registry(['verify'], onServer());
    expect(stdout).not.toContain('written-late');
    expect({ code, found: stdout.split('\n').filter((line) => !line.startsWith('report-without-municipality') && line !== '') }).toEqual({
      code: 1,
      found: [],
    });
  }, 120_000);

  it('is refused by a log that has something else, and leaves it as it is', async () => {
    server.journal.put('nsr.solution-digisos', 'Greeting', '{}');
    const before = server.journal.entries.length;
    const { code } = await registry(['import', 'log', file], onServer());
    expect({ code, entries: server.journal.entries.length }).toEqual({ code: 3, entries: before });
  }, 120_000);

  it('comes out of a server where somebody wrote what cannot be read: without that, once it is known as bad, and not before', async () => {
    const { id = '' } = server.journal.entries.at(-1) ?? {};
    const unlisted = await registry(['export'], onServer());
    expect(unlisted).toMatchObject({ code: 3, stderr: expect.stringContaining(`event ${id}`) as unknown });
    const { code, stdout, stderr } = await registry(['export'], { ...onServer(), KNOWN_BAD_EVENTS: id });
    expect({ code, stdout }).toEqual({ code: 0, stdout: readFileSync(file, 'utf8') });
    expect(stderr).toContain(`left out, as KNOWN_BAD_EVENTS says: event ${id}`);
  }, 120_000);
});
