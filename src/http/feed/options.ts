import { Audience } from './audience.ts';

/** How many may follow the log at once in one process, and how. */
export interface FeedOptions {
  /** Requests that wait for the next event. Each holds a connection and a timer. */
  readonly waitingAtMost: number;
  /** Open streams. Each holds a connection and up to a page of events. */
  readonly streamingAtMost: number;
  /** After how much silence a stream says that it is still there, in milliseconds: proxies cut off what is silent for a minute. */
  readonly heartbeat: number;
  /** Aborts when the service stops: those who wait are answered, and streams end. */
  readonly closing: AbortSignal;
}

/** Who follows the log in one process. */
export interface Feed extends Pick<FeedOptions, 'heartbeat'> {
  readonly waiting: Audience;
  readonly streaming: Audience;
}

export function openFeed({
  waitingAtMost = 1_000,
  streamingAtMost = 500,
  heartbeat = 15_000,
  closing = new AbortController().signal,
}: Partial<FeedOptions> = {}): Feed {
  return { waiting: new Audience(waitingAtMost, closing), streaming: new Audience(streamingAtMost, closing), heartbeat };
}
