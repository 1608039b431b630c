import { once } from 'node:events';
import { createServer, get, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type Chunks, goneWith, writeChunks } from '../../src/http/dispatch/stream.ts';

const CHUNK = 'x'.repeat(65_536);
const servers: Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Serves chunks to whoever asks; `ended` is how the writing ended. */
async function serving(
  chunks: () => Chunks,
  begin: () => void = () => undefined,
): Promise<{ ask: () => Promise<IncomingMessage>; ended: Promise<unknown> }> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const server = createServer((_request, response) => {
    writeChunks(response, chunks(), goneWith(response), begin).then(resolve, resolve);
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  const ask = () => new Promise<IncomingMessage>((answered) => get({ host: '127.0.0.1', port }, answered));
  return { ask, ended: promise };
}

/** How many pieces were made when a client takes no more. Whatever the sockets between the two hold is bounded: it stops, and does not move again. */
async function whenItStops(answer: IncomingMessage, made: () => number): Promise<number> {
  answer.pause();
  let before = -1;
  while (before !== made()) {
    before = made();
    await wait(200);
  }
  return before;
}

describe('what is written piece by piece', () => {
  it('is made no faster than the client takes it', async () => {
    let made = 0;
    const { ask } = await serving(function* () {
      for (;;) {
        made += 1;
        yield CHUNK;
      }
    });
    const answer = await ask();
    const before = await whenItStops(answer, () => made);
    expect(before * CHUNK.length).toBeLessThan(64 * 1024 * 1024);
    answer.resume();
    while (made === before) await once(answer, 'data'); // it goes on
    answer.destroy();
  });

  it('ends without a fault when the client goes away while it takes nothing', async () => {
    let made = 0;
    const { ask, ended } = await serving(function* () {
      for (;;) {
        made += 1;
        yield CHUNK;
      }
    });
    const answer = await ask();
    await whenItStops(answer, () => made);
    answer.destroy();
    expect(await ended).toBeUndefined();
  });

  it('ends when the client goes away, and what was open is closed', async () => {
    let closed = false;
    const { ask, ended } = await serving(async function* () {
      try {
        for (;;) {
          await wait(1);
          yield CHUNK;
        }
      } finally {
        closed = true;
      }
    });
    const answer = await ask();
    await once(answer, 'data');
    answer.destroy();
    expect(await ended).toBeUndefined();
    expect(closed).toBe(true);
  });

  it.each([
    ['small ones', 'x'],
    ['large ones that the system takes at once', CHUNK],
  ])('gives others their turn between two pieces: %s', async (_what, piece) => {
    let turns = 0;
    const { ask, ended } = await serving(function* () {
      setImmediate(function count() {
        turns += 1;
        if (turns < 1_000) setImmediate(count);
      });
      for (let count = 0; count < 100; count += 1) yield piece;
    });
    (await ask()).resume();
    await ended;
    expect(turns).toBeGreaterThanOrEqual(50);
  });

  it('that breaks in the middle is told to the one who writes, not swallowed', async () => {
    const { ask, ended } = await serving(function* () {
      yield CHUNK;
      throw new Error('the fold has a fault');
    });
    (await ask()).on('error', () => undefined).resume();
    expect(await ended).toEqual(new Error('the fold has a fault'));
  });

  it.each<[string, Iterable<string>, number]>([
    ['once, before the first piece', ['a', 'b'], 1],
    ['also where there is none', [], 1],
  ])('begins %s', async (_what, pieces, times) => {
    let begun = 0;
    const { ask, ended } = await serving(() => pieces, () => { begun += 1; }); // prettier-ignore
    (await ask()).resume();
    await ended;
    expect(begun).toBe(times);
  });

  it('does not begin where the first piece fails: that can still be told', async () => {
    let begun = 0;
    // eslint-disable-next-line require-yield -- it fails before it has anything to give
    const failing = function* (): Generator<string> {
      throw new Error('the log is gone');
    };
    const server = createServer((_request, response) => {
      writeChunks(response, failing(), goneWith(response), () => { begun += 1; }).catch((fault: unknown) => response.end(String(fault))); // prettier-ignore
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const answer = await new Promise<IncomingMessage>((answered) => get({ host: '127.0.0.1', port }, answered));
    const [text] = (await once(answer.setEncoding('utf8'), 'data')) as [string];
    expect([text, begun]).toEqual(['Error: the log is gone', 0]);
  });
});

describe('a client that goes away', () => {
  /** Whether it is known to be gone, asked for when its answer is closed. */
  async function askedWhenClosed(serve: (response: ServerResponse) => void, leave: boolean): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    const server = createServer((_request, response) => {
      response.once('close', () => { resolve(goneWith(response).aborted); }); // prettier-ignore
      serve(response);
    });
    servers.push(server);
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const asked = get({ host: '127.0.0.1', port }, (answer) => (leave ? asked.destroy() : answer.resume()));
    asked.on('error', () => undefined);
    return promise;
  }

  it('is known to be gone also where that is asked for only afterwards', async () => {
    expect(await askedWhenClosed((response) => response.write('half'), true)).toBe(true);
  });

  it('is not gone where it has its whole answer', async () => {
    expect(await askedWhenClosed((response) => response.end('whole'), false)).toBe(false);
  });
});
