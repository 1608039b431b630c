import { contentOf, type DatedFacts, type Fact, originOf, type Place, repeats, timelineOf } from './dated-facts.ts';
import { accept, type Decision, refuse, repetition, unless } from './decision.ts';
import { reject, type Rejection } from './rejection.ts';
import { pointOn } from './timeline.ts';

/**
 * What recording, correcting and annulling mean for every kind of dated fact. A concept
 * brings where its facts belong (`place`) and what it checks (`check`); a correction is checked like a new report.
 */
export interface Rules<F extends Fact> {
  readonly place: (fact: F) => Place;
  /** What a fact is about, in words: what a correction cannot change. */
  readonly subject: (fact: F) => string;
  readonly check: (fact: F) => readonly Rejection[];
}

export interface Correction<F extends Fact> {
  readonly factId: string;
  readonly reason: string;
  readonly fact: F;
}

export interface Annulment {
  readonly factId: string;
  readonly reason: string;
}

/** Records a fact; one that stands already on its own date is a repetition. Rejects what `check` does. */
export function record<F extends Fact>(facts: DatedFacts<F>, fact: F, { place, check }: Rules<F>): Decision<F> {
  const at = place(fact);
  if (repeats(facts, fact, at)) return repetition(pointOn(timelineOf(facts, at.timeline), at.effectiveFrom)?.factId ?? '');
  return unless(check(fact), () => accept(fact));
}

/**
 * Gives a fact another content. Rejects `not-a-fact` (no original fact of the stream), `already-annulled`, `correction-changes-key`
 * (another subject or kind), and what `check` does, its places within `/fact`.
 */
export function correct<F extends Fact>(
  facts: DatedFacts<F>,
  correction: Correction<F>,
  { place, subject, check }: Rules<F>,
): Decision<Correction<F>> {
  const { factId, fact } = correction;
  const origin = originOf(facts, factId);
  if (origin === undefined) return refuse(reject('not-a-fact', { eventId: factId }));
  if (origin.annulledBy !== null) return refuse(reject('already-annulled', { eventId: factId, annulledBy: origin.annulledBy }));
  const at = place(fact);
  const standing = contentOf(facts, factId);
  if (at.timeline !== origin.timeline || standing?.type !== fact.type) {
    const was = standing ? subject(standing) : origin.timeline;
    return refuse(reject('correction-changes-key', { eventId: factId, was, becomes: subject(fact) }, '/fact'));
  }
  if (repeats(facts, fact, at, factId)) return repetition(factId);
  const rejections = check(fact).map((rejection) => ({ ...rejection, at: `/fact${rejection.at ?? ''}` }));
  return unless(rejections, () => accept(correction));
}

/** Ends a fact with all its corrections. Rejects `not-a-fact` (no original fact of the stream) and `already-annulled`. */
export function annul(facts: DatedFacts<Fact>, annulment: Annulment): Decision<Annulment> {
  const origin = originOf(facts, annulment.factId);
  if (origin === undefined) return refuse(reject('not-a-fact', { eventId: annulment.factId }));
  if (origin.annulledBy !== null) return refuse(reject('already-annulled', { eventId: annulment.factId, annulledBy: origin.annulledBy }));
  return accept(annulment);
}
