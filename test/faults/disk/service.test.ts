import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ask, type Answered, folder, registry, serve, type Serving } from '../../cli/process.ts';
import { eventsIn, numbersOf2020, storeWithDigisos } from '../../cli/store.ts';
import { disk, type Disk, EIO, ENOSPC, libraryIn, onDisk, SYNC, WRITE } from './disk.ts';

const library = libraryIn(folder());

const report = (evidence: string) => ({ effectiveFrom: '2020-02-01', stage: 'in-use', source: 'supplier', evidence });
const reporting = ({ url }: Serving, evidence: string, headers = {}): Promise<Answered> =>
  ask(`${url}/v1/solutions/digisos/adoptions/0301/reports`, report(evidence), headers);
const reading = ({ url }: Serving): Promise<Answered> => ask(`${url}/v1/solutions/digisos/coverage`);
const readiness = ({ url }: Serving): Promise<Answered> => ask(`${url}/health/ready`);
const reported = async (path: string): Promise<string[]> =>
  (await eventsIn(path))
    .filter(({ type }) => type === 'AdoptionReported')
    .map(({ data }) => (JSON.parse(data) as { evidence: string }).evidence);

async function servedOn(): Promise<{ service: Serving; path: string; failing: Disk }> {
  const path = await storeWithDigisos();
  const control = join(folder(), 'control');
  const failing = disk(control);
  return { path, failing, service: await serve({ DATA_DIR: path, LOG_LEVEL: 'warn', ...onDisk(library ?? '', path, control) }) };
}

const onAFailingDisk = library === undefined ? describe.skip : describe;

onAFailingDisk('a service whose disk fails (needs Linux and a C compiler, cc)', () => {
  it('ends with 3 after a failed sync; started again, a repetition under the same key stands once', async () => {
    const { service, path, failing } = await servedOn();
    expect((await reporting(service, 'before')).status).toBe(201);
    failing.order({ counts: SYNC, nth: 1, error: EIO });
    const answer = await reporting(service, 'in doubt', { 'Idempotency-Key': 'in-doubt' }).then(
      ({ status, body }) => `${status} ${String(body['code'])}`,
      () => 'no answer',
    );
    expect(['no answer', '503 outcome-unknown']).toContain(answer);
    const { code, stdout } = await service.ended;
    expect(code).toBe(3);
    expect(stdout).toContain('the log has failed; the process ends');

    const again = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const repeated = await reporting(again, 'in doubt', { 'Idempotency-Key': 'in-doubt' });
    expect([repeated.status, (await again.stop()).code]).toEqual([201, 0]);
    expect(await reported(path)).toEqual(['before', 'in doubt']);
  });

  it('answers 507 while the disk is full, reads on, and records again when there is room, without a restart', async () => {
    const { service, path, failing } = await servedOn();
    expect((await reporting(service, 'before')).status).toBe(201);
    failing.order({ counts: WRITE, nth: 1, lasting: true, error: ENOSPC });
    const refused = await Promise.all(['one', 'two', 'three'].map((evidence) => reporting(service, evidence)));
    for (const { status, body, headers } of refused)
      expect([status, body['code'], headers.get('Retry-After')]).toEqual([507, 'storage-full', '30']);
    expect([(await reading(service)).status, (await readiness(service)).status]).toEqual([200, 200]);
    failing.heal();
    expect((await reporting(service, 'after')).status).toBe(201);
    expect((await service.stop()).code).toBe(0);
    expect(await reported(path)).toEqual(['before', 'after']);
  });

  it('serves everybody on a slow one: what waits shares a sync', async () => {
    const { service, path, failing } = await servedOn();
    // Connections that are there already: new ones are taken in one a turn, and a turn takes as long as the disk.
    await Promise.all(Array.from({ length: 60 }, () => reading(service)));
    failing.order({ counts: SYNC, nth: 0, delay: 100_000 });
    const writes = numbersOf2020()
      .slice(0, 60)
      .map((number) => ask(`${service.url}/v1/solutions/digisos/adoptions/${number}/reports`, report(`of ${number}`)));
    const reads = Array.from({ length: 20 }, () => reading(service));
    for (const { status } of await Promise.all(reads)) expect(status).toBe(200);
    for (const { status } of await Promise.all(writes)) expect(status).toBe(201);
    expect(failing.seen().counted).toBeLessThan(30);
    failing.heal();
    expect((await service.stop()).code).toBe(0);
    expect((await reported(path)).length).toBe(60);
  });
});

