import type { CivilDate } from './civil-date.ts';
import { emptyMap, entriesOf, type LayeredMap, valueOf, withValue } from './layered-map.ts';
import { NEVER, type Position } from './position.ts';
import { emptyTimeline, ended, pointOn, type Timeline, versionOf, withPoint } from './timeline.ts';

/** A fact as a stream stores it: its type and content, and what both together say of when it is true and what it is about. */
export interface Fact {
  readonly type: string;
  readonly data: object;
}

/** Where a fact belongs: the timeline that it is a point of, and its date on it. */
export interface Place {
  readonly timeline: string;
  readonly effectiveFrom: CivilDate;
}

/** All dated facts of one stream, each on its timeline: what deciders and read models fold into and ask. */
export interface DatedFacts<F extends Fact> {
  readonly timelines: LayeredMap<Timeline<F>>;
  /** The annulment of each annulled fact: event ids. */
  readonly annulments: LayeredMap<string>;
}

export const noFacts: DatedFacts<never> = { timelines: emptyMap, annulments: emptyMap };

export const timelineOf = <F extends Fact>(facts: DatedFacts<F>, timeline: string): Timeline<F> =>
  valueOf(facts.timelines, timeline) ?? emptyTimeline;

/** The timeline of an original fact, and the annulment that ended it; undefined for what is none of the stream. */
export function originOf(
  facts: DatedFacts<Fact>,
  factId: string,
): { readonly timeline: string; readonly annulledBy: string | null } | undefined {
  const found = entriesOf(facts.timelines).find(([, points]) => points.some((point) => point.factId === factId));
  return found && { timeline: found[0], annulledBy: valueOf(facts.annulments, factId) ?? null };
}

interface Written<F> {
  readonly factId: string;
  readonly position: Position;
  readonly fact: F;
}

export function withFact<F extends Fact>(facts: DatedFacts<F>, { factId, position, fact }: Written<F>, place: Place): DatedFacts<F> {
  const timeline = withPoint(timelineOf(facts, place.timeline), { factId, position, effectiveFrom: place.effectiveFrom, value: fact });
  return { ...facts, timelines: withValue(facts.timelines, place.timeline, timeline) };
}

/** The correction of a fact takes its place; one that names no fact, or an annulled one, changes nothing (a clash: the first position wins). */
export function withCorrection<F extends Fact>(facts: DatedFacts<F>, { factId, position, fact }: Written<F>, place: Place): DatedFacts<F> {
  const origin = originOf(facts, factId);
  if (origin === undefined || origin.annulledBy !== null || origin.timeline !== place.timeline) return facts;
  const without = ended(timelineOf(facts, origin.timeline), factId, position);
  const timeline = withPoint(without, { factId, position, effectiveFrom: place.effectiveFrom, value: fact });
  return { ...facts, timelines: withValue(facts.timelines, origin.timeline, timeline) };
}

/** The end of a fact with all its corrections. */
export function withAnnulment<F extends Fact>(
  facts: DatedFacts<F>,
  factId: string,
  annulment: { id: string; position: Position },
): DatedFacts<F> {
  const origin = originOf(facts, factId);
  if (origin === undefined || origin.annulledBy !== null) return facts;
  const timeline = ended(timelineOf(facts, origin.timeline), factId, annulment.position);
  return {
    timelines: withValue(facts.timelines, origin.timeline, timeline),
    annulments: withValue(facts.annulments, factId, annulment.id),
  };
}

/** The content of a fact after its corrections; undefined for what is no fact or annulled. */
export function contentOf<F extends Fact>(facts: DatedFacts<F>, factId: string): F | undefined {
  const origin = originOf(facts, factId);
  return origin && versionOf(timelineOf(facts, origin.timeline), factId)?.value;
}

/**
 * Whether recording this fact would change nothing: the value on its date is already a live point of that very date
 * with the same content. For a correction (`factId`) that point must be the corrected fact's own.
 */
export function repeats<F extends Fact>(facts: DatedFacts<F>, fact: F, place: Place, factId?: string): boolean {
  const standing = pointOn(timelineOf(facts, place.timeline), place.effectiveFrom, NEVER);
  return (
    standing?.effectiveFrom === place.effectiveFrom &&
    (factId === undefined || standing.factId === factId) &&
    sameContent(standing.value, fact)
  );
}

/** Deep equality of plain JSON data, whatever the order of members. */
export function sameContent(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return false;
  const [left, right] = [Object.entries(a), new Map(Object.entries(b))];
  return left.length === right.size && left.every(([key, value]) => right.has(key) && sameContent(value, right.get(key)));
}
