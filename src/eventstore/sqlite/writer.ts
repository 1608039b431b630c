import type { DatabaseSync } from 'node:sqlite';
import { isStoreError, type StoreError } from '../errors.ts';
import type { Acknowledged } from './acknowledged.ts';
import type { Appended, Commit, Recorded, Stored } from '../port.ts';
import type { Append } from './append.ts';
import { checkpoints } from './checkpoint.ts';
import { isMalformed } from './fault.ts';
import { answer, appendGroup, newEvents, type Outcome, type Waiting } from './group.ts';
import { streamHeads } from './heads.ts';
import type { EventIndex } from './index/event-index.ts';
import type { Queries } from './queries.ts';
import { restore } from './restore.ts';
import type { Stamps } from '../stamps.ts';
import { transactions } from './transaction.ts';
import { gatherTurn } from './turn.ts';
import { writing } from './writing.ts';

/** The one that writes: what arrives in one turn of the event loop is one transaction and one fsync. */
export interface Writer {
  append(request: Append): Promise<Appended>;
  /** All of them in one transaction, or none. */
  restore(events: readonly Stored[]): void;
  /** Commits what was accepted, now. */
  flush(): void;
  /** Takes in the events that no segment has: all after a migration, the last ones after a process was killed. @throws StoreError */
  catchUp(): void;
  /** Writes a segment of the rest, and brings all that was committed from the write-ahead log into the file. @throws StoreError `unavailable` when the disk has failed it */
  close(): void;
}

interface Surroundings {
  readonly database: DatabaseSync;
  readonly log: Queries;
  readonly index: EventIndex;
  readonly stamps: Stamps;
  /** Throws when the store is closed or has failed. */
  readonly requireOpen: () => void;
  /** Told what was committed, before the caller of its append is. */
  readonly publish: (events: readonly Recorded[]) => void;
  /** Told that the disk or the file has failed: from then on the connection is not to be trusted. */
  readonly failed: (error: StoreError) => void;
  readonly onCommit: ((commit: Commit) => void) | undefined;
  /** Told up to which position all is on the disk, before anybody is answered. */
  readonly acknowledged: Pick<Acknowledged, 'upTo'>;
}

export function writer({ database, log, index, stamps, requireOpen, publish, failed, onCommit, acknowledged }: Surroundings): Writer {
  const inside = writing({ database, index, heads: streamHeads(index) });
  const checkpoint = checkpoints(database);
  const transact = transactions(database);

  const commit = <Result>(work: () => Result): Result => {
    requireOpen();
    try {
      const result = transact(() => {
        checkpoint.sign();
        const done = work();
        index.writeDue();
        return done;
      });
      inside.stands();
      return result;
    } catch (fault) {
      inside.forget();
      checkpoint.forget();
      if (isStoreError(fault, 'outcome-unknown') || isMalformed(fault)) failed(fault);
      throw fault;
    }
  };

  /** After events that were answered for: what fails is not theirs. */
  const checkpointDue = (events: number): void => {
    try {
      checkpoint.whenDue(events);
    } catch (error) {
      failed(error as StoreError);
    }
  };

  const committed = (group: readonly Waiting[]): readonly Outcome[] | undefined => {
    try {
      return commit(() => appendGroup(inside, group, () => stamps.next()));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return undefined;
    }
  };

  const { push, flush } = gatherTurn((group: readonly Waiting[]) => {
    const begun = performance.now();
    const outcomes = committed(group);
    if (outcomes === undefined) return;
    const added = newEvents(outcomes);
    const last = added.at(-1);
    if (last !== undefined) acknowledged.upTo(last.position);
    onCommit?.({ appends: group.length, events: added.length, seconds: (performance.now() - begun) / 1_000 });
    publish(added);
    answer(group, outcomes);
    checkpointDue(added.length);
  });

  return {
    append: (request) =>
      new Promise((resolve, reject) => {
        push({ request, resolve, reject });
      }),
    restore(events) {
      const recorded = commit(() => events.map((event) => restore(inside, event)));
      const last = recorded.at(-1);
      if (last !== undefined) acknowledged.upTo(last.position);
      for (const { metadata } of recorded) stamps.follow(metadata.recordedAt);
      publish(recorded);
      checkpointDue(recorded.length);
    },
    flush,
    catchUp() {
      for (let rows = log.after(index.last); rows.length > 0; rows = log.after(index.last)) {
        commit(() => { rows.forEach(index.takeIn); }); // prettier-ignore
        checkpoint.whenDue(rows.length);
      }
    },
    close() {
      try {
        if (index.unwritten > 0) commit(index.writeRest);
      } catch (error) {
        if (!isStoreError(error, 'storage-full')) throw error; // whoever opens the store next takes them in
      }
      checkpoint.now();
    },
  };
}
