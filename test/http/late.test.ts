import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { identify, requestIdOf } from '../../src/http/request-id.ts';
import { refuseUnreadable } from '../../src/http/unreadable.ts';

const done: string[] = [];
const ids: string[] = [];
let server: Server | undefined;
afterEach(async () => {
  server?.closeAllConnections();
  await new Promise((resolve) => server?.close(resolve));
});

/** A server that is patient for a moment only, and what it has carried out. */
async function serving(answer: RequestListener): Promise<number> {
  done.length = 0;
  ids.length = 0;
  server = createServer({ headersTimeout: 200, requestTimeout: 200, connectionsCheckingInterval: 20 }, (request, response) => {
    identify(request);
    ids.push(requestIdOf(request));
    answer(request, response);
  });
  refuseUnreadable(server, pino({ level: 'silent' }));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}

/** As the service does it: what has not come whole is not carried out. */
const carryOut: RequestListener = (request, response) => {
  text(request).then((body) => {
    done.push(body);
    response.end('done');
  }, () => undefined);
}; // prettier-ignore

/** Sends a part, the rest once something is answered, if there is any, and gives all that came until the connection ended. */
function inTwo(port: number, first: string, rest: string): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  let answer = '';
  const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true }, () => socket.write(first));
  socket.on('data', (chunk: Buffer) => {
    if (answer === '') socket.write(rest);
    answer += chunk.toString();
  });
  socket.on('error', () => undefined); // to be cut off is an answer, too
  socket.on('close', () => { resolve(answer); }); // prettier-ignore
  socket.on('end', () => { setTimeout(() => socket.destroy(), 300); }); // prettier-ignore
  return promise;
}

const POST = 'POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n';
const GET = 'GET / HTTP/1.1\r\nHost: localhost\r\n\r\n';

describe('a request that was not there in time', () => {
  it.each([
    ['body', `${POST}abc`, 'def'],
    ['head', POST.slice(0, 30), `${POST.slice(30)}abcdef`],
  ])('is refused, and not carried out when the rest of its %s comes', async (_what, first, rest) => {
    const answer = await inTwo(await serving(carryOut), first, rest);
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request-timeout"/);
    expect(done).toEqual([]);
  });

  it('is told under the id that its own line in the log has; one of which no head came has none there', async () => {
    const refused = async (text: string) => /^Request-Id: (\S+)/m.exec(await inTwo(await serving(carryOut), text, ''))?.[1];
    const id = await refused(`${POST}abc`);
    expect(ids).toEqual([id]);
    expect(await refused(POST.slice(0, 30))).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids).toEqual([]);
  });

  it('is not answered in the midst of the answer to it', async () => {
    const port = await serving((_request, response) => response.write('a part, '));
    const answer = await inTwo(port, `${POST}abc`, '');
    expect(answer).toContain('a part, ');
    expect(answer).not.toContain('408');
  });

  it('is not answered in place of one before it that waits', async () => {
    const port = await serving((request, response) => (request.method === 'GET' ? undefined : carryOut(request, response)));
    expect(await inTwo(port, `${GET}${POST}abc`, 'def')).toBe('');
    expect(done).toEqual([]);
  });

  it('behind one that waits ends the connection when that is answered, and is not carried out', async () => {
    const port = await serving((request, response) => {
      if (request.method === 'GET') setTimeout(() => response.end('late'), 500);
      else carryOut(request, response);
    });
    const answer = await inTwo(port, `${GET}${POST.slice(0, 30)}`, `${POST.slice(30)}abcdef`);
    expect(answer).toMatch(/^HTTP\/1\.1 200 [^]*late$/);
    expect(done).toEqual([]);
  });
});
