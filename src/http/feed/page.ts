import { setImmediate as turn } from 'node:timers/promises';
import type { Position } from '../../domain/position.ts';
import { unreadableEvent } from '../../registry/faults.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import { cloudEvent } from './cloud-event.ts';
import type { Question } from './question.ts';

/** A page ends behind the event with which it has so many characters: events are up to half a million, and there may be a thousand. */
const LARGEST = 1_000_000;

/** An event as it is sent. */
export interface Line {
  readonly position: string;
  readonly type: Schemas['EventType'];
  /** JSON, in one line. */
  readonly text: string;
}

export interface Page {
  readonly lines: readonly Line[];
  /** How far the log was looked through: the next page begins behind it. */
  readonly next: Position;
  /** There is nothing more that fits, as far as this process has folded. */
  readonly isLast: boolean;
}

/**
 * The events behind a position that fit, as far as this process has folded the log: whoever was given an event reads it in the read
 * models, too. Few may be given, or none, although there are more: how much is looked through is bounded, and a page ends before an event
 * that cannot be read.
 * @throws ReadModelStopped, StoreError `corrupt` where the first one cannot be read, `unavailable`
 */
export async function readPage(registry: Registry, { after, filter, limit, origin }: Question): Promise<Page> {
  const { positions, lookedUpTo } = registry.models.logIndex.next(after, filter, limit);
  const head = registry.follower.folded;
  const lines: Line[] = [];
  let size = 0;
  let last = after;
  try {
    for await (const event of registry.store.readAt(positions)) {
      const shown = cloudEvent(registry, event, origin);
      const text = JSON.stringify(shown);
      lines.push({ position: shown.position, type: shown.type, text });
      last = event.position;
      size += text.length;
      if (size >= LARGEST) return { lines, next: last, isLast: false };
    }
  } catch (fault) {
    // The next page begins with it, and says so.
    if (lines.length === 0 || unreadableEvent(fault) === null) throw fault;
    return { lines, next: last, isLast: false };
  }
  return { lines, next: lookedUpTo ?? head, isLast: lookedUpTo === null };
}

/**
 * What follows an empty page, as soon as something that fits is there; empty again where nothing came in time.
 * @param signal ends the wait early
 */
export async function pageBehind(registry: Registry, empty: Page, question: Question, seconds: number, signal: AbortSignal): Promise<Page> {
  const end = performance.now() + seconds * 1_000;
  let page = empty;
  while (page.lines.length === 0 && performance.now() < end && !signal.aborted) {
    await newsBehind(registry, page, end - performance.now(), signal);
    page = await readPage(registry, { ...question, after: page.next });
  }
  return page;
}

/** Resolves when there is more to look at than a page had, at the latest after so many milliseconds, or when the signal aborts. */
export async function newsBehind({ follower }: Registry, { next, isLast }: Page, milliseconds: number, signal: AbortSignal): Promise<void> {
  if (isLast) await follower.waitFor((next + 1) as Position, milliseconds, signal);
  else await turn(); // there is more already; others have their turn before it is looked at
}
