import { position } from '../../../domain/position.ts';
import { AdoptionRecords, type Numbering, RECORD, recordOf } from '../../adoption-records.ts';
import { isStoreError } from '../../errors.ts';
import { decodable } from '../decodable.ts';
import { REBUILD, type RecordNames } from '../record-names.ts';
import type { Row } from '../rows.ts';
import type { FileFinding, FileCheck } from '../verify-file.ts';
import { tornOff } from './event-index.ts';
import { Keys } from './keys.ts';
import type { Segment, Segments } from './segments.ts';

/** Holds what is derived of the events against them: each is found by its stream and its id, and what is kept of it in short is what it says. */
export function verifyIndex(segments: Segments, names: RecordNames): FileCheck {
  const numberOf = knownTo(names);
  const all = segments.all();
  let segment = all.next().value;
  let [after, last] = [0, 0];
  let rows: Row[] = [];
  function* settled(whole: Segment): Generator<FileFinding> {
    yield* wrongKeys(whole, after, rows);
    yield* wrongRecords(whole, rows, numberOf);
    [after, rows, segment] = [whole.until, [], all.next().value];
  }
  return {
    *of(row) {
      while (segment !== undefined && row.position > segment.until) yield* settled(segment);
      last = row.position;
      if (segment !== undefined) rows.push(row); // of those behind the last segment nothing is derived yet
    },
    *end() {
      if (segment === undefined) return;
      yield* settled(segment);
      let until = after;
      for (; segment !== undefined; segment = all.next().value) ({ until } = segment);
      if (last < until) yield { code: 'damaged-file', position: position(last), message: tornOff(last, until) };
    },
  };
}

const finding = (code: 'wrong-index' | 'wrong-record', place: number, message: string): FileFinding => ({
  code,
  position: position(place),
  message: `position ${place}: ${message}; ${REBUILD}`,
});

/** @param rows those of the segment, which begins after a position */
function* wrongKeys({ until, keys }: Segment, after: number, rows: readonly Row[]): Generator<FileFinding> {
  const byPosition = new Map(rows.map((row) => [row.position, row]));
  const all = Keys.from(keys);
  for (let index = 0; index < until - after; index += 1) {
    const place = after + 1 + index;
    const row = byPosition.get(place);
    if (!all.isOf(row, index))
      yield finding(
        'wrong-index',
        place,
        row === undefined ? 'an event is found that is not there' : `event ${row.id} is not found by its stream and its id`,
      );
  }
}

function* wrongRecords({ records: bytes }: Segment, rows: readonly Row[], numberOf: Numbering): Generator<FileFinding> {
  const records = new AdoptionRecords(bytes.subarray(0, bytes.length - (bytes.length % RECORD)));
  const kept = new Map<number, Uint8Array>();
  for (let row = 0; row < records.count; row += 1) {
    const place = records.position(row);
    if (kept.has(place)) yield finding('wrong-record', place, 'it is kept in short twice');
    kept.set(place, records.slice(row, row + 1).bytes);
  }
  for (const row of rows) {
    const event = decodable(row);
    const [due, found] = [event && recordOf(event, numberOf), kept.get(row.position)];
    kept.delete(row.position);
    // One that does not decode is told of elsewhere.
    if (event !== undefined && (due === undefined ? found !== undefined : found === undefined || !Buffer.from(found).equals(due)))
      yield finding('wrong-record', row.position, `what is kept of event ${row.id} in short is not what it says`);
  }
  for (const place of kept.keys()) yield finding('wrong-record', place, 'something is kept in short of an event that is not there');
}

/** The numbers that names have; 0 for one that has none, or not the one that was written. */
function knownTo(names: RecordNames): Numbering {
  return (name) => {
    try {
      return names.known(name) ?? 0;
    } catch (error) {
      if (isStoreError(error, 'corrupt')) return 0;
      throw error;
    }
  };
}
