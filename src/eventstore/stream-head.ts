/** The last event of a stream: what the next one is checked against and chained to. */
export interface StreamHead {
  /** NO_STREAM for a stream without events. */
  readonly revision: number;
  readonly hash: string | null;
}
