import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import { UnavailableError } from '@eventstore/db-client';
import { status } from '@grpc/grpc-js';
import { describe, expect, it } from '@jest/globals';
import { type Credentials, parseAddress, withAuthority } from '../../../src/eventstore/eventstoredb/address.ts';
import { Connection } from '../../../src/eventstore/eventstoredb/connection.ts';
import { insideOf } from '../../../src/eventstore/eventstoredb/inside.ts';
import { TIMING } from '../../../src/eventstore/eventstoredb/timing.ts';
import { START } from '../../../src/domain/position.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { newStream, reported } from '../events.ts';
import { subscriber } from '../subscriber.ts';
import type { ReadCall } from './fake/server.ts';
import { HASTE, logs } from './logs.ts';

const { start, open } = logs();
const pem = (name: string): string => fileURLToPath(new URL(`./tls/${name}.pem`, import.meta.url));
const tls = { key: readFileSync(pem('server-key')), certificate: readFileSync(pem('server')) };
const hasty = { timing: HASTE, patience: 300 };

describe('the start', () => {
  it('replaces a client whose question what the server supports has failed: that client would keep the error for ever', async () => {
    const server = await start();
    server.faults.features.push(({ fail }) => fail(status.INTERNAL)); // prettier-ignore
    const waited: string[] = [];
    const store = await open(server, { timing: HASTE, patience: 30_000, onWaiting: (reason) => waited.push(reason) });
    expect(await store.append(newStream(), [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
    expect(waited[0]).toContain('INTERNAL');
  });

  it('does not wait for ever for the answer to it', async () => {
    const server = await start();
    server.faults.features.push(() => undefined);
    const store = await open(server, { timing: HASTE, patience: 30_000 });
    expect(store.logId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('waits for a server that is not there yet', async () => {
    const { port, journal, ...early } = await start();
    early.stop();
    const opening = open({ ...early, port, journal }, { timing: HASTE, patience: 20_000 });
    await start({ port, journal });
    expect((await opening).logId).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('waits as long for a server that is there and has no leader yet, and says so', async () => {
    const server = await start();
    const without = Array.from({ length: 4 }, () => ({ fail }: ReadCall) => { fail(status.UNAVAILABLE, 'no leader'); }); // prettier-ignore
    server.faults.read.push(...without, ({ answer }) => { answer(); }, ({ answer }) => { answer(); }, ...without); // prettier-ignore
    const waited: string[] = [];
    const timing = { ...HASTE, patience: 1 };
    await open(server, { timing, patience: 30_000, onWaiting: (reason) => waited.push(reason) });
    expect(waited).toEqual(Array.from({ length: 8 }, () => expect.stringContaining('no leader')));
  });

  it('fails where no server comes, and says where it looked and what it met', async () => {
    const server = await start();
    server.stop();
    await expect(open(server, hasty)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringMatching(/EventStoreDB does not answer \(esdb:\/\/127\.0\.0\.1:\d+\?tls=false: .*ECONNREFUSED/) as unknown,
    });
  });

  it('fails at once for a user who may not read the whole log, as by default nobody may but administrators', async () => {
    const server = await start();
    await open(server);
    server.faults.read.push(({ answer }) => answer(), ({ fail }) => fail(status.PERMISSION_DENIED, 'Access Denied', 'access-denied')); // prettier-ignore
    await expect(open(server, { timing: { ...HASTE, patience: 60_000 } })).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('denied access') as unknown,
    });
  });

  it.each(['5.0.8.0', '21.10.9.0', '22.10.5.0', '23.6.0.0', 'unknown'])('fails at once on a server of version %s', async (version) => {
    await expect(open(await start({ version }), { patience: 60_000 })).rejects.toMatchObject({
      code: 'unavailable',
      details: { reason: `the server's version is ${version}; EventStoreDB 23.10 or newer is needed` },
    });
  });

  it.each(['23.10.0.0', '24.2.0.0', '26.1.0.3245'])('takes a server of version %s', async (version) => {
    expect((await open(await start({ version }))).engine).toBe('eventstoredb');
  });
});

describe('the connection', () => {
  // Nobody waits for it: where it failed, that would be a rejection which nobody handles, and end the process.
  it('is mended without a word where that fails: whoever asks next is told', async () => {
    const { url, timing } = { url: (await start()).url, timing: { ...TIMING, ...HASTE } };
    const target = { url, credentials: () => null };
    const connection = await Connection.open(target, { prefix: 'nsr.', timing, patience: 1_000, waiting: () => undefined });
    const lost = { getChannel: () => { throw new Error('no node is found'); } }; // prettier-ignore
    const mended = insideOf(connection.client).handleError(lost as never, new UnavailableError({ code: status.UNAVAILABLE } as never));
    await expect(mended).resolves.toBeUndefined();
    await connection.close();
  });
});

describe('the id of the log', () => {
  it('is chosen once, however many processes start together', async () => {
    const server = await start();
    const stores = await Promise.all(Array.from({ length: 10 }, () => open(server)));
    expect(new Set(stores.map(({ logId }) => logId)).size).toBe(1);
    expect(server.journal.entries).toHaveLength(1);
  });

  it('is not taken from what somebody else has written there', async () => {
    const server = await start();
    server.journal.put('nsr.log-id', 'Greeting', '{"logId":"hello"}');
    await expect(open(server)).rejects.toMatchObject({ code: 'corrupt', message: expect.stringContaining('nsr.log-id') as unknown });
  });
});

describe('over TLS', () => {
  const secret: Credentials = { username: 'registry', password: 'p%ss:w@rd' };
  const secure = () => start({ tls, user: `${secret.username}:${secret.password}` });
  const as =
    (credentials: Credentials, authority = 'authority') =>
    async (server: Awaited<ReturnType<typeof start>>) =>
      open({ ...server, url: withAuthority(server.url, pem(authority)) }, { ...hasty, credentials: () => credentials });

  it('a store opens with the right certificate and the right password', async () => {
    const store = await as(secret)(await secure());
    expect(await store.append(newStream(), [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
  });

  it('a wrong password fails at once, and shows neither it nor the user', async () => {
    const failing = as({ username: 'somebody', password: 'hunter2' })(await secure());
    await expect(failing).rejects.toMatchObject({ code: 'unavailable', message: expect.stringContaining('denied access') as unknown });
    const told = await failing.then(
      () => 'it opened',
      (fault: unknown) => inspect(fault, { depth: 10 }),
    );
    expect(told).not.toMatch(/hunter2|somebody|aHVudGVyMg/);
  });

  it('a certificate that somebody else has signed fails at once, and is told as that', async () => {
    await expect(as(secret, 'other-authority')(await secure())).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('is not trusted') as unknown,
    });
  });

  it('a password that is changed while the store is open needs no restart', async () => {
    const server = await secure();
    let current = secret;
    const url = withAuthority(server.url, pem('authority'));
    const store = await open({ ...server, url }, { timing: HASTE, credentials: () => current });
    server.admit('registry:changed');
    await expect(store.append(newStream(), [reported()], NO_STREAM)).rejects.toMatchObject({ code: 'unavailable' });
    current = { username: 'registry', password: 'changed' };
    await expect(store.head()).rejects.toMatchObject({ code: 'unavailable' }); // with the old one, which it then lets go
    expect(await store.append(newStream(), [reported()], NO_STREAM)).toMatchObject({ revision: 0 });
  });

  it('a password file that cannot be read when it is looked for ends nothing: it is read at the next refusal, and said meanwhile', async () => {
    const server = await secure();
    const [changed, file] = [{ username: 'registry', password: 'changed' }, { isThere: true }];
    let current = secret;
    const credentials = (): Credentials => {
      if (file.isThere) return current;
      throw new Error('the password cannot be read');
    };
    const url = withAuthority(server.url, pem('authority'));
    const drops: unknown[] = [];
    const store = await open({ ...server, url }, { timing: HASTE, credentials, onDropped: (drop) => drops.push(drop) });
    const reader = subscriber(store, START);
    while (server.subscriptions.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    [current, file.isThere] = [changed, false];
    server.admit('registry:changed');
    for (const { fail } of server.subscriptions) fail(status.UNAVAILABLE);
    await expect(store.head()).rejects.toMatchObject({
      details: { detail: expect.stringContaining('the password cannot be read') as unknown },
    });
    while (drops.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    file.isThere = true;
    while (server.subscriptions.size === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    await store.append(newStream(), [reported()], NO_STREAM);
    await reader.has(1);
    await reader.stop();
  });
});

describe('an address', () => {
  it.each([
    ['esdb://db.example.org:2113?tls=false', 'esdb://db.example.org:2113?tls=false'],
    ['esdb+discover://cluster.example.org/', 'esdb+discover://cluster.example.org'],
    ['esdb://a:1,b:2,c:3?tls=true&nodePreference=leader', 'esdb://a:1,b:2,c:3?tls=true&nodePreference=leader'],
  ])('%s is taken', (text, url) => {
    expect(parseAddress(text)).toEqual({ url, credentials: null });
  });

  it('keeps user and password apart, decoded', () => {
    expect(parseAddress('esdb://ad%40min:p%25s%3A@host:2113')).toEqual({
      url: 'esdb://host:2113',
      credentials: { username: 'ad@min', password: 'p%s:' },
    });
  });

  it.each([
    ['postgres://log', 'must be sqlite, esdb://host:port or esdb+discover://host:port'],
    ['esdb://', 'must be sqlite, esdb://host:port or esdb+discover://host:port'],
    ['esdb://host:port', 'has a host that is no name or address with a port'],
    ['esdb://host?tlsVerifyCert=false', 'has the option tlsVerifyCert; there are tls, '],
    ['esdb://host?throwOnAppendFailure=false', 'has the option throwOnAppendFailure; there are tls, '],
    ['esdb://host?tls=', 'has the option tls, which must be true or false'],
    ['esdb://host?tls=no', 'has the option tls, which must be true or false'],
    ['esdb://host?tls=false&tls=true', 'has the option tls twice'],
    ['esdb://host?nodePreference=x', 'has the option nodePreference, which must be leader, '],
    ['esdb://host?keepAliveInterval=-5', 'has the option keepAliveInterval, which must be a whole number'],
    ['esdb://host?connectionName=%zz', 'has the option connectionName, which must be of letters, '],
    ['esdb://host?tls=false&connectionName=ops:hunter2@another:2113', 'has the option connectionName, which must be of letters, '],
    ['esdb://host?tlsCAFile=/authority.crt', 'has the option tlsCAFile; there are tls, '],
    ['esdb://hunter2@host', 'must have user:password before the @'],
    ['esdb://user:hunter2%@host', 'has a user or password that is not percent-encoded'],
  ])('%s is refused, without showing what may be a password', (text, reason) => {
    const refusal = (() => {
      try {
        parseAddress(text);
      } catch (error) {
        return (error as Error).message;
      }
      return 'it was taken';
    })();
    expect(refusal).toContain(reason);
    expect(refusal).not.toContain('hunter2');
  });
});
