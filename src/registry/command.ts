import type { Act } from '../domain/authority.ts';
import type { Decision } from '../domain/decision.ts';
import type { AnyEvent } from '../domain/event.ts';
import type { DomainEvent } from '../domain/events.ts';
import type { RegistryFacts } from '../domain/registry-facts.ts';
import type { Recorded } from '../eventstore/port.ts';

/** How the events of one kind of stream fold into what its decisions need. */
export interface Concept<State, Event extends AnyEvent> {
  readonly initial: State;
  evolve(state: State, event: Recorded<Event>): State;
}

/** One thing that somebody wants recorded: where, by what right, and the rule that decides. */
export interface Command<State, Event extends DomainEvent = DomainEvent> {
  readonly stream: string;
  readonly concept: Concept<State, Event>;
  readonly act: Act;
  /** Who recorded the fact that is corrected or annulled. */
  readonly recorder?: string;
  /** The stream is only known from the body (a registration), so that a repeated key may lead to another one. */
  readonly creates?: boolean;
  /** It replaces what stood, so the caller must say which revision it saw (If-Match). */
  readonly replaces?: boolean;
  decide(state: State, facts: RegistryFacts): Decision<Event>;
}
