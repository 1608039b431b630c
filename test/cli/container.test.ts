import { chmodSync, chownSync, cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ask, ended, root, type Serving, serving, start } from './process.ts';

// There is no container engine where the tests run. The steps of the Dockerfile are replayed in a folder instead: the same files, which nobody
// may write to, a user without rights, and a volume of its own.

interface Step {
  readonly instruction: string;
  readonly rest: string;
}

const read = (file: string): string => readFileSync(join(root, file), 'utf8');

const steps: Step[] = read('Dockerfile')
  .replace(/^#.*\n/gm, '')
  .replace(/\\\n\s*/g, '')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => ({ instruction: line.slice(0, line.indexOf(' ')), rest: line.slice(line.indexOf(' ') + 1) }));

const all = (instruction: string): string[] => steps.filter((step) => step.instruction === instruction).map(({ rest }) => rest);
const last = (instruction: string): string => all(instruction).at(-1) ?? '';

/** Of the last stage, what comes from the repository: sources, and where to. */
const lastStage = steps.slice(steps.findLastIndex(({ instruction }) => instruction === 'FROM'));
const copied = lastStage
  .filter(({ instruction, rest }) => instruction === 'COPY' && !rest.startsWith('--from'))
  .map(({ rest }) => rest.split(' '))
  .map((words) => ({ sources: words.slice(0, -1), target: words.at(-1) ?? '' }));

const environment = Object.fromEntries(
  all('ENV').flatMap((rest) =>
    rest.split(' ').map((one): [string, string] => {
      const [name = '', value = ''] = one.split('=');
      return [name, value];
    }),
  ),
);
const command = (text: string): string[] => JSON.parse(text.slice(text.indexOf('['))) as string[];

interface Locked {
  readonly dev?: boolean;
  readonly optional?: boolean;
}

/** The packages that `npm ci --omit=dev --omit=optional` installs, by their path. */
const installed = Object.entries((JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }).packages)
  .filter(([path, { dev, optional }]) => path !== '' && dev !== true && optional !== true)
  .map(([path]) => path);

/** The user `node` of the image; where the tests run without rights themselves, they are that user. */
const USER = process.getuid?.() === 0 ? { uid: 1000, gid: 1000 } : {};

/** The root of the image: /app, the Node that it brings, and the volume. */
const image = mkdtempSync(join(tmpdir(), 'registry-image-'));
const [app, node, volume] = [join(image, 'app'), join(image, 'usr/local/bin/node'), join(image, environment['DATA_DIR'] ?? '')];

function build(): void {
  for (const path of installed)
    cpSync(join(root, path), join(app, path), {
      recursive: true,
      filter: (from) => !join(from).slice(join(root, path).length).includes('node_modules'),
    });
  for (const { sources, target } of copied)
    for (const source of sources) {
      const into = join(app, target.endsWith('/') ? join(target, source.split('/').at(-1) ?? '') : target);
      mkdirSync(dirname(into), { recursive: true });
      cpSync(join(root, source), into, { recursive: true });
    }
  mkdirSync(dirname(node), { recursive: true });
  cpSync(process.execPath, node);
  for (const path of everything()) chmodSync(path, path === node || isFolder(path) ? 0o555 : 0o444);
  chmodSync(image, 0o755);
  mkdirSync(volume);
  chmodSync(image, 0o555);
  if (USER.uid !== undefined) chownSync(volume, USER.uid, USER.gid);
}

const isFolder = (path: string): boolean => existsSync(join(path, '.'));
const everything = (): string[] => [image, ...readdirSync(image, { recursive: true, encoding: 'utf8' }).map((path) => join(image, path))];

afterAll(() => {
  for (const path of everything()) if (isFolder(path)) chmodSync(path, 0o755); // or they could not be emptied
  rmSync(image, { recursive: true });
});

const run = ([program = '', ...args]: readonly string[], settings: Readonly<Record<string, string>>) => {
  if (program !== 'node') throw new Error(`${program} is not in the image`);
  return start(node, args, { ...environment, DATA_DIR: volume, ...settings }, app, USER);
};

