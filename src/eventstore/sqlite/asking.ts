import type { StoreError } from '../errors.ts';
import { isMalformed, onSqlite } from './fault.ts';

export interface Watch {
  /** Called before each question; throws when the store is closed or has failed. */
  readonly requireOpen: () => void;
  /** Told when SQLite finds the file out of order. */
  readonly malformed: (error: StoreError) => void;
}

/** Asks the file something. @throws StoreError in place of SQLite's own errors, and where the store is closed or has failed */
export type Ask = <Answer>(question: () => Answer) => Answer;

const UNWATCHED: Watch = { requireOpen: () => undefined, malformed: () => undefined };

export const asking =
  ({ requireOpen, malformed }: Watch = UNWATCHED): Ask =>
  (question) => {
    requireOpen();
    try {
      return onSqlite(question);
    } catch (error) {
      if (isMalformed(error)) malformed(error);
      throw error;
    }
  };
