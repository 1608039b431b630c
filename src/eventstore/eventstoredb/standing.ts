import { ErrorType } from '@eventstore/db-client';
import { type Position, START } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Recorded } from '../port.ts';
import type { Connection } from './connection.ts';
import { EndsEarly } from './faults.ts';
import type { Found } from './found.ts';
import { readAllFrom } from './pages.ts';
import { waitBefore } from './timing.ts';
import { aborted } from '../aborted.ts';
import { pause } from './waiting.ts';

/** The event that begins at a place, whoever's it is; or that the log ends before it, or has none there. A single try. */
export async function eventFrom(connection: Connection, place: Position): Promise<Found | 'ends before' | 'none'> {
  try {
    const [found] = await readAllFrom(connection, place, 1);
    if (found === undefined) return 'ends before';
    return found.place === place ? found : 'none';
  } catch (error) {
    // So the server says (23.10) that a place is in the middle of an event; but it says so of its own troubles, too.
    if ((error as { readonly type?: string }).type !== ErrorType.UNKNOWN) throw error;
    await readAllFrom(connection, START, 1);
    return 'none';
  }
}

/** Of an event that was read: what tells whether it still stands. */
export type Known = Pick<Recorded, 'id' | 'position'>;

/**
 * Holds the log against an event that was read from it. A server that was restored from an older backup ends before it, or goes on with
 * others in its place, and what was made of the log is right no more.
 * @throws EndsEarly; StoreError `corrupt` where something else stands there; the client's error
 */
export async function requireStanding(connection: Connection, { id, position }: Known): Promise<void> {
  const found = await eventFrom(connection, position);
  if (found === 'ends before') throw new EndsEarly(`the log ends before event ${id} at position ${position}, which was read from it`);
  if (found === 'none' || found.id !== id) throw replaced({ id, position });
}

/**
 * The same for who can wait: a new leader may know a moment later what the one before it has told.
 * @throws StoreError `corrupt` where it does not come; the client's error
 */
export async function awaitStanding(connection: Connection, known: Known, signal: AbortSignal): Promise<void> {
  const { timing } = connection;
  const end = performance.now() + timing.catchingUp;
  for (let repetition = 1; !aborted(signal); repetition += 1) {
    try {
      await requireStanding(connection, known);
      return;
    } catch (error) {
      if (!(error instanceof EndsEarly)) throw error;
      if (performance.now() > end) throw replaced(known);
      await pause(waitBefore(repetition, timing), signal);
    }
  }
}

const replaced = ({ id, position }: Known): StoreError =>
  new StoreError('corrupt', {
    reason: `the log has no event ${id} at position ${position} any more, which was read from it: was the server restored from an older backup?`,
  });
