import { START } from '../../../domain/position.ts';
import { StoreError } from '../../errors.ts';
import type { Recorded } from '../../port.ts';
import type { Ask } from '../asking.ts';
import { decodable } from '../decodable.ts';
import { onSqlite } from '../fault.ts';
import type { Queries } from '../queries.ts';
import type { RecordNames } from '../record-names.ts';
import type { Row } from '../rows.ts';
import { Keys } from './keys.ts';
import { PendingRecords } from './pending.ts';
import { Places } from './places.ts';
import type { Segments } from './segments.ts';

/**
 * Events in a segment. One for few would be many rows, whose pages are written again and again; one for many takes longer to write, and a
 * process that was killed leaves as many to be read when the store is opened next.
 */
export const DUE = 1_000;

/** Where the events of a stream lie and the one with an id, in memory; and what is derived of the log in its file, from which that is read when the store is opened. */
export interface EventIndex {
  /** The last position that was given to an event, also by what is not committed yet. */
  readonly last: number;
  /** How many events have no segment yet. */
  readonly unwritten: number;
  /** The next rows of one stream, at most `limit`. */
  ofStream(stream: string, from: number, limit: number): readonly Row[];
  lastOfStream(stream: string): Row | undefined;
  byId(id: string): Row | undefined;
  /** Takes in the event at the next position, in the open transaction. */
  add(event: Recorded): void;
  /** Takes in an event that the file has already, behind the last one, in the open transaction. */
  readonly takeIn: (row: Row) => void;
  /** Writes whole segments of the events that no segment has yet, in the open transaction. */
  readonly writeDue: () => void;
  /** Writes one of all the rest. */
  readonly writeRest: () => void;
  /** The transaction was committed: what was added and written stands. */
  stands(): void;
  /** The transaction was taken back: what it added and wrote never came to stand. */
  forget(): void;
}

interface Parts {
  readonly ask: Ask;
  readonly log: Queries;
  readonly segments: Segments;
  readonly names: RecordNames;
}

/** Positions without an event, one after the other, that are put up with: each takes memory, and a bit in a position makes billions of them. */
const MOST_MISSING = 100_000;

/** Events were taken from the end, which leaves no gap and breaks no chain. @param until up to which position events were indexed */
export const tornOff = (last: number, until: number): string =>
  `the last event is at position ${last}, and events up to ${until} were indexed; restore a backup`;

/** Reads the segments of the file. @throws StoreError `corrupt` where one is not as it was written, or its events are gone */
export function eventIndex({ ask, log, segments, names }: Parts): EventIndex {
  const end = log.last()?.position ?? START;
  const places = new Places(Math.min(end, segments.until())); // each may be what a bit has made of it
  const pending = new PendingRecords();
  onSqlite(() => {
    for (const { keys } of segments.keys()) places.addAll(Keys.from(keys));
  });
  if (places.last > end) throw new StoreError('corrupt', { reason: tornOff(end, places.last) });
  /** What stands in the file: events, and segments until where. */
  let [standing, standingUntil] = [places.last, places.last];
  /** With what the open transaction has written. */
  let until = standingUntil;

  const write = (to: number): void => {
    if (to > until) segments.add(until, { until: to, keys: places.keysBetween(until, to).bytes(), records: pending.between(until, to) });
    until = to;
  };

  return {
    get last() {
      return places.last;
    },
    get unwritten() {
      return places.last - until;
    },
    ofStream: (stream, from, limit) =>
      ask(() => [...log.atEach(places.ofStream(stream, from, from + limit))]).filter((row) => row.stream === stream),
    lastOfStream(stream) {
      for (let place = places.lastOfStream(stream); place > START; place = places.beforeInStream(place)) {
        const row = log.at(place);
        if (row.stream === stream) return row;
      }
      return undefined;
    },
    byId(id) {
      for (let place = places.lastWithId(id); place > START; place = places.beforeWithId(place)) {
        const row = log.at(place);
        if (row.id === id) return row;
      }
      return undefined;
    },
    add(event) {
      places.add(event);
      pending.add(event, names.numberOf);
    },
    takeIn(row) {
      const missing = row.position - 1 - places.last;
      if (missing > MOST_MISSING)
        throw new StoreError('corrupt', { reason: `${missing} positions before event ${row.id} have no event; restore a backup` });
      for (let count = 0; count < missing; count += 1) places.skip();
      places.add(row);
      const event = decodable(row);
      if (event !== undefined) pending.add(event, names.numberOf);
    },
    writeDue() {
      while (places.last - until >= DUE) write(until + DUE);
    },
    writeRest() {
      write(places.last);
    },
    stands() {
      standing = places.last;
      if (until > standingUntil) pending.dropUntil(until);
      standingUntil = until;
    },
    forget() {
      names.forget();
      places.cutAfter(standing);
      pending.cutAfter(standing);
      until = standingUntil;
    },
  };
}
