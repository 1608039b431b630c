import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, describe, expect, it } from '@jest/globals';
import type { EventStore } from '../../../src/eventstore/port.ts';
import { recorded, registerDigisos, report } from '../sector.ts';
import { startService } from '../service.ts';
import { followed, messagesIn, receiveUntil } from './following.ts';

/** Events that were read from the log so far. */
let read = 0;
const counting = (store: EventStore): EventStore =>
  new Proxy(store, {
    get(target, name) {
      if (name === 'readAt')
        return async function* (...asked: Parameters<EventStore['readAt']>) {
          for await (const event of target.readAt(...asked)) {
            read += 1;
            yield event;
          }
        };
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member.bind(target) as unknown) : member;
    },
  });

const service = await startService({ between: counting });
await registerDigisos(service);
const sockets = new Set<Socket>();
service.server.on('connection', (socket: Socket) => {
  sockets.add(socket);
  socket.on('close', () => sockets.delete(socket));
});
afterAll(() => service.end());

/** Changes of description of some 130,000 bytes each: more together, by far, than the sockets of both sides hold. */
const LARGE = 200;
const BYTES = 130_000;
async function describeAtLength(): Promise<void> {
  const names = { nb: 'æ'.repeat(200), nn: 'ø'.repeat(200), en: 'å'.repeat(200) };
  const capabilities = Array.from({ length: 100 }, (_, index) => ({ id: `part-${index}`, names }));
  let { etag } = await service.get('/v1/solutions/digisos');
  for (let index = 0; index < LARGE; index += 1) {
    const effectiveFrom = new Date(Date.UTC(2000, 0, index + 1)).toISOString().slice(0, 10);
    const body = { effectiveFrom, names: { nb: 'Digisos' }, capabilities };
    ({ etag } = await recorded(service.post('/v1/solutions/digisos/description-changes', body, { 'If-Match': etag })));
  }
}

/** A client that asks for the stream and never reads. */
async function silentReader(): Promise<Socket> {
  const { port } = service.server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1' });
  await once(socket, 'connect');
  socket.pause();
  socket.write(`GET /v1/events/stream?solution=digisos HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n`);
  return socket;
}

/** Resolves when the system takes no more of the stream: its socket waits to drain, and nothing more is read from the log. */
async function stuck(): Promise<void> {
  for (let before = -1; before !== read || ![...sockets].some(({ writableNeedDrain }) => writableNeedDrain); ) {
    before = read;
    await service.get('/health/live'); // whoever else asks is answered
    await pause(100);
  }
}

const unsent = () => [...sockets].reduce((sum, { writableLength }) => sum + writableLength, 0);

describe('a client that does not read its stream', () => {
  it('holds a bounded part of it in memory, keeps nobody from writing or reading, and misses nothing when it reads on', async () => {
    await describeAtLength();
    read = 0;
    const silent = await silentReader();
    await stuck();
    // What the system's own buffers hold, and no more: the rest is in the log.
    expect(read).toBeLessThan(LARGE / 2);
    expect(unsent()).toBeLessThan(2 * BYTES);

    for (let one = 0; one < 50; one += 1)
      await recorded(
        service.post('/v1/solutions/digisos/adoptions/0301/reports', report('2018-01-01', 'in-use', { evidence: `case ${one}` })),
      );
    expect(read).toBeLessThan(LARGE / 2); // nothing of it is read for whom does not read
    expect(unsent()).toBeLessThan(2 * BYTES);

    const position = `${service.store.logId}~${await service.head()}`;
    const other = await receiveUntil(service, '/v1/events/stream?municipality=0301', {}, (_, end) => end.includes(`id: ${position}\n`));
    expect(messagesIn(other.text).lastEventId).toBe(position);

    const pieces: Buffer[] = [];
    silent.on('data', (piece: Buffer) => pieces.push(piece));
    silent.resume();
    while (!Buffer.concat(pieces.slice(-3)).includes(`id: ${position}\n`)) await once(silent, 'data');
    silent.destroy();
    const ids = [
      ...Buffer.concat(pieces)
        .toString()
        .matchAll(/^id: (.*)$/gm),
    ].map(([, id]) => id);
    expect(ids).toEqual((await followed(service, 'solution=digisos')).map((event) => event.position));
  });
});
