import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { ask, serving, start, type Serving } from '../cli/process.ts';
import { headOf, storeWithDigisos } from '../cli/store.ts';
import { isLong, rounds, tell } from './long.ts';

const SILENT = rounds(2_000, 10_000);
/** Bytes that an open connection may hold at most, in all: buffers, parser, timers. */
const EACH = 100_000;

const sockets: Socket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.destroy();
});

async function served(): Promise<{ service: Serving; path: string; memory: () => number }> {
  const path = await storeWithDigisos();
  const child = start(process.execPath, ['src/cli.ts', 'serve'], { DATA_DIR: path, PORT: '0', LOG_LEVEL: 'warn' });
  const service = await serving(child);
  /** Resident memory in bytes, as Linux tells it. */
  const memory = () => Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? NaN) * 1_024;
  return { service, path, memory };
}

async function open(url: string, sent: string): Promise<Socket> {
  const socket = connect(Number(new URL(url).port), '127.0.0.1');
  sockets.push(socket);
  socket.on('error', () => undefined); // the service hangs up on it in the end
  await once(socket, 'connect');
  if (sent !== '') socket.write(sent);
  return socket;
}

const report = { effectiveFrom: '2020-02-01', stage: 'in-use', source: 'supplier' };
const REPORTS = '/v1/solutions/digisos/adoptions/0301/reports';
const head = (bytes: number): string =>
  `POST ${REPORTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: ${bytes}\r\n\r\n`;

(process.platform === 'linux' ? describe : describe.skip)(
  `${SILENT} connections (needs Linux, which tells how much memory a process has)`,
  () => {
    // Each mostly waits until it is let go. The long form's together would be more than a process may have open.
    (isLong ? it : it.concurrent).each([
      { what: 'that say nothing', sent: '' },
      { what: 'that send a body slowly', sent: `${head(10_000)}{"effectiveFrom":` },
      { what: 'that ask and read nothing', sent: 'GET /v1/municipalities HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' },
    ])(
      '$what hold little memory, others are served meanwhile, and they are let go',
      async ({ what, sent }) => {
        const { service, memory } = await served();
        expect((await ask(`${service.url}/v1/solutions/digisos`)).status).toBe(200);
        const before = memory();
        const opened: Socket[] = [];
        while (opened.length < SILENT) {
          const more = await Promise.all(Array.from({ length: 100 }, () => open(service.url, sent)));
          for (const socket of more) socket.pause();
          opened.push(...more);
        }
        expect((await ask(`${service.url}${REPORTS}`, report)).status).toBe(201);
        expect((await ask(`${service.url}/v1/solutions/digisos/coverage`)).status).toBe(200);
        const each = (memory() - before) / SILENT;
        tell(`connections ${what}`, { connections: SILENT, bytesEach: Math.round(each) });
        expect(each).toBeLessThan(EACH);
        for (const socket of opened) socket.resume();
        await Promise.all(opened.filter(({ closed }) => !closed).map((socket) => once(socket, 'close')));
        expect((await service.stop()).code).toBe(0);
      },
      600_000,
    );
  },
);

describe('a client that hangs up in the middle of a body', () => {
  it('has recorded nothing, and nobody is held up by it', async () => {
    const { service, path } = await served();
    const before = await headOf(path);
    for (let client = 0; client < 50; client += 1) {
      const socket = await open(service.url, `${head(200)}${JSON.stringify(report).slice(0, -1)}`);
      socket.destroy();
    }
    expect((await ask(`${service.url}${REPORTS}`, { ...report, stage: 'planned' })).status).toBe(201);
    expect((await service.stop()).code).toBe(0);
    expect(await headOf(path)).toBe(before + 1);
  });
});
