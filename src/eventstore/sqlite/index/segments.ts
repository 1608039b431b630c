import type { DatabaseSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { START } from '../../../domain/position.ts';
import { AdoptionRecords, RECORD } from '../../adoption-records.ts';
import { StoreError } from '../../errors.ts';
import { onSqlite } from '../fault.ts';
import { REBUILD } from '../record-names.ts';

/** What is derived of the events that follow those of the segment before, as it lies in the file. */
export interface Segment {
  /** The position of its last event. */
  readonly until: number;
  /** By event, what it is found by (keys.ts). */
  readonly keys: Uint8Array;
  /** Those of its events that have a record (adoption-records.ts), one behind the other. */
  readonly records: Uint8Array;
}

/** The rows of `index_segments`. */
export interface Segments {
  /** The keys of all, in their order. @throws StoreError `corrupt` where one is not as it was written, or not there */
  keys(): Generator<Pick<Segment, 'keys'>>;
  /** Each whole, in their order. @throws StoreError as `keys` */
  all(): Generator<Segment, undefined>;
  /** Up to which position there are segments, as the last of them says; START where there is none. */
  until(): number;
  /** The next records after a position, of one segment, wherever they are; none where there are none. @throws StoreError `corrupt` where one is not as it was written */
  recordsAfter(position: number): AdoptionRecords;
  /** Adds the next one, in the open transaction. @param after until where the one before goes */
  add(after: number, segment: Segment): void;
}

interface SegmentRow extends Segment {
  readonly checksum: number;
}

/** A flipped bit would leave events out. With the place where the segment begins, so that one that is gone is missed. */
const checksumOf = (after: number, until: number, keys: Uint8Array): number => crc32(keys, crc32(`${after} ${until}`));

export function segments(database: DatabaseSync): Segments {
  const keysOfAll = database.prepare('SELECT until, keys, checksum FROM index_segments ORDER BY until');
  const all = database.prepare('SELECT until, keys, records, checksum FROM index_segments ORDER BY until');
  const last = database.prepare('SELECT max(until) AS until FROM index_segments');
  const next = database.prepare('SELECT until, records FROM index_segments WHERE until > ? ORDER BY until LIMIT 1');
  const insert = database.prepare('INSERT INTO index_segments (until, keys, records, checksum) VALUES (?, ?, ?, ?)');

  return {
    keys: () => continuing(keysOfAll.iterate() as Iterable<unknown> as Iterable<SegmentRow>),
    all: () => continuing(all.iterate() as Iterable<unknown> as Iterable<SegmentRow>),
    until: () => (onSqlite(() => last.get()) as { until: number | null }).until ?? START,
    recordsAfter(position) {
      for (let from = position; ; ) {
        const found = onSqlite(() => next.get(from)) as Pick<Segment, 'until' | 'records'> | undefined;
        const records = behind(position, found?.records ?? new Uint8Array());
        if (found === undefined || records.count > 0) return sound(records);
        from = found.until;
      }
    },
    add(after, { until, keys, records }) {
      insert.run(until, keys, records, checksumOf(after, until, keys));
    },
  };
}

/** The table is STRICT: SQLite vouches for the shape of its rows. */
function* continuing<Row extends Omit<SegmentRow, 'records'>>(rows: Iterable<Row>): Generator<Row, undefined> {
  let last: number = START;
  for (const row of rows) {
    const { until, keys, checksum } = row;
    if (checksum !== checksumOf(last, until, keys)) throw damaged(`the index of the events up to ${until}`);
    yield row;
    last = until;
  }
}

const damaged = (what: string): StoreError => new StoreError('corrupt', { reason: `${what} is not as it was written; ${REBUILD}` });

/** Those of the events after a position. */
function behind(position: number, bytes: Uint8Array): AdoptionRecords {
  if (bytes.length % RECORD !== 0) throw damaged(`what is kept in short of the events after ${position}`);
  const records = new AdoptionRecords(bytes);
  let row = 0;
  while (row < records.count && records.position(row) <= position) row += 1;
  return records.slice(row);
}

function sound(records: AdoptionRecords): AdoptionRecords {
  for (let row = 0; row < records.count; row += 1)
    if (!records.isSound(row)) throw damaged(`the record at position ${records.position(row)}`);
  return records;
}
