import type { DatabaseSync } from 'node:sqlite';
import { START } from '../../../domain/position.ts';
import { recordOf } from '../../adoption-records.ts';
import { StoreError } from '../../errors.ts';
import type { Recorded } from '../../port.ts';
import type { Ask } from '../asking.ts';
import { decodable } from '../decodable.ts';
import type { KeptRecords } from '../kept-records.ts';
import type { Queries } from '../queries.ts';
import type { Row } from '../rows.ts';
import { entries, type Place, tornOff } from './entries.ts';
import { Tail } from './tail.ts';

/**
 * So many events gather until they are indexed together. An event alone changes a page of each index, which is written to the write-ahead
 * log, synced and brought home; of so many together many lie on one page, and they take some milliseconds.
 */
export const DUE = 500;

/** Where the events of a stream lie and the one with an id, and what is kept of events in short: all that is derived of the log in its file. */
export interface LogIndex {
  /** The next rows of one stream, at most `limit`. */
  ofStream(stream: string, from: number, limit: number): readonly Row[];
  lastOfStream(stream: string): Row | undefined;
  byId(id: string): Row | undefined;
  /** The last position that was given to an event. @throws StoreError `corrupt` where its event is gone from the file */
  end(): number;
  /** Takes in an event that is being added, in the open transaction. */
  add(event: Recorded): void;
  /** A transaction was taken back: what it added behind a position never came to stand. */
  forgetAfter(position: number): void;
  /** How many events have gathered that are not indexed in the file. */
  gathered(): number;
  /** Indexes them in the file, in the open transaction; they are forgotten when `written` says that it stands. */
  readonly write: () => void;
  written(): void;
  /** Gathers the next page of events that the file has and its index has not: all after a migration, the last ones after a process was killed. */
  gather(): readonly Row[];
}

interface Parts {
  readonly database: DatabaseSync;
  readonly ask: Ask;
  readonly log: Queries;
  readonly records: KeptRecords;
}

export function logIndex({ database, ask, log, records }: Parts): LogIndex {
  const indexed = entries(database, ask);
  const tail = new Tail();
  const rowAt = (position: number): Row => {
    const row = log.at(position);
    if (row === undefined) throw new StoreError('corrupt', { reason: `there is no event at position ${position}`, position });
    return row;
  };
  const recordOfRow = (row: Row): Uint8Array | undefined => {
    const event = decodable(row);
    return event && recordOf(event, records.names.numberOf);
  };
  return {
    ofStream(stream, from, limit) {
      const rows = indexed.ofStream(stream, from, limit);
      const rest = tail.ofStream(stream).filter(({ revision }) => revision >= from);
      return [...rows, ...rest.slice(0, limit - rows.length).map(({ position }) => rowAt(position))];
    },
    lastOfStream(stream) {
      const last = tail.ofStream(stream).at(-1);
      return last === undefined ? indexed.lastOfStream(stream) : rowAt(last.position);
    },
    byId(id) {
      const found = tail.byId(id);
      return found === undefined ? indexed.byId(id) : rowAt(found.position);
    },
    end() {
      const [last, until] = [log.last()?.position ?? START, indexed.until()];
      if (until > last) throw new StoreError('corrupt', { reason: tornOff(last, until) });
      return last;
    },
    add(event) {
      const record = recordOf(event, records.names.numberOf);
      tail.add({ ...placeOf(event), record: () => record });
    },
    forgetAfter(position) {
      records.names.forget();
      tail.cutAfter(position);
    },
    gathered: () => tail.events.length,
    write() {
      indexed.add(tail.events);
      for (const { position, record } of tail.events) {
        const bytes = record();
        if (bytes !== undefined) records.keep(position, bytes);
      }
    },
    written() {
      tail.clear();
    },
    gather() {
      const rows = log.after(tail.events.at(-1)?.position ?? indexed.until());
      for (const row of rows) tail.add({ ...placeOf(row), record: () => recordOfRow(row) });
      return rows;
    },
  };
}

const placeOf = ({ position, stream, revision, id }: Place): Place => ({ position, stream, revision, id });
