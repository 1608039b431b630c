import { setImmediate as turn } from 'node:timers/promises';
import { position, START, type Position } from '../../domain/position.ts';
import { StoreError } from '../errors.ts';
import type { Recorded, Stored } from '../port.ts';
import type { EventIndex } from './index/event-index.ts';
import { PAGE, type Queries } from './queries.ts';
import { recordedOf, type Row, storedOf } from './rows.ts';

/** The position of the last event; START for an empty log. */
export const headOf = (log: Queries): Position => position(log.last()?.position ?? START);

export async function* readStream(index: EventIndex, stream: string, from: number): AsyncGenerator<Recorded> {
  for (let next = from; ; next += PAGE) {
    const rows = index.ofStream(stream, next, PAGE);
    for (const [place, row] of rows.entries()) yield continuing(row, stream, next + place);
    if (rows.length < PAGE) return;
    await turn();
  }
}

/** What an index has lost of a stream shows only so. @throws StoreError `corrupt` where the row is not the one that is due */
function continuing(row: Row, stream: string, revision: number): Recorded {
  if (row.revision === revision) return recordedOf(row);
  // Neither the id nor the position is given apart: nothing is wrong with the event behind what is missing.
  throw new StoreError('corrupt', {
    reason: `revision ${revision} of ${stream} is missing before event ${row.id} at position ${row.position}`,
  });
}

export async function* readAt(log: Queries, positions: readonly Position[]): AsyncGenerator<Recorded> {
  for (let first = 0; first < positions.length; first += PAGE) {
    if (first > 0) await turn();
    const page = positions.slice(first, first + PAGE);
    for (const row of log.atEach(page)) yield recordedOf(row);
  }
}

export async function* readStored(log: Queries, after: Position): AsyncGenerator<Stored> {
  for (let last = after; ; ) {
    const rows = log.after(last);
    for (const row of rows) {
      const stored = storedOf(row);
      yield stored;
      last = stored.position;
    }
    if (rows.length < PAGE) return;
    await turn();
  }
}
