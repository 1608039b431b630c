import type { CivilDate } from './civil-date.ts';
import { NEVER, type Position } from './position.ts';

/**
 * One version of one dated fact. A correction ends the version before it and adds one of its own, so a fact that was
 * corrected twice has three. Known at position P is what has `position <= P < endedAt`.
 */
export interface Point<T> {
  /** The event id of the original fact. */
  readonly factId: string;
  readonly effectiveFrom: CivilDate;
  /** Where the log has this version. */
  readonly position: Position;
  /** Where a correction or an annulment ended it; NEVER while it is live. */
  readonly endedAt: Position;
  readonly value: T;
}

/**
 * The history of one single-valued fact (the owners of a solution, the stage of one municipality): every version ever
 * recorded, by effective date and then by position. The value on a date is that of the last live point at or before it.
 * Why points without ends: docs/decisions/0006-timelines.md.
 */
export type Timeline<T> = readonly Point<T>[];

export const emptyTimeline: Timeline<never> = [];

/** How many points lie at or before a date: they come first. Timelines can be long, and are asked often. */
function countUntil(timeline: Timeline<unknown>, date: CivilDate): number {
  let [low, high] = [0, timeline.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((timeline[middle]?.effectiveFrom ?? date) <= date) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** With a point more. Late facts slot in by their date. */
export function withPoint<T>(timeline: Timeline<T>, point: Omit<Point<T>, 'endedAt'>): Timeline<T> {
  let at = countUntil(timeline, point.effectiveFrom);
  // Behind those of its date that the log has before it: all of them, unless facts are handed over out of order.
  for (
    let before = timeline[at - 1];
    before && before.effectiveFrom === point.effectiveFrom && before.position > point.position;
    before = timeline[at - 1]
  )
    at -= 1;
  return timeline.toSpliced(at, 0, { ...point, endedAt: NEVER });
}

/** Without the live version of a fact from a position on; earlier positions still see it. */
export function ended<T>(timeline: Timeline<T>, factId: string, at: Position): Timeline<T> {
  return timeline.map((point) => (point.factId === factId && point.endedAt === NEVER ? { ...point, endedAt: at } : point));
}

export const isKnown = (point: Point<unknown>, knownAt: Position): boolean =>
  point.position <= knownAt && (knownAt < point.endedAt || point.endedAt === NEVER);

/** The point that gives the value on a date, as known at a position; undefined before the first. */
export function pointOn<T>(timeline: Timeline<T>, date: CivilDate, knownAt: Position = NEVER): Point<T> | undefined {
  for (let index = countUntil(timeline, date) - 1; index >= 0; index -= 1) {
    const point = timeline[index];
    if (point && isKnown(point, knownAt)) return point;
  }
  return undefined;
}

/** The points that give the value one after the other, as known at a position: of each date the one that decides. */
export function changes<T>(timeline: Timeline<T>, knownAt: Position): Point<T>[] {
  const known = timeline.filter((point) => isKnown(point, knownAt));
  return known.filter((point, index) => known[index + 1]?.effectiveFrom !== point.effectiveFrom);
}

/** The live version of a fact, as known at a position. */
export const versionOf = <T>(timeline: Timeline<T>, factId: string, knownAt: Position = NEVER): Point<T> | undefined =>
  timeline.find((point) => point.factId === factId && isKnown(point, knownAt));
