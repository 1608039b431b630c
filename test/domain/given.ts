import { expect } from '@jest/globals';
import type { Decision } from '../../src/domain/decision.ts';
import type { AnyEvent, Placed } from '../../src/domain/event.ts';
import type { Position } from '../../src/domain/position.ts';
import type { RegistryFacts } from '../../src/domain/registry-facts.ts';
import type { Rejection, RejectionCode } from '../../src/domain/rejection.ts';

interface Concept<State, Event extends AnyEvent> {
  readonly initial: State;
  readonly evolve: (state: State, event: Placed<Event>) => State;
}

/** A command with its content: what it decides from the state and the rest of the registry. */
export type Decide<State, Event> = (state: State, facts: RegistryFacts) => Decision<Event>;

/** What a command led to, as a specification says it. */
export interface Then<Event> {
  /** These events and no other. */
  then(...events: Event[]): undefined;
  /** Nothing: the event with this number says so already. */
  repeats(number: number): undefined;
  /** Refused for these reasons and no other. */
  rejected(...codes: RejectionCode[]): undefined;
  /** The reasons themselves, for what they carry. */
  readonly rejections: readonly Rejection[];
}

/** The id of the n-th event that was given, from 1. */
export const idOf = (number: number): string => `event ${number}`;

export const placed = <Event extends AnyEvent>(event: Event, index: number): Placed<Event> => ({
  ...event,
  id: idOf(index + 1),
  position: (index + 1) as Position,
});

/** Specifications of one concept: given(events).when(command).then(events). */
export const specification =
  <State, Event extends AnyEvent>({ initial, evolve }: Concept<State, Event>, facts: RegistryFacts) =>
  (...events: Event[]) => {
    const state = events.map(placed).reduce(evolve, initial);
    return { state, when: (command: Decide<State, Event>): Then<Event> => outcome(command(state, facts)) };
  };

function outcome<Event>(decision: Decision<Event>): Then<Event> {
  const is = (expected: Decision<Event>): undefined => {
    expect(decision).toEqual(expected);
  };
  return {
    then: (...events) => is({ accepted: true, events, standing: null }),
    repeats: (number) => is({ accepted: true, events: [], standing: idOf(number) }),
    rejected(...codes) {
      expect(decision.accepted ? decision : decision.rejections.map(({ code }) => code)).toEqual(codes);
      return undefined;
    },
    rejections: decision.accepted ? [] : decision.rejections,
  };
}