describe('the image', () => {
  let service: Serving;
  beforeAll(async () => {
    build();
    service = await serving(run(command(last('CMD')), { PORT: '0', DEVELOPMENT_BIND_ANY: 'yes' }));
  });

  it('lets the service write to its volume, and to nothing else', async () => {
    const places = [image, app, join(app, 'src'), join(app, 'src/cli.ts'), join(app, 'node_modules'), node, volume];
    const probe = `const { accessSync, constants } = require('node:fs');
      const may = (path) => { try { accessSync(path, constants.W_OK); return true; } catch { return false; } };
      console.log(JSON.stringify(${JSON.stringify(places)}.filter(may)));`;
    const { stdout } = await ended(run(['node', '-e', probe], {}));
    expect(JSON.parse(stdout)).toEqual([volume]);
    expect(readdirSync(volume)).toContain('registry.db');
  });

  it('has all that the service needs: it starts, answers, and shows its documentation', async () => {
    const url = service.url.replace('0.0.0.0', '127.0.0.1');
    expect(await ask(`${url}/v1/municipalities/0301`)).toMatchObject({ status: 200, body: { name: 'Oslo' } });
    expect((await fetch(`${url}/docs/`)).status).toBe(200);
    expect(service.url).toMatch(/^http:\/\/0\.0\.0\.0:/);
  });

  it('is healthy while it serves; it ends with 0 on its stop signal, and is not healthy any more', async () => {
    const healthy = async () => (await ended(run(command(last('HEALTHCHECK')), { PORT: new URL(service.url).port }))).code;
    expect(await healthy()).toBe(0);
    service.signal(last('STOPSIGNAL') as NodeJS.Signals);
    expect((await service.ended).code).toBe(0);
    expect(await healthy()).toBe(1);
  });

  it('refuses to start where nobody has said that it may be reached', async () => {
    const { code, stderr } = await ended(run(command(last('CMD')), {}));
    expect(code).toBe(2);
    expect(stderr).toContain('DEVELOPMENT_BIND_ANY=yes');
  });
});

describe('the Dockerfile', () => {
  it('installs what the lock file says, without install scripts, and no Node but its own, which is that of package.json', () => {
    const { optionalDependencies } = JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> };
    const majors = new Set(Object.values(optionalDependencies).map((version) => version.split('.')[0]));
    expect(all('RUN')[0]).toBe('npm ci --omit=dev --omit=optional --ignore-scripts');
    expect(all('FROM').map((base) => /^node:(\d+)-slim( AS \w+)?$/.exec(base)?.[1])).toEqual([...majors, ...majors]);
  });

  it('copies only what exists, and what .dockerignore lets through', () => {
    const letThrough = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const sources = all('COPY')
      .filter((rest) => !rest.startsWith('--from'))
      .flatMap((rest) => rest.split(' ').slice(0, -1));
    expect(sources.filter((source) => !existsSync(join(root, source)))).toEqual([]);
    expect(new Set(sources)).toEqual(new Set(letThrough));
  });

  it('runs the service as a user without rights, after all that needs them', () => {
    const order = lastStage.map(({ instruction }) => instruction);
    expect(last('USER')).toBe('node');
    expect(order.lastIndexOf('USER')).toBeGreaterThan(order.lastIndexOf('RUN'));
    expect(last('VOLUME')).toBe(environment['DATA_DIR']);
  });
});

describe('compose.yaml', () => {
  it('publishes the port to this machine only, since nobody is asked for a token', () => {
    const published = [...read('compose.yaml').matchAll(/^ +- '([\d.:]+)'$/gm)].map(([, port]) => port);
    expect(published).toEqual([`127.0.0.1:8080:${environment['PORT'] ?? ''}`]);
    expect(read('compose.yaml')).toContain("DEVELOPMENT_BIND_ANY: 'yes'");
  });

  it('gives the container no right that it does not need, and time to finish what it has accepted', () => {
    const compose = read('compose.yaml');
    for (const line of ['read_only: true', 'tmpfs: [/tmp]', 'cap_drop: [ALL]', "security_opt: ['no-new-privileges:true']"])
      expect(compose).toContain(`\n    ${line}\n`);
    expect(compose).toContain(`- data:${last('VOLUME')}\n`);
    expect(Number(/stop_grace_period: (\d+)s/.exec(compose)?.[1])).toBeGreaterThan(10);
    expect(compose).not.toContain('privileged: true');
  });
});
