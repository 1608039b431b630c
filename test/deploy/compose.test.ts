import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config.ts';
import { compose, type ComposeService, filled, isNode, isOurs, mounts, named, read, root } from './compose.ts';

// No container engine is where the tests run: the files are read, and held against what they speak of.

const imagePort = /\bPORT=(\d+)/.exec(read('Dockerfile'))?.[1] ?? '';
const settings = ({ environment = {} }: ComposeService): Record<string, string> =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, filled(value, 'secret')]));

const isList = (each: object): each is readonly string[] => Array.isArray(each);
const awaitedBy = ({ depends_on: each = [] }: ComposeService): readonly string[] => (isList(each) ? each : Object.keys(each));

describe.each(['compose.yaml', 'compose.cluster.yaml'])('%s', (file) => {
  const all = compose(file);

  it('gives the service only settings that it takes', () => {
    for (const name of named(all, isOurs))
      expect(readConfig({ HOST: '0.0.0.0', ...settings(all.services[name] as ComposeService) })).toMatchObject({ HOST: '0.0.0.0' });
  });

  it('mounts only what it declares, or what is in the repository', () => {
    const declared = new Set(Object.keys(all.volumes));
    const froms = Object.values(all.services).flatMap((service) => mounts(service).map(({ from }) => from));
    expect(froms.filter((from) => !declared.has(from) && !(from.startsWith('./') && existsSync(join(root, from))))).toEqual([]);
    expect([...declared].filter((name) => !froms.includes(name))).toEqual([]);
  });

  it('waits only for services that are there', () => {
    const awaited = Object.values(all.services).flatMap(awaitedBy);
    expect(awaited.filter((name) => !(name in all.services))).toEqual([]);
  });

  it('publishes nothing beyond this machine, since nobody is asked for a token', () => {
    const ports = Object.values(all.services).flatMap(({ ports = [] }) => ports);
    expect(ports).toEqual([`127.0.0.1:8080:${imagePort}`]);
  });

  it('runs one release of the server, and asks every node whether it lives', () => {
    const nodes = named(all, isNode).map((name) => all.services[name]);
    expect(new Set(nodes.map((node) => node?.image)).size).toBe(1);
    for (const node of nodes) expect(node?.healthcheck?.test.join(' ')).toContain(':2113/health/live');
  });
});

it('compose.yaml says how its node is reached', () => {
  const url = /EVENT_STORE='([^']+)'/.exec(read('compose.yaml'))?.[1] ?? '';
  const host = new URL(url).hostname;
  expect(named(compose('compose.yaml'), isNode)).toEqual([host]);
  expect(readConfig({ EVENT_STORE: url }).EVENT_STORE).toMatchObject({ url });
});
