import { createServer, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiTarget } from '../../src/cli/adoption/api-target.ts';
import { NATIONAL_SUPPLIER_FUNCTION } from '../../src/domain/authority.ts';
import { dataPath } from '../../example/data.ts';
import { ask, registry, serve, type Serving } from './process.ts';
import { fileOf, headOf, importInto, reportsIn, storeWithDigisos } from './store.ts';

const STAGES = 'effective_from,number,stage';

let path: string;
let service: Serving;
beforeAll(async () => {
  path = await storeWithDigisos();
  service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn', VALIDATE_RESPONSES: 'yes' });
});

const importTo = (url: string, solution: string, file: string, ...options: readonly string[]) =>
  registry(['import', 'adoption', file, '--solution', solution, '--url', url, ...options]);

const importByUrl = (file: string, ...options: readonly string[]) => importTo(service.url, 'digisos', file, ...options);

describe('an import through a running service', () => {
  it.each(['/', '/v1', '/v1/'])(
    'takes the address of the service also with %s behind it, as the service prints that of its API',
    async (end) => {
      const file = fileOf([STAGES, '2020-05-01,0301,in-use']);
      const { code, stdout } = await importTo(`${service.url}${end}`, 'digisos', file, '--dry-run');
      expect({ code, stdout }).toEqual({ code: 0, stdout: '1 row would be recorded, 0 would change nothing, 0 recorded already\n' });
    },
  );

  it('only looks with --dry-run', async () => {
    const head = await headOf(path);
    const { code, stdout } = await importByUrl(dataPath('digisos.csv'), '--dry-run');
    expect({ code, stdout, head: await headOf(path) }).toEqual({
      code: 0,
      stdout: '232 rows would be recorded, 0 would change nothing, 0 recorded already\n',
      head,
    });
  });

  it('names each bad row with line and reason, and records nothing', async () => {
    const head = await headOf(path);
    const file = fileOf([STAGES, '2020-05-01,0301,in-use', '2020-05-01,1201,in-use', '2020-02-30,0301,in-use']);
    const { code, stdout, stderr } = await importByUrl(file);
    expect({ code, stdout, head: await headOf(path) }).toEqual({ code: 1, stdout: '', head });
    expect(stderr).toContain(
      'line 3: municipality 1201 is not valid on 2020-05-01: it was renumbered to 4601 on 2020-01-01\n' +
        'line 4: the date must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31, not «2020-02-30»\n' +
        '2 bad rows; nothing was recorded\n',
    );
  });

  it('records the same reports under the same event ids as one into the store, in the same order within a municipality', async () => {
    const { code, stdout } = await importByUrl(dataPath('digisos.csv'));
    expect({ code, stdout }).toEqual({ code: 0, stdout: '232 rows recorded, 0 changed nothing, 0 recorded already\n' });
    const other = await storeWithDigisos();
    await registry(['import', 'adoption', dataPath('digisos.csv'), '--solution', 'digisos'], { DATA_DIR: other });
    const inOrderOfStreams = async (of: string) =>
      (await reportsIn(of)).sort((a, b) => (a.stream === b.stream ? a.revision - b.revision : a.stream < b.stream ? -1 : 1));
    expect(await inOrderOfStreams(path)).toEqual(await inOrderOfStreams(other));
  });

  it('run again records nothing twice', async () => {
    const head = await headOf(path);
    const { stdout } = await importByUrl(dataPath('digisos.csv'));
    expect(stdout).toBe('0 rows recorded, 0 changed nothing, 232 recorded already\n');
    expect(await headOf(path)).toBe(head);
  });

  it('leaves what was annulled since as it is, and says so', async () => {
    const file = fileOf([STAGES, '2021-03-01,5401,in-use']);
    await importByUrl(file);
    const { id } = (await reportsIn(path)).at(-1) ?? { id: '' };
    const { headers } = await ask(`${service.url}/v1/solutions/digisos/adoptions/5401`);
    const annulled = await ask(
      `${service.url}/v1/facts/${id}/annulments`,
      { reason: 'a mistake' },
      { 'If-Match': headers.get('ETag') ?? '' },
    );
    expect(annulled.status).toBe(201);
    const { code, stdout, stderr } = await importByUrl(file);
    expect({ code, stdout }).toEqual({ code: 0, stdout: '0 rows recorded, 0 changed nothing, 0 recorded already, 1 left as it is\n' });
    expect(stderr).toContain(
      'line 2: it was reported before, and a correction, an annulment or another report of 2021-03-01 has taken its place',
    );
  });

  it('records the rows that a table has got since, and not once more what changed nothing then, though that was corrected since', async () => {
    const rows = ['2021-03-01,4204,in-use', '2021-03-01,4204,in-use', '2022-03-01,4204,established'];
    await importByUrl(fileOf([STAGES, ...rows]));
    const { id } = (await reportsIn(path)).at(-2) ?? { id: '' };
    const { headers } = await ask(`${service.url}/v1/solutions/digisos/adoptions/4204`);
    const corrected = await ask(
      `${service.url}/v1/facts/${id}/corrections`,
      { reason: 'a mistake', fact: { effectiveFrom: '2021-04-01', stage: 'in-use', source: 'supplier' } },
      { 'If-Match': headers.get('ETag') ?? '' },
    );
    expect(corrected.status).toBe(201);
    const more = ['2020-06-01,4204,planned,', ...rows.map((row) => `${row},`), '2022-05-01,4204,in-use,innsyn'];
    const { stdout } = await importByUrl(fileOf([`${STAGES},capability`, ...more]));
    expect(stdout).toBe('2 rows recorded, 0 changed nothing, 2 recorded already, 1 left as it is\n');
  });

  it('records in the name of --consumer', async () => {
    await importByUrl(fileOf([STAGES, '2022-01-01,0301,established']), '--consumer', '958935420');
    const { body } = await ask(`${service.url}/v1/solutions/digisos/history?type=adoption-report&limit=1000`);
    expect((body['items'] as { recordedBy: object }[]).at(-1)?.recordedBy).toEqual({ consumer: '958935420', supplier: null });
  });

  it('about a solution that is not registered is refused as a whole', async () => {
    const { code, stderr } = await importTo(service.url, 'digisosial', dataPath('digisos.csv'));
    expect({ code, stderr }).toEqual({ code: 1, stderr: 'solution digisosial is not registered; nothing was recorded\n' });
  });
});

