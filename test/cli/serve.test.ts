import { connect, type Socket } from 'node:net';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, it } from '@jest/globals';
import { ask, ended, folder, serve, type Serving, starting } from './process.ts';
import { eventsIn, storeWithDigisos } from './store.ts';

const organisation = (name: string) => JSON.stringify({ organisationNumber: '994598759', name, sector: 'state' });

/** A POST of which the service has all but the last byte, and what it answers in the end. */
async function allButTheLastByte({ url }: Serving, body: string): Promise<{ socket: Socket; finish: () => Promise<string> }> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  const answer = text(socket);
  socket.write(
    `POST /v1/organisations HTTP/1.1\r\nHost: ${hostname}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n` +
      `Expect: 100-continue\r\n\r\n`,
  );
  // The service has read the header fields when it asks for the body.
  await once(socket, 'readable');
  socket.write(Buffer.from(body).subarray(0, -1));
  const finish = (): Promise<string> => {
    socket.write(Buffer.from(body).subarray(-1));
    return answer;
  };
  return { socket, finish };
}

/** Whether somebody still listens there. */
async function listens({ url }: Serving): Promise<boolean> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  try {
    await once(socket, 'connect');
    return true;
  } catch {
    return false;
  } finally {
    socket.destroy();
  }
}

/** What a service has logged, without the facts beside it. */
const messages = ({ lines }: Serving) => lines.map((line) => (JSON.parse(line) as { msg: unknown }).msg);

describe('serve', () => {
  it('says on stdout, in one JSON line, where it listens, and on stderr, for a person, in what mode', async () => {
    const path = folder();
    const service = await serve({ DATA_DIR: path });
    const line = service.lines
      .map((one) => JSON.parse(one) as Record<string, unknown>)
      .filter(({ msg }) => msg === `listening on ${service.url}`);
    const { stderr } = await service.stop();
    expect(line).toEqual([
      expect.objectContaining({
        api: `${service.url}/`,
        documentation: `${service.url}/docs/`,
        health: `${service.url}/health/ready`,
        mode: 'development',
        store: `SQLite in ${path}`,
      }),
    ]);
    for (const said of [`${service.url}/\n`, `${service.url}/docs/`, `${service.url}/health/ready`, 'DEVELOPMENT: no tokens', path])
      expect(stderr).toContain(said);
    expect(stderr).not.toContain('beyond this machine');
  });

  it('says that line and a last one whatever the log level, and nothing else below it', async () => {
    const service = await serve({ DATA_DIR: folder(), LOG_LEVEL: 'silent' });
    await ask(`${service.url}/health/live`);
    await service.stop();
    expect(messages(service)).toEqual([`listening on ${service.url}`, 'stopped']);
  });

  it('listens beyond this machine only when it is told to, and says so as loudly', async () => {
    const service = await serve({ DATA_DIR: folder(), HOST: '0.0.0.0', DEVELOPMENT_BIND_ANY: 'yes' });
    const { stderr } = await service.stop();
    expect(service.url).toMatch(/^http:\/\/0\.0\.0\.0:\d+$/);
    expect(stderr).toContain('It listens on 0.0.0.0, beyond this machine: whoever reaches it may record anything.');
  });

  it('says nothing of it where only this machine reaches it, whatever it was allowed', async () => {
    const service = await serve({ DATA_DIR: folder(), DEVELOPMENT_BIND_ANY: 'yes' });
    const { stderr } = await service.stop();
    expect(stderr).not.toContain('beyond this machine');
  });

  it('loads the municipality register once; at the next start it is up to date', async () => {
    const path = folder();
    await (await serve({ DATA_DIR: path })).stop();
    const events = await eventsIn(path);
    const service = await serve({ DATA_DIR: path });
    await service.stop();
    expect(service.lines.join('\n')).toContain('the municipality register is up to date');
    expect(await eventsIn(path)).toEqual(events);
  });

  it('logs each request as a JSON line with its request id, and nothing of its body or of who asked', async () => {
    const service = await serve({ DATA_DIR: folder() });
    const body = { organisationNumber: '994598759', name: 'Ola Nordmann', sector: 'state' };
    const recorded = await ask(`${service.url}/v1/organisations`, body, {
      'User-Agent': 'browser of Ola',
      'Idempotency-Key': 'key-of-Ola',
    });
    const refused = await ask(`${service.url}/v1/organisations`, { ...body, sector: 'Olas bedrift' });
    await service.stop();
    const lines = service.lines.map((line) => JSON.parse(line) as { req?: { id: string; method: string; path: string }; res?: object });
    const logged = [recorded, refused].map(({ headers }) => lines.filter(({ req }) => req?.id === headers.get('Request-Id')));
    expect(logged).toEqual(
      [201, 400].map((statusCode) => [
        expect.objectContaining({ req: { id: expect.any(String), method: 'POST', path: '/v1/organisations' }, res: { statusCode } }),
      ]),
    );
    expect(service.lines.join('\n')).not.toMatch(/Ola|127\.0\.0\.1:\d+"?,"?remote/);
  });
});

