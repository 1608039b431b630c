import { type CivilDate, osloDate } from '../domain/civil-date.ts';
import { type Instant, millisecondsOf, parseInstant, printInstant } from '../domain/instant.ts';
import { isPosition, NEVER, type Position } from '../domain/position.ts';
import type { Moment } from '../domain/solution/standing.ts';
import type { Registry } from './registry.ts';

/** The moment that a question is answered for, with how the answer names it. */
export interface ResolvedMoment extends Moment {
  /** `<log id>~<token>` of `knownAt`. */
  readonly position: string;
  /** The instant asked for, else that at which the last event known was recorded; null where nothing is. */
  readonly instant: string | null;
}

/** Why a moment cannot be answered for. */
export type UnansweredMoment =
  | { readonly code: 'no-position' | 'no-moment'; readonly text: string }
  | { readonly code: 'position-of-another-log'; readonly position: string; readonly logId: string }
  | { readonly code: 'position-after-head'; readonly position: string; readonly head: string }
  | { readonly code: 'instant-not-past'; readonly instant: string; readonly now: string }
  | { readonly code: 'instant-not-settled'; readonly instant: string; readonly latest: string };

/** A position as the API prints it: the log's id and a token that is ordered within it. */
export const printPosition = (registry: Registry, position: Position): string => `${registry.store.logId}~${position}`;

/** Reads what printPosition wrote; undefined where the text is no position at all. */
export function parsePosition(text: string): Position | undefined {
  const [, token] = /^[0-9a-f-]{36}~(0|[1-9]\d{0,15})$/.exec(text) ?? [];
  const position = Number(token);
  return isPosition(position) ? position : undefined;
}

/** A position of this log, wherever it lies. */
export function positionOfThisLog(registry: Registry, text: string): Position | UnansweredMoment {
  const { logId } = registry.store;
  if (text.startsWith(`${logId}~`)) return parsePosition(text) ?? { code: 'no-position', text };
  return text.includes('~') ? { code: 'position-of-another-log', position: text, logId } : { code: 'no-position', text };
}

/** A position asked for: this log's, and not beyond what is there. */
export async function positionAsked(registry: Registry, text: string): Promise<Position | UnansweredMoment> {
  const asked = positionOfThisLog(registry, text);
  if (typeof asked === 'object') return asked;
  if (asked > registry.follower.folded) await registry.readHead(); // another process may have given it, ahead of this one
  const head = registry.follower.folded;
  return asked <= head ? asked : { code: 'position-after-head', position: text, head: printPosition(registry, head) };
}

/** The moment of an answer that is pinned to a position. */
export function momentAt(registry: Registry, asOf: CivilDate, knownAt: Position, instant?: Instant): ResolvedMoment {
  const time = instant ?? registry.models.logTimes.timeAt(knownAt);
  return { asOf, knownAt, position: printPosition(registry, knownAt), instant: time === undefined ? null : printInstant(time) };
}

/**
 * What `asOf` and `knownAt` mean for a request. Without `knownAt` the answer is pinned to what is folded now; an instant means
 * the longest prefix of the log recorded at or before it, and from then on nothing more is stamped at or before it.
 * @param knownAt a position or an RFC 3339 instant, already checked for its form
 */
export async function resolveMoment(
  registry: Registry,
  asked: { readonly asOf: CivilDate | undefined; readonly knownAt: string | undefined },
  arrivedAt: number,
): Promise<ResolvedMoment | UnansweredMoment> {
  const asOf = asked.asOf ?? osloDate(arrivedAt);
  if (asked.knownAt === undefined) return momentAt(registry, asOf, registry.follower.folded);
  const instant = parseInstant(asked.knownAt);
  if (instant === undefined) {
    const known = await positionAsked(registry, asked.knownAt);
    if (typeof known !== 'object') return momentAt(registry, asOf, known);
    return known.code === 'no-position' ? { code: 'no-moment', text: asked.knownAt } : known;
  }
  // What was stamped lies in the past, whatever the clock says; and the clock counts in milliseconds.
  const stamped = registry.models.logTimes.timeAt(registry.follower.folded) ?? 0;
  if (millisecondsOf(instant) > arrivedAt && instant > stamped)
    return { code: 'instant-not-past', instant: asked.knownAt, now: new Date(arrivedAt).toISOString() };
  const latest = arrivedAt - registry.store.settling;
  if (registry.store.settling > 0 && millisecondsOf(instant) > latest)
    return { code: 'instant-not-settled', instant: asked.knownAt, latest: new Date(latest).toISOString() };
  registry.store.settle(instant);
  // What was stamped by then is in the log, but perhaps not yet in the read models.
  await registry.readHead();
  return momentAt(registry, asOf, registry.models.logTimes.positionAt(instant), instant);
}

/** The moment of a decision that was not recorded: all that is known, and more as if it were. */
export function momentNow(registry: Registry, asOf: CivilDate): ResolvedMoment {
  return { ...momentAt(registry, asOf, registry.follower.folded), knownAt: NEVER };
}
