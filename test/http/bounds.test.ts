import { once } from 'node:events';
import { connect, type AddressInfo, type Socket } from 'node:net';
import { afterAll, describe, expect, it } from '@jest/globals';
import { type Ailment, ailing } from './faults.ts';
import { recorded, registerDigisos, registration, report } from './sector.ts';
import { type Answer, type Service, startService } from './service.ts';

const ailment: Ailment = {};
const service = await startService({
  between: ailing(ailment),
  bounds: { commands: 3, bodyBytes: 1_000, waitingReads: 2, piecemeal: 2, reports: 1 },
});
await registerDigisos(service);
const sockets: Socket[] = [];
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await service.end();
});

const REPORTS = '/v1/solutions/digisos/adoptions/0301/reports';

function refused(answer: Answer, what: string): void {
  expect([answer.status, answer.problem('too-much-at-once').detail, answer.headers['retry-after']]).toEqual([
    503,
    `${what} is as much as there may be at once; repeat a little later`,
    '1',
  ]);
}

/** A client that sends this, and then nothing more; of an answer it takes the first piece. */
async function silent({ server }: Service, sent: string): Promise<Socket> {
  const { port } = server.address() as AddressInfo;
  const socket = connect({ port, host: '127.0.0.1' });
  sockets.push(socket);
  socket.on('error', () => undefined);
  await once(socket, 'connect');
  socket.once('data', () => socket.pause());
  socket.write(sent);
  return socket;
}

/** Asks until the answer is the one that is waited for: what another client sent or took may not have arrived yet. */
async function until(ask: () => Promise<Answer>, status: number): Promise<Answer> {
  for (;;) {
    const answer = await ask();
    if (answer.status === status) return answer;
  }
}

describe('what is more than a process takes in hand at once', () => {
  it('is refused where commands wait for the log: no more of them wait, and who reads is answered', async () => {
    const held = Promise.withResolvers<undefined>();
    const waiting = Promise.withResolvers<undefined>();
    ailment.append = () => {
      waiting.resolve(undefined);
      return held.promise.then(() => undefined);
    };
    const before = await service.grown();
    const writes = ['0301', '1103', '4601'].map((number) => service.post(REPORTS.replace('0301', number), report('2020-01-01')));
    await waiting.promise;
    refused(await until(() => service.post(REPORTS, report('2020-02-01'), { 'Idempotency-Key': 'once' }), 503), '3 commands under way');
    expect((await service.get('/v1/solutions/digisos')).status).toBe(200);
    held.resolve(undefined);
    delete ailment.append;
    for (const { status } of await Promise.all(writes)) expect(status).toBe(201);
    // The key of what was refused is free: nothing stands under it.
    expect((await service.post(REPORTS, report('2020-02-01'), { 'Idempotency-Key': 'once' })).status).toBe(201);
    expect(await service.grown()).toBe(before + 4);
  });

  it('is refused where bodies arrive slowly, and what they hold is given back when their clients go', async () => {
    const head = `POST ${REPORTS} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: 2000\r\n\r\n`;
    const slow = await silent(service, `${head}${' '.repeat(950)}`);
    let evidence = 0;
    const write = () => service.post(REPORTS, report('2020-03-01', 'in-use', { evidence: `case ${(evidence += 1)}` }));
    refused(await until(write, 503), '1000 bytes of bodies on their way in');
    slow.destroy();
    expect((await until(write, 201)).status).toBe(201);
  });

  it('is refused where reads wait for a position that does not come', async () => {
    const beyond = `${service.store.logId}~${(await service.head()) + 1}`;
    const read = () => service.get(`/v1/solutions/digisos?minPosition=${beyond}`);
    const [first, second] = [read(), read()];
    refused(await read(), '2 reads that wait for a position');
    await recorded(service.post('/v1/solutions', registration('other')));
    expect([(await first).status, (await second).status, (await read()).status]).toEqual([200, 200, 200]);
  });

  it('is refused where answers in pieces are not taken, and given again when their clients have gone', async () => {
    const asking = 'GET /v1/events/stream HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const slow = [await silent(service, asking), await silent(service, asking)];
    await Promise.all(slow.map((socket) => once(socket, 'data')));
    const page = () => service.get('/v1/events?limit=1');
    refused(await until(page, 503), '2 answers in pieces');
    for (const socket of slow) socket.destroy();
    expect((await until(page, 200)).status).toBe(200);
  });

  it('is refused where reports are not taken, which hold figures, and holds up no other answer', async () => {
    const asking = 'GET /v1/reports/adoption?asOf=2020-01-01&format=csv HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n';
    const slow = await Promise.all(Array.from({ length: 40 }, () => silent(service, asking)));
    const another = () => service.get('/v1/reports/municipalities?asOf=2020-01-01');
    refused(await until(another, 503), '1 reports that are being written');
    expect((await service.get('/v1/events?limit=1')).status).toBe(200);
    for (const socket of slow) socket.destroy();
    expect((await until(another, 200)).status).toBe(200);
  });
});
