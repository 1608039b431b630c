import type { Position } from '../../domain/position.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Audience } from './audience.ts';
import { type Line, newsBehind, readPage } from './page.ts';
import type { Question } from './question.ts';

/** How long a client that was cut off waits before it connects again, in milliseconds. */
const RETRY = 3_000;

/** How many events of one stream are in memory at most. */
export const AHEAD = 100;

interface Streaming {
  readonly audience: Audience;
  /** How long a stream is silent before it says that it is still there, in milliseconds. */
  readonly heartbeat: number;
  /** Aborts when the client has gone away. */
  readonly gone: AbortSignal;
}

/**
 * The log as server-sent events, for as long as the client stays. It is read as the client takes it: what a slow one has not taken
 * stays in the log. Its seat is taken when it is begun, so that one that is never read holds none.
 */
export async function* eventStream(
  registry: Registry,
  question: Question,
  { audience, heartbeat, gone }: Streaming,
): AsyncGenerator<string> {
  const seat = audience.seat(gone);
  try {
    yield `retry: ${RETRY}\n\n`;
    yield* messages(registry, question, heartbeat, seat.signal);
  } finally {
    seat.leave();
  }
}

async function* messages(registry: Registry, question: Question, heartbeat: number, signal: AbortSignal): AsyncGenerator<string> {
  let next = question.after;
  let spoken = performance.now();
  while (!signal.aborted) {
    const page = await readPage(registry, { ...question, after: next });
    for (const line of page.lines) {
      yield message(line);
      if (isAborted(signal)) return;
      spoken = performance.now();
    }
    next = page.next;
    const silence = performance.now() - spoken;
    if (silence < heartbeat) await newsBehind(registry, page, heartbeat - silence, signal);
    else {
      yield stillHere(registry, next);
      spoken = performance.now();
    }
  }
}

const message = ({ position, type, text }: Line): string => `id: ${position}\nevent: ${type}\ndata: ${text}\n\n`;

/** A comment, and an id without data: no message, but the client goes on from there (WHATWG HTML, 9.2.6). */
const stillHere = (registry: Registry, next: Position): string => `: still here\nid: ${printPosition(registry, next)}\n\n`;

// A function, because the compiler takes `signal.aborted` for unchanged after its first look, across yields too.
const isAborted = (signal: AbortSignal): boolean => signal.aborted;
