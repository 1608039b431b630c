import { Problem } from './problems/problem.ts';

/** How much one process takes in hand at once. Beyond each, the answer is 503 `too-much-at-once` with Retry-After. */
export interface Bounds {
  /** Commands that wait for their turn, for the log or for the read models. */
  readonly commands: number;
  /** Bytes of bodies that are on their way in. */
  readonly bodyBytes: number;
  /** Reads that wait for a position. */
  readonly waitingReads: number;
  /**
   * Answers that are written piece by piece, as their clients take them: the feed and streams. There is room for all who may wait for the next
   * event and for all streams (feed/options.ts), who have been taken in already, and for a thousand more.
   */
  readonly piecemeal: number;
  /** Reports, which are written so, too, and of which a piece of the figures is in memory meanwhile: up to some five megabytes. */
  readonly reports: number;
}

const DEFAULT: Bounds = { commands: 1_000, bodyBytes: 64 << 20, waitingReads: 1_000, piecemeal: 2_500, reports: 100 };

/** So much and no more of something, for all requests together. */
export class Allowance {
  readonly #limit: number;
  readonly #what: string;
  #taken = 0;

  /** @param what it is, as a refusal names it */
  constructor(limit: number, what: string) {
    this.#limit = limit;
    this.#what = what;
  }

  /** @throws Problem too-much-at-once where it would be more than there may be */
  take(amount: number): void {
    if (this.#taken + amount > this.#limit)
      throw new Problem('too-much-at-once', `${this.#limit} ${this.#what} is as much as there may be at once; repeat a little later`, {
        headers: { 'retry-after': '1' },
      });
    this.#taken += amount;
  }

  give(amount: number): void {
    this.#taken -= amount;
  }

  /** Takes one for as long as `work` takes. @throws Problem too-much-at-once */
  async during<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    this.take(1);
    try {
      return await work();
    } finally {
      this.give(1);
    }
  }
}

export type Allowances = { readonly [Name in keyof Bounds]: Allowance };

export function allowances(given: Partial<Bounds> = {}): Allowances {
  const bounds = { ...DEFAULT, ...given };
  return {
    commands: new Allowance(bounds.commands, 'commands under way'),
    bodyBytes: new Allowance(bounds.bodyBytes, 'bytes of bodies on their way in'),
    waitingReads: new Allowance(bounds.waitingReads, 'reads that wait for a position'),
    piecemeal: new Allowance(bounds.piecemeal, 'answers in pieces'),
    reports: new Allowance(bounds.reports, 'reports that are being written'),
  };
}
