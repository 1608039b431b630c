import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { refuseUnreadable } from '../../src/http/unreadable.ts';
import { breachesOf, schemaNamed } from './contract.ts';
import { registerDigisos, report } from './sector.ts';
import { startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
refuseUnreadable(service.server, pino({ level: 'silent' }));
afterAll(() => service.end());

/** Everything that is answered to some bytes, until the service ends the connection. */
function answerTo(text: string): Promise<string> {
  const { port } = service.server.address() as AddressInfo;
  return new Promise((resolve) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
    socket.on('error', () => undefined); // to be cut off is an answer, too
    socket.on('close', () => { resolve(answer); }); // prettier-ignore
  });
}

const posting = (body: string, ...headers: string[]): string =>
  ['POST /v1/solutions/digisos/adoptions/0301/reports HTTP/1.1', 'Host: localhost', 'Content-Type: application/json', `Content-Length: ${body.length}`, ...headers, '', body].join('\r\n'); // prettier-ignore
const statusesOf = (answer: string): string[] => [...answer.matchAll(/^HTTP\/1\.1 (\d{3}) /gm)].map(([, status]) => String(status));

describe('what is no request', () => {
  it.each([
    ['garbled', 'what is this\r\n\r\n', 'unreadable-request'],
    ['an address that is not percent-encoded', 'GET /v1/solutions?q=søknad HTTP/1.1\r\nHost: localhost\r\n\r\n', 'unreadable-request'],
    ['with a header that has no name', 'GET /v1/solutions HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n', 'unreadable-request'],
    ['with headers beyond all bounds', `GET /v1/solutions HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, 'headers-too-large'],
    ['with a body that breaks off in garbage', posting('{}', 'Transfer-Encoding: chunked').replace(/Content-Length: \d+\r\n/, ''), 'unreadable-request'],
  ])('is refused as a problem of the contract and the connection ended: %s', async (_what, text, code) => {
    const answer = await answerTo(text);
    const [head = '', body = ''] = answer.split('\r\n\r\n');
    const problem = JSON.parse(body) as { status: number; instance: string };
    expect(statusesOf(answer)).toEqual([String(problem.status)]);
    expect(head).toContain('Content-Type: application/problem+json');
    expect(head).toContain(`Request-Id: ${problem.instance.replace('urn:uuid:', '')}`);
    expect(problem).toMatchObject({ code, type: `/problems/${code}`, detail: expect.stringMatching(/percent-encoded|32 KiB/) as unknown });
    expect(breachesOf(schemaNamed('Problem'), problem)).toEqual([]);
  }); // prettier-ignore

  it.each([[[]], [['Connection: close']]])('behind one that is, does not take its answer away: %j', async (headers) => {
    const before = await service.grown();
    const body = JSON.stringify(report('2018-05-01', 'in-use', { evidence: headers.join() || 'open' }));
    const answer = await answerTo(`${posting(body, ...headers)}and then garbage\r\n\r\n`);
    expect(statusesOf(answer)).toEqual(['201']);
    expect(await service.grown()).toBe(before + 1);
  });
});