describe('a start', () => {
  it('says when the log is a new one: a folder that is not mounted looks like that, too', async () => {
    const path = folder();
    const told: number[] = [];
    for (let count = 0; count < 2; count += 1) {
      const service = await serve({ DATA_DIR: path });
      await service.stop();
      told.push(service.lines.filter((line) => line.includes('the log is a new one')).length);
    }
    expect(told).toEqual([1, 0]);
  });
});

describe('a service that is told to stop', () => {
  it('answers those who wait for events and ends its streams, which would otherwise hold it open', async () => {
    const service = await serve({ DATA_DIR: await storeWithDigisos(), LOG_LEVEL: 'warn' });
    const { position } = (await ask(`${service.url}/v1/events/latest`)).body;
    const stream = await fetch(`${service.url}/v1/events/stream?after=${String(position)}`);
    const said = stream.body?.getReader();
    await said?.read(); // it has begun
    const waiting = fetch(`${service.url}/v1/events?after=${String(position)}&wait=60`);
    // Asked for later and answered: by then the one before has been read, and waits.
    await ask(`${service.url}/v1/events/latest`);
    service.signal('SIGTERM');
    const ends = await said?.read();
    const [answer, { code }] = [await waiting, await service.ended];
    expect([ends?.done, answer.status, await answer.json(), code]).toEqual([true, 200, [], 0]);
  });
});

describe('a start that waits for a server', () => {
  it('ends when it is asked to, and not when it has waited long enough', async () => {
    const start = starting(['serve'], { EVENT_STORE: 'esdb://127.0.0.1:1?tls=false', DATA_DIR: folder(), PORT: '0' });
    const outcome = ended(start);
    await once(start.stdout as Readable, 'data'); // that it waits
    start.kill('SIGTERM');
    expect((await outcome).code).toBe(0);
  });
});

describe.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('on %s', (signal) => {
  it('the service finishes what it has accepted, takes nothing new, says last that it has stopped, and ends with 0', async () => {
    const path = await storeWithDigisos();
    const service = await serve({ DATA_DIR: path, LOG_LEVEL: 'warn' });
    const { finish } = await allButTheLastByte(service, organisation('Norsk helsenett SF'));
    service.signal(signal);
    while (await listens(service));
    service.signal(signal); // a terminal and npm each send one
    const answer = await finish();
    const { code } = await service.ended;
    expect(answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 201 Created\r\n/);
    expect({ code, last: messages(service).at(-1) }).toEqual({ code: 0, last: 'stopped' });
    expect((await eventsIn(path)).at(-1)).toMatchObject({ type: 'OrganisationRegistered', stream: 'nsr.organisation-994598759' });
  });
});
