import { once } from 'node:events';
import { existsSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { folder, registry, root } from './process.ts';

const pem = (name: string): string => readFileSync(join(root, `test/eventstore/eventstoredb/tls/${name}.pem`), 'utf8');

/** What reading these settings throws. */
function fault(settings: Readonly<Record<string, string>>): string {
  try {
    readConfig(settings);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

describe('settings', () => {
  it('have defaults: this machine only, port 8080, SQLite in ./data', () => {
    expect(readConfig({ PATH: '/bin' })).toEqual({
      HOST: '127.0.0.1',
      PORT: 8080,
      DATA_DIR: resolve('data'),
      EVENT_STORE: 'sqlite',
      EVENT_STORE_USER_FILE: null,
      EVENT_STORE_PASSWORD_FILE: null,
      EVENT_STORE_CA_FILE: null,
      LOG_LEVEL: 'info',
      VALIDATE_RESPONSES: false,
      DEVELOPMENT_BIND_ANY: false,
      KNOWN_BAD_EVENTS: [],
    });
  });

  it('that are wrong stop the start with 2, all of them named, and no store is made', async () => {
    const path = join(folder(), 'data');
    const wrong = {
      DATA_DIR: path,
      HOST: '0.0.0.0',
      PORT: '80800',
      LOG_LEVEL: 'loud',
      EVENT_STORE: 'postgres://log',
      VALIDATE_RESPONSES: 'sometimes',
      KNOWN_BAD_EVENTS: 'c56a4180-65aa-42ec-a945-5fd21dec0538,that-one',
      DEVELOPMENT_MODE: 'off',
    };
    const { code, stdout, stderr } = await registry(['serve'], wrong);
    expect({ code, stdout, made: existsSync(path) }).toEqual({ code: 2, stdout: '', made: false });
    const named = [...stderr.matchAll(/^ {2}([\w.]+): \S/gm)].map(([, name]) => name);
    expect(named.sort()).toEqual(
      ['HOST', 'PORT', 'LOG_LEVEL', 'EVENT_STORE', 'VALIDATE_RESPONSES', 'KNOWN_BAD_EVENTS', 'DEVELOPMENT_MODE'].sort(),
    );
  });

  it('that do not exist are answered with those that do', () => {
    const known = Object.keys(readConfig({})).join(', ');
    expect(fault({ EVENT_STORE_FILE: 'log.db' })).toContain(`EVENT_STORE_FILE: there is no such setting; there are ${known}`);
  });

  it.each([
    'BIND_ANY',
    'PORTS',
    'HOSTS',
    'Port',
    'host',
    'data_dir',
    'DATADIR',
    'Log_Level',
    'event_store',
    'BAD_EVENTS',
    'EVENT_STORE_PORT',
  ])('that resemble one and are none are not passed over: %s', (name) => {
    expect(fault({ [name]: '1' })).toContain(`  ${name}: there is no such setting; there are HOST, PORT, `);
  });

  it('of others are let alone, as their names are: of proxies, shells and the services of a Kubernetes', () => {
    const others = [
      'http_proxy',
      'HOSTNAME',
      'HOSTTYPE',
      'PORT_FORWARD',
      'DB_HOST',
      'DB_PORT',
      'BIND_ADDRESS',
      'CA_FILE',
      'npm_config_loglevel',
    ];
    const service = ['SERVICE_HOST', 'SERVICE_PORT', 'SERVICE_PORT_HTTP', 'PORT', 'PORT_2113_TCP', 'PORT_2113_TCP_ADDR'];
    const told = ['REGISTRY', 'DATA_DIR', 'EVENT_STORE', 'EVENT_STORE_SERVICE', 'EVENT_STORE_PORT'].flatMap((of) =>
      service.map((what) => `${of}_${what}`),
    );
    expect(readConfig(Object.fromEntries([...others, ...told].map((name) => [name, 'tcp://10.0.0.1:2113'])))).toEqual(readConfig({}));
  });

  it.each([
    [{ DATA_DIR: '' }, 'DATA_DIR: must be the path of a folder, not «»'],
    [{ DATA_DIR: ' ' }, 'DATA_DIR: must be the path of a folder, not « »'],
    [{ HOST: ' ' }, 'HOST: must be an address to listen on, as 127.0.0.1, not « »'],
    [{ EVENT_STORE_CA_FILE: '\t' }, 'EVENT_STORE_CA_FILE: must be the path of a file, not «\t»'],
    [{ HOST: '' }, 'HOST: must be an address to listen on, as 127.0.0.1, not «»'],
    [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL: must be one of trace, debug, info, warn, error, fatal, silent, not «loud»'],
    [{ VALIDATE_RESPONSES: 'sometimes' }, 'VALIDATE_RESPONSES: must be yes or no, not «sometimes»'],
    [{ KNOWN_BAD_EVENTS: 'that-one' }, 'KNOWN_BAD_EVENTS: must be the ids of events, separated by commas; «that-one» is none'],
    [{ EVENT_STORE_CA_FILE: '' }, 'EVENT_STORE_CA_FILE: must be the path of a file, not «»'],
    [{ EVENT_STORE: 'postgres://u:hunter2@log' }, 'EVENT_STORE: must be sqlite, esdb://host:port or esdb+discover://host:port'],
  ])('say what is wrong and what would be right, and never a password: %j', (settings, message) => {
    expect(fault(settings)).toBe(`the configuration is wrong:\n  ${message}`);
  });

  it('take the id of a bad event in capitals, and one that is no UUID of RFC 9562: whoever wrote it chose it', () => {
    const { KNOWN_BAD_EVENTS } = readConfig({
      KNOWN_BAD_EVENTS: 'C56A4180-65AA-42EC-A945-5FD21DEC0538, 11111111-1111-1111-1111-111111111111',
    });
    expect(KNOWN_BAD_EVENTS).toEqual(['c56a4180-65aa-42ec-a945-5fd21dec0538', '11111111-1111-1111-1111-111111111111']);
  });

  it.each(['', '-1', '1e3', '65536', 'http'])('do not take PORT=%j', (PORT) => {
    expect(fault({ PORT })).toBe(`the configuration is wrong:\n  PORT: must be a number from 0 to 65535, not «${PORT}»`);
  });

  it.each(['0.0.0.0', '::', '10.0.0.1', 'registry.example.no'])('do not let HOST=%s listen beyond this machine without a word', (HOST) => {
    const message = `HOST: ${HOST} is not a loopback address; without tokens, DEVELOPMENT_BIND_ANY=yes is needed to listen on it`;
    expect(fault({ HOST })).toContain(message);
    expect(fault({ HOST, DEVELOPMENT_BIND_ANY: 'no' })).toContain(message);
    expect(fault({ HOST, DEVELOPMENT_BIND_ANY: 'yes' })).toBe('');
  });

  it('name the port that another program listens on', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    const { code, stdout, stderr } = await registry(['serve'], { PORT: String(port), DATA_DIR: folder(), LOG_LEVEL: 'warn' });
    other.close();
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain(`HOST, PORT: 127.0.0.1 port ${port} cannot be listened on: listen EADDRINUSE`);
  });

  it.each([
    ['a file is there', (path: string) => { writeFileSync(path, ''); }, ''],
    ['it would lie behind a link that leads nowhere', (path: string) => { symlinkSync(`${path}-gone`, path); }, '/data'],
  ])('name the folder that cannot be made where %s, and the command ends with 3', async (_, put, below) => {
    const path = join(folder(), 'there');
    put(path);
    const { code, stdout, stderr } = await registry(['serve'], { DATA_DIR: `${path}${below}` });
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' });
    expect(stderr).toMatch(new RegExp(`^the store is unavailable: the folder ${path}${below} cannot be made: .*\\n$`));
  }); // prettier-ignore

  it.each([
    [{ EVENT_STORE_CA_FILE: 'ca.crt' }, 'EVENT_STORE_CA_FILE: is for EventStoreDB, and EVENT_STORE is sqlite'],
    [{ EVENT_STORE: 'esdb://db:2113', EVENT_STORE_USER_FILE: 'user' }, 'EVENT_STORE_PASSWORD_FILE: is missing, where the other is given'],
    [
      { EVENT_STORE: 'esdb://u:p@db:2113', EVENT_STORE_USER_FILE: 'u', EVENT_STORE_PASSWORD_FILE: 'p' },
      'EVENT_STORE has a user and a password too',
    ],
    [
      { EVENT_STORE: 'esdb://db:2113?tls=false', EVENT_STORE_CA_FILE: 'ca.crt' },
      'EVENT_STORE has tls=false, so that no certificate is looked at',
    ],
    [{ EVENT_STORE: 'esdb://u:hunter2@db:2113?tls=false' }, 'with tls=false the user and the password would be dropped'],
    [{ EVENT_STORE: 'esdb://u:hunter2@db:2113?insecure=yes' }, 'EVENT_STORE: has the option insecure; there are tls, '],
  ])('of EventStoreDB that do not go together are told: %j', (settings, reason) => {
    expect(fault(settings)).toContain(reason);
    expect(fault(settings)).not.toContain('hunter2');
  });

  it.each([
    ['no certificate', () => 'something\n', 'has no certificate \\(PEM\\) in it'],
    ['a key', () => pem('server-key'), 'has no certificate \\(PEM\\) in it'],
    ['a second one that was cut off', () => `${pem('authority')}${pem('server').slice(0, 200)}`, 'cannot be read: '],
  ])('name a file of certificates that has %s in it, at once and with 2', async (_, content, reason) => {
    const path = join(folder(), 'ca.crt');
    writeFileSync(path, content());
    const { code, stderr } = await registry(['verify'], { EVENT_STORE: 'esdb://127.0.0.1:1', EVENT_STORE_CA_FILE: path });
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringMatching(`EVENT_STORE_CA_FILE: .*${path} ${reason}`) as unknown });
  });

  it.each(['EVENT_STORE_USER_FILE', 'EVENT_STORE_PASSWORD_FILE', 'EVENT_STORE_CA_FILE'])(
    'name %s, where its file cannot be read, and end with 2',
    async (name) => {
      const there = join(folder(), 'there');
      writeFileSync(there, 'something\n');
      const files = { EVENT_STORE_USER_FILE: there, EVENT_STORE_PASSWORD_FILE: there, [name]: join(folder(), 'nowhere') };
      const { code, stderr } = await registry(['verify'], { EVENT_STORE: 'esdb://127.0.0.1:1', ...files });
      expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`${name}: `) as unknown });
    },
  );
});
