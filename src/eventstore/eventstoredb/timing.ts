/** How long the adapter waits for what, in milliseconds. */
export interface Timing {
  /** For a sign of life in one call; the client's own deadlines do not hold everywhere. */
  readonly call: number;
  /** For an append or a read to succeed, with all that is tried again, before the caller is told. */
  readonly patience: number;
  /** Before the first repetition; doubled for every further one. */
  readonly backOff: number;
  /** The longest wait between two repetitions. */
  readonly backOffLimit: number;
  /** How long a subscription may say nothing before the log is looked at for what it has kept back. */
  readonly silence: number;
  /** How long the log may end before what was read from it: a new leader has yet to hear from the others how much of it stands. */
  readonly catchingUp: number;
}

/**
 * A cluster has a new leader after a second or two. All of an append's repetitions end well within the time after which an
 * instant is settled (SETTLING in store.ts): an event is stamped before its first.
 */
export const TIMING: Timing = {
  call: 5_000,
  patience: 10_000,
  backOff: 50,
  backOffLimit: 5_000,
  silence: 10_000,
  catchingUp: 60_000,
};

/** The wait before the n-th repetition, from 1. */
export const waitBefore = (repetition: number, { backOff, backOffLimit }: Timing): number =>
  Math.min(backOffLimit, backOff * 2 ** (repetition - 1));
