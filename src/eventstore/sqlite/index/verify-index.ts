import { position, START } from '../../../domain/position.ts';
import { REBUILD } from '../record-names.ts';
import type { FileFinding, Verification } from '../verify-file.ts';
import { type Entries, tornOff } from './entries.ts';

/**
 * Holds the indexes against the events: each is found by its stream and by its id, and nothing else is.
 * @param until up to which position events are indexed
 */
export function verifyIndex(indexed: Entries, until: number): Verification {
  let [events, last] = [0, 0];
  const finding = (place: number, message: string): FileFinding => ({
    code: 'wrong-index',
    position: position(place),
    message: `${message}; ${REBUILD}`,
  });
  return {
    *of(row) {
      last = row.position;
      if (row.position > until) return;
      events += 1;
      if (!indexed.has(row))
        yield finding(row.position, `event ${row.id} at position ${row.position}: it is not found by its stream and its id`);
    },
    *end() {
      if (until > last) yield { code: 'damaged-file', position: position(last), message: tornOff(last, until) };
      const { streams, ids } = indexed.countedTo(until);
      if (streams !== events || ids !== events)
        yield finding(START, `of ${events} events ${streams} are indexed by their stream and ${ids} by their id`);
    },
  };
}
