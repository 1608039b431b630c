import { setImmediate as turn } from 'node:timers/promises';
import type { Position } from '../../domain/position.ts';
import { aborted } from '../aborted.ts';
import { StoreError } from '../errors.ts';
import type { Message, Recorded } from '../port.ts';
import type { Broadcast, Mailbox } from './broadcast.ts';
import type { ReadInShort } from './in-short.ts';
import { PAGE, type Queries } from './queries.ts';
import { recordedOf, type Row } from './rows.ts';

/**
 * All events after a position: page by page from the file until its end is reached, then what this process commits, as it
 * commits it. A subscriber that cannot follow goes back to the file, so nothing is lost and memory stays bounded.
 * @param signal ends the iteration; a StoreError as its reason is thrown to the subscriber
 * @param inShort reads the log in short, for a subscriber that has asked for it
 */
export async function* subscribe(
  log: Queries,
  live: Broadcast,
  after: Position,
  signal: AbortSignal,
  inShort?: ReadInShort,
): AsyncGenerator<Message> {
  let last = after;
  while (!signal.aborted) {
    let isInShort = false;
    for (const page of inShort?.(last) ?? []) {
      yield page;
      last = page.position;
      isInShort = true;
    }
    if (isInShort) {
      await turn();
      continue;
    }
    const rows = log.after(last);
    // Joined in the turn in which the end of the file was read: nothing can be committed between the two.
    const mailbox = rows.length < PAGE ? live.join(signal) : undefined;
    try {
      for (const events of readable(rows)) {
        last = events.at(-1)?.position ?? last;
        yield { kind: 'events', events };
      }
      if (mailbox === undefined) await turn();
      else last = yield* follow(mailbox, last, signal);
    } finally {
      mailbox?.leave();
    }
  }
  if (signal.reason instanceof StoreError) throw signal.reason;
}

/** The rows of a page, decoded. Where one does not decode, those before it are handed over first. @throws StoreError `corrupt` */
function* readable(rows: readonly Row[]): Generator<readonly Recorded[]> {
  const events: Recorded[] = [];
  try {
    for (const row of rows) events.push(recordedOf(row));
  } catch (error) {
    if (events.length > 0) yield events;
    throw error;
  }
  if (events.length > 0) yield events;
}

/** @returns the last position handed over, when the signal has aborted or the mailbox has overflowed */
async function* follow(mailbox: Mailbox, after: Position, signal: AbortSignal): AsyncGenerator<Message, Position> {
  let last = after;
  while (!aborted(signal)) {
    const events = mailbox.take();
    if (events.length > 0) {
      last = events.at(-1)?.position ?? last;
      yield { kind: 'events', events };
      continue; // more may have come meanwhile
    }
    if (mailbox.overflowed()) return last;
    yield { kind: 'caught-up', position: last };
    await mailbox.arrival();
  }
  return last;
}
