import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { dataPath } from '../../example/data.ts';
import { type Instant, instantOf, parseInstant, printInstant } from '../../src/domain/instant.ts';
import { hashAfter } from '../../src/eventstore/hash.ts';
import type { Stored } from '../../src/eventstore/port.ts';
import { writeExport } from '../../src/eventstore/transfer/write.ts';
import { ask, folder, registry, serve } from './process.ts';
import { tamper } from '../eventstore/sqlite/tamper.ts';
import { eventsIn, headOf, storeWithDigisos } from './store.ts';

const COVERAGE = '/v1/solutions/digisos/coverage?asOf=2018-12-31';

/** What a service on the store answers, without what names the log. */
async function coverageOf(path: string, asked: string): Promise<object> {
  const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
  const { status, body } = await ask(service.url + asked);
  await service.stop();
  expect(status).toBe(200);
  const { position: _, ...figures } = body;
  return figures;
}

let source: string;
let exported: string;
/** The same file while a service had the store open. */
let beside: string;
let figures: object;
let recordedAt: string;

beforeAll(async () => {
  source = await storeWithDigisos();
  await registry(['import', 'adoption', dataPath('digisos.csv'), '--solution', 'digisos'], { DATA_DIR: source });
  recordedAt = (await eventsIn(source)).at(-1)?.metadata.recordedAt ?? '';
  const service = await serve({ DATA_DIR: source, LOG_LEVEL: 'warn' });
  const [toStdout, toFile] = [await registry(['export'], { DATA_DIR: source }), join(folder(), 'log.ndjson')];
  const written = await registry(['export', '--output', toFile], { DATA_DIR: source });
  expect([toStdout.code, written.code, written.stdout]).toEqual([0, 0, '']);
  ({ body: figures } = await ask(`${service.url}${COVERAGE}&knownAt=${recordedAt}`));
  await service.stop();
  exported = toFile;
  beside = toStdout.stdout;
});

/** The only event of a stream, as a process of which the clock was two minutes behind would have stamped it. */
function stampedEarlier(event: Stored): Stored {
  const recordedAt = printInstant(((parseInstant(event.metadata.recordedAt) ?? instantOf(0)) - instantOf(120_000)) as Instant);
  const stamped = { ...event, metadata: { ...event.metadata, recordedAt } };
  return { ...stamped, metadata: { ...stamped.metadata, hash: hashAfter(null, stamped) } };
}

/** An export with something else in it. */
function altered(change: (lines: string[]) => string[]): string {
  const file = join(folder(), 'altered.ndjson');
  writeFileSync(file, change(readFileSync(exported, 'utf8').trimEnd().split('\n')).join('\n') + '\n');
  return file;
}

describe('export', () => {
  it('writes the same to stdout and to a file, beside a running service: every event, and their number and digest', async () => {
    expect(readFileSync(exported, 'utf8')).toBe(beside);
    const lines = beside.trimEnd().split('\n');
    const events = await eventsIn(source);
    expect(lines.slice(0, -1).map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(events.map(({ id }) => id));
    expect(JSON.parse(lines.at(-1) ?? '')).toEqual({ end: { events: events.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) } });
  });

  it('tells on stderr how many events it wrote', async () => {
    const { stderr } = await registry(['export', '--output', join(folder(), 'log.ndjson')], { DATA_DIR: source });
    expect(stderr).toBe(`exported events: ${await headOf(source)}\n`);
  });

  it('leaves nothing under the name that it was given when it cannot write', async () => {
    const file = join(folder(), 'missing', 'log.ndjson');
    const { code, stderr } = await registry(['export', '--output', file], { DATA_DIR: source });
    expect({ code, there: existsSync(file) }).toEqual({ code: 3, there: false });
    expect(stderr).toContain('ENOENT');
  });

  it('never writes over a file, and leaves alone what another process has begun to write', async () => {
    const [there, begun] = [join(folder(), 'log.ndjson'), join(folder(), 'log.ndjson')];
    for (const file of [there, `${begun}.partial`]) writeFileSync(file, 'last year');
    const [over, beside] = [
      await registry(['export', '--output', there], { DATA_DIR: source }),
      await registry(['export', '--output', begun], { DATA_DIR: source }),
    ];
    expect([over, beside]).toEqual([
      { code: 2, stdout: '', stderr: `${there} is there already, and is never written over\n` },
      { code: 2, stdout: '', stderr: expect.stringContaining(`${begun}.partial is there: another process writes it`) as unknown },
    ]);
    expect([there, `${begun}.partial`].map((file) => readFileSync(file, 'utf8'))).toEqual(['last year', 'last year']);
  });

  it('of a log in which an event is not as it was written names it, has all the same, and ends with 1', async () => {
    const [path, file] = [await storeWithDigisos(), join(folder(), 'log.ndjson')];
    tamper(path, (database) => database.exec(`UPDATE events SET data = replace(data, 'Digisos', 'Digitos') WHERE stream = 'nsr.solution-digisos'`)); // prettier-ignore
    const { code, stderr } = await registry(['export', '--output', file], { DATA_DIR: path });
    expect({ code, lines: readFileSync(file, 'utf8').trimEnd().split('\n').length }).toEqual({ code: 1, lines: (await headOf(path)) + 1 });
    expect(stderr).toMatch(/^broken-chain: event .*nsr\.solution-digisos/m);
    expect(stderr).toContain('1 finding in the log itself, which the export has as well');
    expect((await registry(['import', 'log', file], { DATA_DIR: folder() })).code).toBe(1);
  });

  it('of a folder without a store ends with 3, and makes none', async () => {
    const path = folder();
    const { code, stderr } = await registry(['export'], { DATA_DIR: path });
    expect({ code, there: existsSync(join(path, 'registry.db')) }).toEqual({ code: 3, there: false });
    expect(stderr).toContain(`there is no ${join(path, 'registry.db')}`);
  });
});

