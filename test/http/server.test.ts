import { once } from 'node:events';
import type { RequestListener, Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { pino } from 'pino';
import { httpServer } from '../../src/http/server.ts';

let server: Server;
afterEach(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

async function listening(app: RequestListener) {
  const made = httpServer(app, pino({ level: 'silent' }));
  ({ server } = made);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { drained: made.drained, port, url: `http://127.0.0.1:${port}` };
}

describe('the end of a server', () => {
  // Node lets those who have said nothing stay: the end would take the ten seconds that are for requests under way.
  it('waits for what was asked, and not for connections on which nothing was', async () => {
    const asked = Promise.withResolvers<undefined>();
    const answering = Promise.withResolvers<undefined>();
    const { drained, port, url } = await listening((_request, response) => {
      asked.resolve(undefined);
      void answering.promise.then(() => response.end('done'));
    });
    const closed: Promise<unknown>[] = [];
    for (const text of ['', 'GET / HTTP/1.1\r\nHost: lo']) {
      const socket = connect(port, '127.0.0.1').resume();
      socket.write(text);
      closed.push(once(socket, 'close'));
      await once(server, 'connection');
    }
    const answer = fetch(url).then((response) => response.text());
    await asked.promise;
    const ended = drained();
    await Promise.all(closed);
    answering.resolve(undefined);
    expect(await answer).toBe('done');
    await ended;
  }, 8_000);
});

describe('a request with an expectation that nobody knows', () => {
  it('is answered as if it had none', async () => {
    const { drained, port } = await listening((_request, response) => response.end('done'));
    const socket = connect(port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nExpect: applause\r\n\r\n'));
    const [answer] = (await once(socket, 'data')) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1\.1 200 OK/);
    socket.destroy();
    await drained();
  });
});
