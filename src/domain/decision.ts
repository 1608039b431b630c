import type { Rejection } from './rejection.ts';

/** Accepted: what is to be recorded. No event means that it stands already, by the fact `standing`. */
export interface Accepted<Event> {
  readonly accepted: true;
  readonly events: readonly Event[];
  readonly standing: string | null;
}

/** Refused: every reason, not the first only. */
export interface Refused {
  readonly accepted: false;
  readonly rejections: readonly [Rejection, ...Rejection[]];
}

export type Decision<Event> = Accepted<Event> | Refused;

export const accept = <Event>(...events: readonly Event[]): Accepted<Event> => ({ accepted: true, events, standing: null });

/** Nothing to record: the fact `standing` says so already. */
export const repetition = (standing: string): Accepted<never> => ({ accepted: true, events: [], standing });

export const refuse = (first: Rejection, ...others: readonly Rejection[]): Refused => ({ accepted: false, rejections: [first, ...others] });

/** The same decision, with what is to be recorded as the data of an event. */
export const recordedAs = <Type extends string, Data>(type: Type, decision: Decision<Data>): Decision<{ type: Type; data: Data }> =>
  decision.accepted ? { ...decision, events: decision.events.map((data) => ({ type, data })) } : decision;

/** Refused when there is a reason to; otherwise what `decide` says. */
export function unless<Event>(rejections: readonly Rejection[], decide: () => Decision<Event>): Decision<Event> {
  const [first, ...others] = rejections;
  return first === undefined ? decide() : refuse(first, ...others);
}
