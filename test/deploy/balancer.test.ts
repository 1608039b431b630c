import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import { type AddressInfo, createServer as createSocket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { breachesOf, schemaNamed } from '../http/contract.ts';
import { compose, isOurs, named, read } from './compose.ts';

const configuration = read('deploy/haproxy.cfg');
const servers = [...configuration.matchAll(/^ +server (\S+) (\S+)$/gm)].map(([, name, address]) => ({ name, address }));

describe('the load balancer', () => {
  it('leads to every process of the service, and to nothing else', () => {
    const port = /\bPORT=(\d+)/.exec(read('Dockerfile'))?.[1] ?? '';
    expect(servers).toEqual(named(compose('compose.cluster.yaml'), isOurs).map((name) => ({ name, address: `${name}:${port}` })));
  });

  it('asks the processes what the contract has them answer', () => {
    const path = /http-check send meth GET uri (\S+)/.exec(configuration)?.[1] ?? '';
    expect(Object.keys((JSON.parse(read('openapi/openapi.json')) as { paths: object }).paths)).toContain(path);
  });
});

const installed = spawnSync('haproxy', ['-v']).error === undefined;

(installed ? describe : describe.skip)(`the load balancer that runs${installed ? '' : ' (needs haproxy, which is not installed)'}`, () => {
  const processes: Server[] = [];
  const answered: string[] = [];
  let balancer: ReturnType<typeof spawn>;
  let folder = '';
  let url = '';

  /** A stand-in for a process of the service: ready or not, and it breaks off what it is asked to record. */
  async function standIn(name: string, ready: () => boolean): Promise<number> {
    const server = createServer((request, response) => {
      if (request.url === '/health/ready') return void response.writeHead(ready() ? 200 : 503).end();
      answered.push(`${request.method ?? ''} ${name}`);
      if (request.method === 'POST') return void request.socket.destroy();
      response.end(name);
    });
    processes.push(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return (server.address() as AddressInfo).port;
  }

  const free = async (): Promise<number> => {
    const socket = createSocket();
    await new Promise<void>((resolve) => socket.listen(0, '127.0.0.1', resolve));
    const { port } = socket.address() as AddressInfo;
    await new Promise((resolve) => socket.close(resolve));
    return port;
  };

  /** Posts over a connection of its own: on one that was used before, the balancer closes it without a word, and the client sees that. */
  const post = (): Promise<{ status: number | undefined; body: string }> =>
    new Promise((resolve, reject) => {
      const sent = request(url, { method: 'POST', agent: false }, (response) => {
        void text(response).then((body) => { resolve({ status: response.statusCode, body }); }, reject); // prettier-ignore
      });
      sent.on('error', reject).end('{}');
    });

  /** Asks until the answer is as wanted: the balancer looks after its servers once a second. */
  async function until(wanted: (answer: Response) => boolean): Promise<Response> {
    const deadline = Date.now() + 30_000;
    for (;;) {
      const answer = await fetch(url).catch(() => undefined);
      if (answer !== undefined && wanted(answer)) return answer;
      if (Date.now() > deadline) throw new Error(`the balancer never answered as wanted, but ${answer?.status ?? 'not at all'}`);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }

  let ready = { api1: false, api2: false, api3: false };
  beforeAll(async () => {
    const port = await free();
    url = `http://127.0.0.1:${port}`;
    let adapted = configuration.replace('bind :8080', `bind 127.0.0.1:${port}`);
    for (const name of ['api1', 'api2', 'api3'] as const)
      adapted = adapted.replace(`${name}:8080`, `127.0.0.1:${await standIn(name, () => ready[name])}`);
    folder = mkdtempSync(join(tmpdir(), 'registry-balancer-'));
    const file = join(folder, 'haproxy.cfg');
    writeFileSync(file, adapted);
    balancer = spawn('haproxy', ['-f', file], { stdio: 'ignore' });
  });
  afterAll(async () => {
    balancer.kill();
    for (const server of processes) {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
    rmSync(folder, { recursive: true });
  });

  it('says as the service would that no process is ready, and when to come again', async () => {
    const answer = await until(({ status }) => status === 503);
    expect(breachesOf(schemaNamed('Problem'), await answer.json())).toEqual([]);
    expect([answer.headers.get('content-type'), answer.headers.get('retry-after')]).toEqual(['application/problem+json', '5']);
  });

  it('leads only to who is ready', async () => {
    ready = { ...ready, api2: true };
    await until(({ status }) => status === 200);
    const names = await Promise.all(Array.from({ length: 12 }, async () => (await fetch(url)).text()));
    expect(new Set(names)).toEqual(new Set(['api2']));
  });

  it('shows nobody the metrics of a process', async () => {
    const answer = await fetch(`${url}/metrics`);
    const problem: unknown = await answer.json();
    expect(breachesOf(schemaNamed('Problem'), problem)).toEqual([]);
    expect([answer.status, problem]).toEqual([404, expect.objectContaining({ code: 'not-found', status: 404 })]);
  });

  it('never sends a request twice that a process had when it fell, and says that the outcome is unknown', async () => {
    ready = { api1: true, api2: true, api3: true };
    await until(({ status }) => status === 200);
    answered.length = 0;
    const answer = await post();
    const body = JSON.parse(answer.body) as { code: string };
    expect(breachesOf(schemaNamed('Problem'), body)).toEqual([]);
    expect([answer.status, body.code, answered.filter((each) => each.startsWith('POST')).length]).toEqual([502, 'outcome-unknown', 1]);
  });
});
