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
      ]);
    expect(setting(processes[0] ?? '', 'EVENT_STORE_CA_FILE')).toBe('/authority/ca.crt');
  });

  it('has three processes that know every node, and who they are on it', () => {
    expect(processes).toHaveLength(3);
    for (const name of processes) {
      expect(setting(name, 'EVENT_STORE')).toBe(`esdb://${nodes.map((node) => `${node}:2113`).join(',')}`);
      expect([service(name).configs, service(name).secrets]).toEqual([['event-store-user'], ['event-store-password']]);
      expect(setting(name, 'EVENT_STORE_USER_FILE')).toBe('/event-store-user');
      expect(setting(name, 'EVENT_STORE_PASSWORD_FILE')).toBe('/run/secrets/event-store-password');
    }
    expect([Object.keys(cluster.configs ?? {}), Object.keys(cluster.secrets ?? {})]).toEqual([
      ['event-store-user'],
      ['event-store-password'],
    ]);
  });

  it('asks for the administrator’s password, and has none of its own', () => {
    const password = cluster.secrets?.['event-store-password']?.environment ?? '';
    for (const node of nodes)
      expect(setting(node, 'EVENTSTORE_DEFAULT_ADMIN_PASSWORD')).toMatch(new RegExp(`^\\$\\{${password}:\\?.+\\}$`));
    expect(read('compose.cluster.yaml')).not.toContain('changeit');
  });
});
