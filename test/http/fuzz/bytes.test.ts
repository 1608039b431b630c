import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it, jest } from '@jest/globals';
import { pino } from 'pino';
import fc from 'fast-check';
import { refuseUnreadable } from '../../../src/http/unreadable.ts';
import { registerDigisos, report } from '../sector.ts';
import { startService } from '../service.ts';
import { PATIENCE, REQUESTS, SEED } from './form.ts';

jest.setTimeout(PATIENCE);
const service = await startService();
await registerDigisos(service);
refuseUnreadable(service.server, pino({ level: 'silent' }));
// Its clients say at once that nothing more comes: without this, Node ends the connection before an answer that takes a while.
Object.assign(service.server, { httpAllowHalfOpen: true });
afterAll(() => service.end());

const REPORT = JSON.stringify({ ...report('2018-05-01'), evidence: 'x' });
const request = (line: string, headers: readonly string[], body = ''): Buffer =>
  Buffer.from([line, 'Host: localhost', 'Connection: close', ...headers, '', body].join('\r\n'));
const json = (body: string): string[] => ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
const POST = 'POST /v1/solutions/digisos/adoptions/0301/reports HTTP/1.1';
const WHOLE = [
  request('GET /v1/solutions/digisos/status?asOf=2020-01-01 HTTP/1.1', ['Accept: application/json', 'If-None-Match: "a"']),
  request(POST, json(REPORT), REPORT),
  request(
    POST,
    ['Content-Type: application/json', 'Transfer-Encoding: chunked'],
    `${REPORT.length.toString(16)}\r\n${REPORT}\r\n0\r\n\r\n`,
  ),
  request('GET /v1/events/latest HTTP/1.1', ['Range: bytes=0-1', 'Expect: 100-continue']),
];

/** Bytes put in the place of as many others, from a place on: what a line, a number, a name or a text is made of, and what none is. */
const wound = fc.record({
  at: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
  instead: fc.nat(3),
  bytes: fc.oneof(
    fc.uint8Array({ maxLength: 3 }),
    fc.constantFrom('\r\n', '\n', '\r\n\r\n', '\0', ' ', ':', '9', '-1', 'å', 'Content-Length: 5\r\n', 'Transfer-Encoding: chunked\r\n', '%', '?', '#', 'HTTP/1.0', '"', '}').map((text) => Buffer.from(text)),
  ),
}); // prettier-ignore
const wounded = fc.tuple(fc.constantFrom(...WHOLE), fc.array(wound, { minLength: 1, maxLength: 4 })).map(([whole, wounds]) =>
  wounds.reduce((bytes, { at, instead, bytes: put }) => {
    const from = Math.floor(at * bytes.length);
    return Buffer.concat([bytes.subarray(0, from), put, bytes.subarray(from + instead)]);
  }, whole),
);

/** Sends bytes, says that nothing more comes, and takes what is answered. */
function answerTo(bytes: Buffer): Promise<string> {
  const { port } = service.server.address() as AddressInfo;
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ host: '127.0.0.1', port }, () => socket.end(bytes));
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('error', () => undefined); // a reset is an answer, too
    socket.on('close', () => { resolve(Buffer.concat(chunks).toString('latin1')); }); // prettier-ignore
  });
}

const statusesOf = (answer: string): number[] => [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => Number(status));

describe('bytes that are hardly a request', () => {
  it('are refused or read, never a fault; nothing is recorded but what is answered with 201, and others are served', async () => {
    const seen = new Set<number>();
    for (const bytes of fc.sample(wounded, { seed: SEED, numRuns: Math.ceil(REQUESTS / 20) })) {
      const before = await service.grown();
      const statuses = statusesOf(await answerTo(bytes));
      const recorded = (await service.grown()) - before;
      const created = statuses.filter((status) => status === 201).length;
      if (statuses.some((status) => status >= 500) || recorded > created)
        throw new Error(
          `${statuses.join()} and ${recorded} events (FUZZ_SEED=${SEED} FUZZ_REQUESTS=${REQUESTS}): ${JSON.stringify(bytes.toString('latin1'))}`,
        );
      for (const status of statuses) seen.add(status);
    }
    expect((await service.get('/v1/solutions/digisos')).status).toBe(200);
    expect(service.faults).toEqual([]);
    expect([...seen]).toEqual(expect.arrayContaining([200, 201, 400]));
  });
});
