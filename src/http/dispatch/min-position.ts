import { parsePosition, printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { Problem } from '../problems/problem.ts';
import type { Values } from './parameters.ts';

/** How long a read waits for the position that it asks for, in milliseconds. */
const WAIT = 5_000;

/** Holds a read back until this process has folded what the caller has seen (minPosition, or the header). @throws Problem 410, 503 */
export async function awaitPosition(registry: Registry, { query, headers }: { query: Values; headers: Values }): Promise<void> {
  const asked = query['minPosition'] ?? headers['Registry-Min-Position'];
  if (asked === undefined) return;
  const parsed = parsePosition(String(asked));
  const { logId } = registry.store;
  if (parsed?.logId !== logId) throw anotherLog(String(asked), logId);
  if (await registry.follower.waitFor(parsed.position, WAIT)) return;
  const head = printPosition(registry, registry.follower.folded);
  throw new Problem('not-folded-yet', `this process is at ${head}, not yet at ${String(asked)}`, { headers: { 'retry-after': '1' } });
}

export const anotherLog = (position: string, logId: string): Problem =>
  new Problem('position-of-another-log', `${position} is a position of another log; this one is ${logId}`, { members: { logId } });
