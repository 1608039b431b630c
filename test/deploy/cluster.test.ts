import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { compose, type ComposeService, isNode, isOurs, mounts, named, read } from './compose.ts';

const cluster = compose('compose.cluster.yaml');
const nodes = named(cluster, isNode);
const processes = named(cluster, isOurs);
const service = (name: string): ComposeService => {
  const found = cluster.services[name];
  if (found === undefined) throw new Error(`compose.cluster.yaml has no ${name}`);
  return found;
};
const setting = (name: string, key: string): string => service(name).environment?.[key] ?? '';

describe('compose.cluster.yaml', () => {
  it('has three nodes that know each other, each by the name that it gives itself', () => {
    expect(nodes).toHaveLength(3);
    for (const node of nodes) {
      expect(setting(node, 'EVENTSTORE_CLUSTER_SIZE')).toBe(String(nodes.length));
      expect(setting(node, 'EVENTSTORE_GOSSIP_SEED').split(',')).toEqual(
        nodes.filter((other) => other !== node).map((other) => `${other}:2113`),
      );
      expect([setting(node, 'EVENTSTORE_NODE_HOST_ADVERTISE_AS'), setting(node, 'EVENTSTORE_REPLICATION_HOST_ADVERTISE_AS')]).toEqual([
        node,
        node,
      ]);
    }
  });

  it('keeps every node’s log and key in volumes of its own', () => {
    const own = (name: string) => mounts(service(name)).filter(({ from }) => from !== 'authority');
    expect(new Set(nodes.flatMap((node) => own(node).map(({ from }) => from))).size).toBe(2 * nodes.length);
    for (const node of nodes) expect(own(node).map(({ to }) => to)).toEqual(['/var/lib/eventstore', '/certificate']);
  });

  it('makes a certificate for every node, where that node looks for it', () => {
    const script = service('certificates').command?.at(-1) ?? '';
    expect(/for node in ([^;]+);/.exec(script)?.[1]?.split(' ')).toEqual(nodes);
    const made = mounts(service('certificates'));
    for (const node of nodes) {
      const volume = mounts(service(node)).find(({ to }) => to === '/certificate')?.from ?? '';
      expect(made).toContainEqual({ from: volume, to: `/certificates/${node}` });
      expect(setting(node, 'EVENTSTORE_CERTIFICATE_FILE')).toBe('/certificate/node.crt');
      expect(setting(node, 'EVENTSTORE_CERTIFICATE_PRIVATE_KEY_FILE')).toBe('/certificate/node.key');
    }
    expect(script).toContain('-dns-names $$node,');
  });

  it('gives no process of the service a key: of the certificates it has the authority’s only', () => {
    for (const [index, name] of processes.entries())
      expect(mounts(service(name))).toEqual([
        { from: `data${index + 1}`, to: '/data' },
        { from: 'authority', to: '/authority' },
        { from: 'credentials', to: '/credentials' },
      ]);
    expect(setting(processes[0] ?? '', 'EVENT_STORE_CA_FILE')).toBe('/authority/ca.crt');
  });

  it('has three processes that know every node, and who they are on it', () => {
    expect(processes).toHaveLength(3);
    for (const name of processes) {
      expect(setting(name, 'EVENT_STORE')).toBe(`esdb://${nodes.map((node) => `${node}:2113`).join(',')}`);
    }
  });

  it('writes down who they are where they look for it, for their user alone, each time it starts', () => {
    const folder = mkdtempSync(join(tmpdir(), 'registry-cluster-'));
    writeFileSync(join(folder, 'ca.crt'), 'made before');
    const script = (service('certificates').command?.at(-1) ?? '')
      .replaceAll('$$', '$')
      .replaceAll(/\/(?:credentials|authority)\b/g, folder);
    const changesOwner = /^chown 1000:1000 \S+\/user \S+\/password$/m;
    expect(script).toMatch(changesOwner);
    const { status, stderr } = spawnSync('bash', ['-euc', script.replace(changesOwner, '')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { EVENTSTORE_ADMIN_PASSWORD: 'a $word with %s' },
    });
    expect([status, stderr]).toEqual([0, '']);
    for (const name of processes) {
      const said = ['EVENT_STORE_USER_FILE', 'EVENT_STORE_PASSWORD_FILE'].map((key) => setting(name, key).replace('/credentials', folder));
      expect(said.map((file) => [readFileSync(file, 'utf8'), statSync(file).mode & 0o777])).toEqual([
        ['admin', 0o400],
        ['a $word with %s', 0o400],
      ]);
    }
    rmSync(folder, { recursive: true });
  });

  // Compose refuses it: it would have to write a file there, and only those that lie on the host can be mounted.
  it('gives no container that is read only a config or a secret', () => {
    for (const { read_only: isReadOnly = false, configs, secrets } of Object.values(cluster.services))
      if (isReadOnly) expect([configs, secrets]).toEqual([undefined, undefined]);
    expect(processes.map((name) => service(name).read_only)).toEqual([true, true, true]);
  });

  it('asks for the administrator’s password, and has none of its own', () => {
    const given = /^\$\{EVENTSTORE_ADMIN_PASSWORD:\?.+\}$/;
    for (const node of nodes) expect(setting(node, 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD')).toMatch(given);
    expect(setting('certificates', 'EVENTSTORE_ADMIN_PASSWORD')).toMatch(given);
    expect(read('compose.cluster.yaml')).not.toContain('changeit');
  });
});
