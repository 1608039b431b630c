import { expect, it } from '@jest/globals';
import { position, START } from '../../../src/domain/position.ts';
import { NO_STREAM } from '../../../src/eventstore/port.ts';
import { PAGE } from '../../../src/eventstore/sqlite/queries.ts';
import type { SqliteStore } from '../../../src/eventstore/sqlite/store.ts';
import { newStream, reports } from '../events.ts';
import { folders } from './folder.ts';

const { make, open } = folders();

/** How many pages of events are read, the last one not whole. */
const PAGES = 4;
const EVENTS = PAGES * PAGE - 1;
const stream = newStream();
const positions = Array.from({ length: EVENTS }, (_, index) => position(index + 1));

/** The greatest number of events that were read in one turn of the event loop, and how many were read in all. */
async function inTurns(events: AsyncIterable<unknown>): Promise<{ most: number; all: number }> {
  let [most, all, thisTurn] = [0, 0, 0];
  let next = setImmediate(function others() {
    thisTurn = 0;
    next = setImmediate(others);
  });
  for await (const _ of events) {
    all += 1;
    thisTurn += 1;
    most = Math.max(most, thisTurn);
  }
  clearImmediate(next);
  return { most, all };
}

it.each<[string, (store: SqliteStore) => AsyncIterable<unknown>]>([
  ['of a stream', (store) => store.readStream(stream)],
  ['at positions', (store) => store.readAt(positions)],
  ['of the whole log, as stored', (store) => store.readStored(START)],
])('others have their turn while many events %s are read: a page is no more than a bounded number', async (_, read) => {
  const store = open(make());
  await store.append(stream, reports(EVENTS), NO_STREAM);
  expect(await inTurns(read(store))).toEqual({ most: PAGE, all: EVENTS });
});
