import type { Position } from '../../domain/position.ts';
import type { EventStore } from '../../eventstore/port.ts';
import { Follower } from '../../projections/follower.ts';
import type { CheckedLog, Snapshot } from './snapshot.ts';

/**
 * Folds a log to its end, from the last snapshot on where there is one, and writes the next.
 * @returns its position; null where there is nothing to write down
 * @throws what keeps the log from being read or folded
 */
export async function takeSnapshot(
  log: CheckedLog & Pick<EventStore, 'subscribe'>,
  snapshot: Snapshot,
  knownBad: ReadonlySet<string>,
): Promise<Position | null> {
  const follower = new Follower(log, knownBad);
  await snapshot.begin(follower, log);
  const end = new AbortController();
  const following = follower.run(end.signal);
  await Promise.race([follower.caughtUp, following]);
  end.abort();
  await following;
  follower.requireAll();
  return snapshot.write(follower, log);
}
