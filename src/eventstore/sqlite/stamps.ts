/** Where the instants of recording come from. */
export interface Stamps {
  /** The instant of a commit, RFC 3339 in UTC with milliseconds: never before an earlier one, always after what was settled. */
  next(): string;
  /** No later stamp is at or before this instant (ms). */
  settle(instant: number): void;
  /** No later stamp is before this one, which the log has. */
  follow(recordedAt: string): void;
}

/**
 * Clocks step back; the log's time does not.
 * @param now milliseconds since 1970-01-01T00:00:00Z
 */
export function stamps(now: () => number): Stamps {
  let earliest = 0;
  const notBefore = (instant: number) => {
    if (!Number.isSafeInteger(instant)) throw new RangeError(`not an instant in milliseconds: ${instant}`);
    earliest = Math.max(earliest, instant);
  };
  return {
    next() {
      notBefore(Math.floor(now()));
      return new Date(earliest).toISOString();
    },
    settle(instant) {
      notBefore(instant + 1);
    },
    follow(recordedAt) {
      notBefore(Date.parse(recordedAt));
    },
  };
}
