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

export const feedOptions = (given: Partial<FeedOptions> = {}): FeedOptions => ({
  waitingAtMost: 1_000,
  streamingAtMost: 500,
  heartbeat: 15_000,
  closing: new AbortController().signal,
  ...given,
});
