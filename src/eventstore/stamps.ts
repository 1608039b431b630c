import { type Instant, instantOf, parseInstant, printInstant } from '../domain/instant.ts';

/** Where the instants of recording come from. */
export interface Stamps {
  /** The instant of an event, RFC 3339 in UTC with microseconds: after that of every earlier event, and after what was settled. */
  next(): string;
  /** No later stamp is at or before this instant. */
  settle(instant: Instant): void;
  /** No later stamp is at or before this one, which the log has. */
  follow(recordedAt: string): void;
}

/**
 * Clocks step back and count in milliseconds; the log's time does neither.
 * @param now milliseconds since 1970-01-01T00:00:00Z
 */
export function stamps(now: () => number): Stamps {
  let last = 0 as Instant;
  const after = (instant: Instant | undefined) => {
    if (instant === undefined || !Number.isSafeInteger(instant)) throw new RangeError(`not an instant: ${instant}`);
    if (instant > last) last = instant;
  };
  return {
    next() {
      last = Math.max(instantOf(now()), last + 1) as Instant;
      return printInstant(last);
    },
    settle: after,
    follow(recordedAt) {
      after(parseInstant(recordedAt));
    },
  };
}
