import type { DatabaseSync } from 'node:sqlite';
import { isStoreError, StoreError } from '../errors.ts';
import type { Appended, Commit, Recorded, Stored } from '../port.ts';
import type { Append } from './append.ts';
import { checkpoints } from './checkpoint.ts';
import { isMalformed } from './fault.ts';
import { answer, appendGroup, newEvents, type Outcome, type Waiting } from './group.ts';
import { streamHeads } from './heads.ts';
import { DUE, type LogIndex } from './index/log-index.ts';
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
  /** Indexes what the file has and its index has not. @throws StoreError */
  catchUp(): void;
  /** Indexes what has gathered, and brings all that was committed from the write-ahead log into the file. @throws StoreError `unavailable` when the disk has failed it */
  close(): void;
}

interface Surroundings {
  readonly database: DatabaseSync;
  readonly index: LogIndex;
  readonly stamps: Stamps;
  /** Throws when the store is closed or has failed. */
  readonly requireOpen: () => void;
  /** Told what was committed, before the caller of its append is. */
  readonly publish: (events: readonly Recorded[]) => void;
  /** Told that the disk or the file has failed: from then on the connection is not to be trusted. */
  readonly failed: (error: StoreError) => void;
  readonly onCommit: ((commit: Commit) => void) | undefined;
}

/** No event is in doubt where its index is. */
const notIndexed = (fault: unknown): unknown =>
  isStoreError(fault, 'outcome-unknown')
    ? new StoreError('unavailable', { reason: `what was recorded could not be indexed: ${fault.details.reason}` }, { cause: fault })
    : fault;

export function writer({ database, index, stamps, requireOpen, publish, failed, onCommit }: Surroundings): Writer {
  const inside = writing({ database, index, heads: streamHeads(index) });
  const checkpoint = checkpoints(database);

  /** @param told what its fault is to be called, where that of an append would not be true */
  const commit = <Result>(work: () => Result, told = (fault: unknown): unknown => fault): Result => {
    requireOpen();
    try {
      const result = transact(database, () => {
        checkpoint.sign();
        return work();
      });
      inside.stands();
      return result;
    } catch (fault) {
      inside.forget();
      checkpoint.forget();
      const error = told(fault);
      if (isStoreError(fault, 'outcome-unknown') || isMalformed(fault)) failed(error as StoreError);
      throw error;
    }
  };

  /** When the disk has no room it waits until there is some. */
  const writeIndex = (): void => {
    try {
      commit(index.write, notIndexed);
      index.written();
    } catch (error) {
      if (!isStoreError(error, 'storage-full')) throw error;
    }
  };

  /** What is put off until there is much of it. @throws StoreError */
  const keepUp = (events: number): void => {
    if (index.gathered() >= DUE) writeIndex();
    checkpoint.whenDue(events);
  };

  /** The same, after events that were answered for: what fails is not theirs. */
  const keepUpAfter = (events: number): void => {
    try {
      keepUp(events);
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
    keepUpAfter(added.length);
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
      keepUpAfter(recorded.length);
    },
    flush,
    catchUp() {
      for (let rows = index.gather(); rows.length > 0; rows = index.gather()) keepUp(rows.length);
    },
    close() {
      if (index.gathered() > 0) writeIndex();
      checkpoint.now();
    },
  };
}