describe('an import that cannot reach the registry', () => {
  const servers: Server[] = [];
  afterAll(() => { for (const server of servers) server.close(); }); // prettier-ignore

  /** The address of a server that says one thing to whatever it is asked. */
  async function answering(status: number, body: string): Promise<string> {
    const server = createServer((_, response) => response.writeHead(status).end(body)).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  it('because a service has the store open ends with 3 and names --url', async () => {
    const { code, stdout, stderr } = await importInto(path, [STAGES, '2022-01-01,1103,in-use']);
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(/another process already writes to .*registry\.db; stop it first, or use --url to go through it/);
  });

  it('because nothing listens there, or something else does, ends with 3 and says that it may be run again', async () => {
    const [page, json] = [await answering(404, '<!doctype html>'), await answering(200, '{}')];
    const options = ['import', 'adoption', dataPath('digisos.csv'), '--solution', 'digisos', '--url'];
    const [nothing, ...others] = await Promise.all(['http://127.0.0.1:9', page, json].map((url) => registry([...options, url])));
    expect([nothing?.code, ...others.map(({ code }) => code)]).toEqual([3, 3, 3]);
    expect(nothing?.stderr).toMatch(/^http:\/\/127\.0\.0\.1:9 cannot be reached: .*\nRun the same command again to go on\.\n$/);
    expect(others.map(({ stderr }) => stderr)).toEqual([
      `${page} cannot be reached: it answers 404, and not as a registry does\nRun the same command again to go on.\n`,
      `${json} cannot be reached: it answers 200, and not as a registry does\nRun the same command again to go on.\n`,
    ]);
  });

  it('because what answers is JSON and no registry is told so, whatever it says', async () => {
    const entry = { eventId: 'a', municipalityNumber: '0301', original: null, recordedPosition: 'b', corrections: [], annulment: null };
    const fact = {
      capability: null,
      effectiveFrom: '2021-01-01',
      stage: 'in-use',
      source: 'supplier',
      evidence: null,
      confirmedAt: '2021-01-01',
    };
    const said = [
      ...[null, {}, [], 'x', 5, { items: [] }, { items: 5, next: null }, { items: [], next: 'elsewhere' }].map(
        (body) => [200, body] as const,
      ),
      ...[{}, { ...entry, fact: {} }, { ...entry, fact }].map((one) => [200, { items: [one], next: null }] as const),
      ...[
        [404, { detail: 'Not Found' }],
        [403, { message: 'no' }],
        [503, { code: 5, detail: [] }],
      ].map(([status, body]) => [status as number, body] as const),
    ];
    const told = said.map(async ([status, body]) => {
      const url = await answering(status, JSON.stringify(body));
      const standing = apiTarget(url, { solutionId: 'digisos', consumer: NATIONAL_SUPPLIER_FUNCTION }).standing();
      await expect(standing).rejects.toMatchObject({
        name: 'TargetUnavailable',
        message: `${url} cannot be reached: it answers ${status}, and not as a registry does`,
      });
    });
    await Promise.all(told);
  });

  it('because one page is given for all ends, and does not go on for ever', async () => {
    const next = '/v1/solutions/digisos/history?after=a';
    const url = await answering(200, JSON.stringify({ items: [], next }));
    await expect(apiTarget(url, { solutionId: 'digisos', consumer: NATIONAL_SUPPLIER_FUNCTION }).standing()).rejects.toMatchObject({
      name: 'TargetUnavailable',
      message: `${next} names itself as the page behind it: something between answers for another one`,
    });
  });
});
