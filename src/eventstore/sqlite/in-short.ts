import type { Position } from '../../domain/position.ts';
import type { AdoptionRecords, Numbering } from '../adoption-records.ts';
import { StoreError } from '../errors.ts';
import type { InShort, Recorded } from '../port.ts';
import type { Segments } from './index/segments.ts';
import { PAGE, type Queries } from './queries.ts';
import { REBUILD, type RecordNames } from './record-names.ts';
import { recordedOf } from './rows.ts';

/** The log in short after a position: a page, or none where no record is next. */
export type ReadInShort = (after: Position) => Generator<InShort>;

/** What the file keeps of events in short. */
export interface Kept {
  readonly segments: Segments;
  readonly names: RecordNames;
}

/** @param numberOf the numbers that names are to have */
export function readInShort(log: Queries, kept: Kept, numberOf: Numbering): ReadInShort {
  const numbers: number[] = [];
  const numbered = (number: number): number => (numbers[number] ??= numberOf(kept.names.nameOf(number)));
  return function* (after) {
    const records = kept.segments.recordsAfter(after);
    const { others, until, position, fault } = filled(log, records, after);
    if (position > after) {
      const page = records.slice(0, until);
      page.renumber(numbered);
      yield { kind: 'in-short', records: page, others, position };
    }
    if (fault !== undefined) throw fault;
  };
}

interface Filled {
  readonly others: readonly Recorded[];
  /** So many of the records belong to the page, */
  readonly until: number;
  /** which ends here. */
  readonly position: Position;
  /** The event behind it that cannot be read. */
  readonly fault?: Error;
}

/** What lies between the records, whole. The page ends before many events that have no record: those are read as any others. */
function filled(log: Queries, records: AdoptionRecords, after: Position): Filled {
  const others: Recorded[] = [];
  let [until, last] = [0, after];
  while (until < records.count && others.length < PAGE) {
    const next = records.position(until);
    if (next <= last)
      throw new StoreError('corrupt', { reason: `the record at position ${next} does not follow that at ${last}; ${REBUILD}` });
    const between = next === last + 1 ? [] : log.between(last, next);
    if (between.length === PAGE) break;
    for (const row of between) {
      try {
        others.push(recordedOf(row));
      } catch (fault) {
        return { others, until, position: last, fault: fault as Error };
      }
      last = row.position as Position;
    }
    last = next;
    until += 1;
  }
  return { others, until, position: last };
}