/** A disk of its own, of a few MB; undefined where the machine lets nobody make one. */
function smallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'registry-small-'));
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=8m', 'tmpfs', path]);
  afterAll(() => {
    if (status === 0) spawnSync('umount', [path]);
    rmdirSync(path);
  });
  return status === 0 ? path : undefined;
}

const small = smallDisk();

describe('a disk that is really full', () => {
  const run = small === undefined ? it.skip : it;
  run('is told as 507, and nothing else changes; with room again it goes on (needs the right to mount)', async () => {
    const path = join(small ?? '', 'data');
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const names = { nb: 'Digisos' };
    expect((await ask(`${service.url}/v1/solutions`, { id: 'digisos', names })).status).toBe(201);
    const ballast = join(small ?? '', 'ballast');
    fill(ballast);

    let recorded = 0;
    let last = await reporting(service, 'first');
    for (; last.status === 201 && recorded < 5_000; recorded += 1) last = await reporting(service, `report ${recorded}`);
    expect([last.status, last.body['code']]).toEqual([507, 'storage-full']);
    expect([(await reading(service)).status, (await reporting(service, 'still')).status]).toEqual([200, 507]);
    rmSync(ballast);
    expect((await reporting(service, 'after')).status).toBe(201);
    expect((await service.stop()).code).toBe(0);
    expect((await reported(path)).length).toBe(recorded + 1);
  });

  run('is what a start ends with that finds no room at all, and the next is as ever (needs the right to mount)', async () => {
    const path = join(small ?? '', 'data');
    const starting = () => serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    await (await starting()).stop();
    const ballast = join(small ?? '', 'ballast');
    fill(ballast);
    await expect(starting()).rejects.toThrow(/ended with 3 .*no room is left: .*registry\.db: /);
    rmSync(ballast);
    expect((await (await starting()).stop()).code).toBe(0);
  });
});

describe('a copy for which a disk has no room', () => {
  const run = small === undefined ? it.skip : it;
  run.each([
    ['backup', ['backup'], /^(.*\n)*no room is left: (.*)\.partial: database or disk is full\n$/],
    ['export', ['export', '--output'], /^(.*\n)*(.*): ENOSPC: no space left on device, write\n$/],
  ])('is told with its name, and leaves nothing in the way of the next (%s; needs the right to mount)', async (_, command, message) => {
    const path = await storeWithDigisos();
    const copies = mkdtempSync(join(small ?? '', 'copies-'));
    const ballast = join(small ?? '', 'ballast');
    fill(ballast);
    truncateSync(ballast, statSync(ballast).size - (200 << 10));
    const { code, stderr } = await registry([...command, join(copies, 'copy')], { DATA_DIR: path });
    rmSync(ballast);
    expect({ code, file: message.exec(stderr)?.[2] }).toEqual({ code: 3, file: join(copies, 'copy') });
    expect(readdirSync(copies)).toEqual([]);
    expect((await registry([...command, join(copies, 'copy')], { DATA_DIR: path })).code).toBe(0);
    rmSync(copies, { recursive: true });
  });
});

/** Takes what room there is. */
function fill(file: string): void {
  for (let size = 1 << 20; size >= 4096; size /= 2)
    try {
      for (;;) writeFileSync(file, Buffer.alloc(size), { flag: 'a' });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    }
}
