import { positionOfThisLog, printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Allowance } from '../bounds.ts';
import { momentProblem } from '../problems/from-moment.ts';
import { Problem } from '../problems/problem.ts';
import type { Values } from './parameters.ts';

/** How long a read waits for the position that it asks for, in milliseconds. */
const WAIT = 5_000;

/** Holds a read back until this process has folded what the caller has seen (minPosition, or the header). @throws Problem 400, 410, 503; ReadModelStopped */
export async function awaitPosition(
  registry: Registry,
  { query, headers }: { query: Values; headers: Values },
  waiting: Allowance,
): Promise<void> {
  const parameter = query['minPosition'] === undefined ? 'Registry-Min-Position' : 'minPosition';
  const asked = query['minPosition'] ?? headers['Registry-Min-Position'];
  if (asked === undefined) return;
  const position = positionOfThisLog(registry, String(asked));
  if (typeof position === 'object') throw momentProblem(position, parameter);
  if (position <= registry.follower.folded) return;
  if (await waiting.during(() => registry.follower.waitFor(position, WAIT))) return;
  registry.follower.requireFollowing();
  const head = printPosition(registry, registry.follower.folded);
  throw new Problem('not-folded-yet', `this process is at ${head}, not yet at ${String(asked)}`, {
    members: { head },
    errors: [{ pointer: null, parameter, rule: 'not-folded-yet', message: 'was not reached in time' }],
    headers: { 'retry-after': '1' },
  });
}