describe('import log', () => {
  it('into a folder without a store keeps order, ids, data, metadata and recorded times, and coverage is the same', async () => {
    const path = folder();
    const { code } = await registry(['import', 'log', exported], { DATA_DIR: path });
    expect(code).toBe(0);
    expect(await eventsIn(path)).toEqual(await eventsIn(source));
    const { position: _, ...before } = figures as { position: string };
    expect(await coverageOf(path, `${COVERAGE}&knownAt=${recordedAt}`)).toEqual(before);
  });

  it('takes what several processes have stamped, one by a clock that was behind, and what is made of it is backed up and restored', async () => {
    const [file, path, copy, again] = [join(folder(), 'cluster.ndjson'), folder(), join(folder(), 'backup.db'), folder()];
    const events = (await eventsIn(source)).map((event) => (event.stream === 'nsr.solution-digisos' ? stampedEarlier(event) : event));
    writeFileSync(file, await Array.fromAsync(writeExport(Readable.from(events))).then((lines) => lines.join('')));
    expect((await registry(['import', 'log', file], { DATA_DIR: path })).code).toBe(0);
    expect((await registry(['backup', copy], { DATA_DIR: path })).code).toBe(0);
    expect((await registry(['restore', copy], { DATA_DIR: again })).code).toBe(0);
    expect(await eventsIn(again)).toEqual(events);
    const { position: _, knownAt: __, ...before } = figures as Record<string, unknown>;
    expect(await coverageOf(again, COVERAGE)).toMatchObject(before);
  });

  it('goes well after one that was cut short, of which nothing stays', async () => {
    const path = folder();
    mkdirSync(join(path, 'unfinished'));
    writeFileSync(join(path, 'unfinished', 'registry.db'), 'half of a log');
    const { code } = await registry(['import', 'log', exported], { DATA_DIR: path });
    expect({ code, leftOver: existsSync(join(path, 'unfinished')) }).toEqual({ code: 0, leftOver: false });
    expect(await eventsIn(path)).toEqual(await eventsIn(source));
  });

  it('into a folder with a store is refused, and its events stay as they are', async () => {
    const path = await storeWithDigisos();
    const events = await eventsIn(path);
    const { code, stderr } = await registry(['import', 'log', exported], { DATA_DIR: path });
    expect(code).toBe(3);
    expect(stderr).toContain(`${join(path, 'registry.db')} is there; move it away first`);
    expect(await eventsIn(path)).toEqual(events);
  });

  it('into a store that is served is refused', async () => {
    const path = await storeWithDigisos();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const { code, stderr } = await registry(['import', 'log', exported], { DATA_DIR: path });
    await service.stop();
    expect(code).toBe(3);
    expect(stderr).toBe(`another process already writes to ${join(path, 'registry.db')}; stop it first\n`);
  });

  it.each<[string, (lines: string[]) => string[], RegExp]>([
    ['cut off in a line', (lines) => [...lines.slice(0, 3000), (lines[3000] ?? '').slice(0, 200)], /^line 3001 of the export: not JSON$/m],
    [
      'cut off between lines',
      (lines) => lines.slice(0, 3000),
      /^line 3001 of the export: it ends without its last line: the file was cut off$/m,
    ],
    ['without one of its lines', (lines) => lines.toSpliced(3999, 1), /^line \d+ of the export: \d+ events stand before it, not \d+$/m],
    [
      'with a stage changed in a line',
      (lines) => lines.with(4000, (lines[4000] ?? '').replace('"stage":"in-use"', '"stage":"established"')),
      /its hash is not that of nsr\.adoption-digisos/,
    ],
    ['with something after its end', (lines) => [...lines, lines[0] ?? ''], /^line \d+ of the export: there is something after the end$/m],
    ['that is something else', () => ['date,event,number', '2018-04-23,enabled,0301'], /^line 1 of the export: not JSON$/m],
    ['that is empty', () => [], /^line \d of the export: /m],
  ])('of a file %s ends with 1, says where, and leaves no store, which a restore would not write over', async (_, change, message) => {
    const path = folder();
    const { code, stderr } = await registry(['import', 'log', altered(change)], { DATA_DIR: path });
    expect({ code, left: readdirSync(path) }).toEqual({ code: 1, left: ['writer.lock'] });
    expect(stderr).toMatch(message);
  });
});
