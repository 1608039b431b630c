import type { DatabaseSync } from 'node:sqlite';
import { isStoreError, type StoreError } from '../errors.ts';
import type { Appended, Commit, Recorded, Stored } from '../port.ts';
import type { Append } from './append.ts';
import { checkpoints } from './checkpoint.ts';
import { isMalformed } from './fault.ts';
import { answer, appendGroup, newEvents, type Outcome, type Waiting } from './group.ts';
import { streamHeads } from './heads.ts';
import type { Queries } from './queries.ts';
import type { KeptRecords } from './kept-records.ts';
import { restore } from './restore.ts';
import type { Stamps } from '../stamps.ts';
import { transact } from './transaction.ts';
import { gatherTurn } from './turn.ts';
import { writing } from './writing.ts';

/** The one that writes: what arrives in one turn of the event loop is one transaction and one fsync. */
export interface Writer {
  append(request: Append): Promise<Appended>;
  /** All of them in one transaction, or none. */
  restore(events: readonly Stored[]): void;
  /** Commits what was accepted, now. */
  flush(): void;
  /** Brings all that was committed from the write-ahead log into the file. @throws StoreError `unavailable` when the disk has failed it */
  checkpoint(): void;
}

interface Surroundings {
  readonly database: DatabaseSync;
  readonly log: Queries;
  readonly records: KeptRecords;
  readonly stamps: Stamps;
  /** Throws when the store is closed or has failed. */
  readonly requireOpen: () => void;
  /** Told what was committed, before the caller of its append is. */
  readonly publish: (events: readonly Recorded[]) => void;
  /** Told that the disk or the file has failed: from then on the connection is not to be trusted. */
  readonly failed: (error: StoreError) => void;
  readonly onCommit: ((commit: Commit) => void) | undefined;
}

export function writer({ database, log, records, stamps, requireOpen, publish, failed, onCommit }: Surroundings): Writer {
  const inside = writing({ database, log, heads: streamHeads(log), records });
  const checkpoint = checkpoints(database);

  const commit = <Result>(work: () => Result): Result => {
    requireOpen();
    try {
      return transact(database, () => {
        checkpoint.sign();
        return work();
      });
    } catch (error) {
      inside.forget();
      checkpoint.forget();
      if (isStoreError(error, 'outcome-unknown') || isMalformed(error)) failed(error);
      throw error;
    }
  };

  const checkpointWhenDue = (events: number): void => {
    try {
      checkpoint.whenDue(events);
    } catch (error) {
      failed(error as StoreError);
    }
  };

  const committed = (group: readonly Waiting[]): readonly Outcome[] => {
    try {
      return commit(() => appendGroup(inside, group, () => stamps.next()));
    } catch (error) {
      for (const { reject } of group) reject(error);
      return [];
    }
  };

  const { push, flush } = gatherTurn((group: readonly Waiting[]) => {
    const begun = performance.now();
    const outcomes = committed(group);
    const added = newEvents(outcomes);
    onCommit?.({ appends: group.length, events: added.length, seconds: (performance.now() - begun) / 1_000 });
    publish(added);
    answer(group, outcomes);
    checkpointWhenDue(added.length);
  });

  return {
    append: (request) =>
      new Promise((resolve, reject) => {
        push({ request, resolve, reject });
      }),
    restore(events) {
      const recorded = commit(() => events.map((event) => restore(inside, event)));
      for (const { metadata } of recorded) stamps.follow(metadata.recordedAt);
      publish(recorded);
      checkpointWhenDue(recorded.length);
    },
    flush,
    checkpoint() {
      checkpoint.now();
    },
  };
}
