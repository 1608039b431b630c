import { isStoreError, StoreError } from '../errors.ts';
import type { Appended, Recorded } from '../port.ts';
import { append, type Append } from './append.ts';
import { isMalformed } from './fault.ts';
import type { Writing } from './writing.ts';

export interface Waiting {
  readonly request: Append;
  readonly resolve: (appended: Appended) => void;
  readonly reject: (error: unknown) => void;
}

/** How each append of a group came out: a conflict or a damaged event of its stream is its own, the others stand all the same. */
export type Outcome = Appended | StoreError;

/** Whether the disk or the file is to blame, and so no append of the group can stand. */
const isOfAll = (error: unknown): boolean => isStoreError(error, 'unavailable') || isMalformed(error);

/** The appends of a group inside the open transaction, in the order in which they arrived. */
export function appendGroup(writing: Writing, group: readonly Waiting[], stamp: () => string): readonly Outcome[] {
  return group.map(({ request }) => {
    try {
      return append(writing, request, stamp);
    } catch (error) {
      if (error instanceof StoreError && !isOfAll(error)) return error;
      throw error;
    }
  });
}

/** What a group has added to the log, in its order. */
export function newEvents(outcomes: readonly Outcome[]): readonly Recorded[] {
  return outcomes.flatMap((outcome) => (outcome instanceof StoreError || outcome.deduplicated ? [] : outcome.events));
}

export function answer(group: readonly Waiting[], outcomes: readonly Outcome[]): void {
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome instanceof StoreError) group[index]?.reject(outcome);
    else group[index]?.resolve(outcome);
  }
}
