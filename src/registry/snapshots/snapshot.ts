import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Position } from '../../domain/position.ts';
import { isStoreError } from '../../eventstore/errors.ts';
import type { EventStore, Recorded } from '../../eventstore/port.ts';
import type { Follower, SavedModels } from '../../projections/follower.ts';
import { codeDigest } from '../code-digest.ts';
import { readWhole, type Whole, writeWhole } from './file.ts';

/** What makes the read models out of the log, and so the meaning of their state. */
const CODE = codeDigest(['src/domain/**/*', 'src/projections/**/*', 'src/eventstore/**/*']);

/** The log, as far as a snapshot is checked against it. */
export type CheckedLog = Pick<EventStore, 'logId' | 'readAt'>;

/** How a follower begins: with so many events folded, and why a snapshot that was there could not be used. */
export interface Begun {
  readonly events: number;
  readonly unusable?: string;
}

/**
 * The read models as they were at a position, in one file of a folder: a cache, which spares a start the log up to there. It is
 * never trusted over the log: whatever does not fit is thrown away.
 */
export class Snapshot {
  readonly #path: string;
  readonly #knownBad: ReadonlySet<string>;

  /** @param knownBad the event ids that are left out: the state is without them */
  constructor(folder: string, knownBad: ReadonlySet<string>) {
    this.#path = join(folder, 'read-models.snapshot');
    this.#knownBad = knownBad;
  }

  /** Lets a follower begin from it; where it does not fit, it is removed, and the follower begins with the log. @throws what keeps it from being removed: a folder in its place */
  async begin(follower: Follower, log: CheckedLog): Promise<Begun> {
    const whole = await readWhole(this.#path);
    if (whole === undefined) return { events: 0 };
    const unusable = await this.#unusable(whole, log);
    if (unusable === null) follower.restore((whole as Whole).content() as SavedModels);
    else await this.remove();
    return { events: follower.events, ...(unusable !== null && { unusable }) };
  }

  /** Why it cannot be used, as a clause. */
  async #unusable(whole: Whole | string, log: CheckedLog): Promise<string | null> {
    if (typeof whole === 'string') return whole;
    const { last, eventId, hash, ...made } = whole.heading;
    for (const [name, value] of Object.entries(this.#madeBy(log)))
      if (JSON.stringify(made[name]) !== JSON.stringify(value)) return `it is of another ${name}`;
    const event = await eventAt(log, last as Position);
    if (event === undefined) return `the log has no event at position ${String(last)}`;
    return event.id === eventId && event.metadata.hash === hash ? null : `the log has another event at position ${String(last)}`;
  }

  /**
   * Writes down the read models as they are, in place of the one before.
   * @returns the position, or null where there is nothing to write: no event, or a read model that has stopped
   */
  async write(follower: Follower, log: CheckedLog): Promise<Position | null> {
    const saved = follower.save();
    if (saved === null) return null;
    const event = await eventAt(log, saved.last);
    if (event === undefined) return null;
    await writeWhole(this.#path, { ...this.#madeBy(log), last: saved.last, eventId: event.id, hash: event.metadata.hash }, saved);
    return saved.position;
  }

  async remove(): Promise<void> {
    await rm(this.#path, { force: true });
  }

  #madeBy({ logId }: CheckedLog) {
    return { log: logId, code: CODE, Node: process.version, 'list of known bad events': [...this.#knownBad].sort() };
  }
}

/** Undefined where the log has none that can be read. */
async function eventAt(log: CheckedLog, position: Position): Promise<Recorded | undefined> {
  try {
    const [event] = await Array.fromAsync(log.readAt([position]));
    return event;
  } catch (error) {
    if (isStoreError(error, 'corrupt')) return undefined;
    throw error;
  }
}
