import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { refuseUnreadable } from '../../src/http/unreadable.ts';
import { registerDigisos, report } from './sector.ts';
import { startService } from './service.ts';

const service = await startService();
await registerDigisos(service);
refuseUnreadable(service.server);
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
    ['garbled', 'what is this\r\n\r\n', '400'],
    ['with a header that has no name', 'GET /v1/solutions HTTP/1.1\r\nHost: localhost\r\n: x\r\n\r\n', '400'],
    ['with headers beyond all bounds', `GET /v1/solutions HTTP/1.1\r\nHost: localhost\r\nX: ${'x'.repeat(100_000)}\r\n\r\n`, '431'],
    ['with a body that breaks off in garbage', posting('{}', 'Transfer-Encoding: chunked').replace(/Content-Length: \d+\r\n/, ''), '400'],
  ])('is refused as a problem and the connection ended: %s', async (_what, text, status) => {
    const answer = await answerTo(text);
    expect(statusesOf(answer)).toEqual([status]);
    expect(answer).toContain('Content-Type: application/problem+json');
  });

  it.each([[[]], [['Connection: close']]])('behind one that is, does not take its answer away: %j', async (headers) => {
    const head = await service.head();
    const body = JSON.stringify(report('2018-05-01', 'in-use', { evidence: headers.join() || 'open' }));
    const answer = await answerTo(`${posting(body, ...headers)}and then garbage\r\n\r\n`);
    expect(statusesOf(answer)).toEqual(['201']);
    expect(await service.head()).toBe(head + 1);
  });
});
