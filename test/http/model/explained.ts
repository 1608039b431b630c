import { answer, type Model, nothing, recorded, type Request, scopeOf, streamOf } from './model.ts';
import type { Run } from './run.ts';
import type { Answered } from './sending.ts';

/**
 * The states of the model after 0, 1, 2 … events of the log, where every event is one that somebody was told of, and every answer one that the
 * model gives in a state between its request and itself.
 * @param log the ids of the events, in the order of the log
 * @throws Error that says which event or answer cannot be explained
 */
export function explained({ base, rounds }: Run, log: readonly string[]): Model[] {
  const answers = rounds.flat();
  const states = [nothing];
  const requests: Request[] = [];
  /**
   * Whether a request could be accepted before an event of the log: in the state right before it, or in one since it was sent. What another
   * stream has recorded meanwhile, who may record for one, does not hold up an append; what the same one has, does.
   */
  const accepted = (request: Request, from: number, index: number): boolean => {
    for (let at = index; at >= from - base; at -= 1) {
      if (answer(states[at] ?? nothing, request) === '201') return true;
      const before = requests[at - 1];
      if (before === undefined || streamOf(before) === streamOf(request)) return false;
    }
    return false;
  };
  for (const [index, eventId] of log.entries()) {
    const state = states[index] ?? nothing;
    const told = answers.filter((one) => one.eventId === eventId);
    const by = told.find(({ request, from, until }) => from - base <= index && index < until - base && accepted(request, from, index) && !knowsKey(state, request)); // prettier-ignore
    if (by === undefined)
      throw new Error(`event ${index} of the run, ${eventId}, is one that nobody could have recorded there: ${JSON.stringify(told)}`);
    requests.push(by.request);
    states.push(recorded(state, by.request, eventId));
  }
  for (const round of rounds) for (const one of round) check(one, round, states, base, log);
  return states;
}

const knowsKey = (state: Model, request: Answered['request']): boolean => state.keys.has(scopeOf(request) ?? '');

function check(one: Answered, round: readonly Answered[], states: readonly Model[], base: number, log: readonly string[]): void {
  const { request, eventId, from, until } = one;
  const between = states.slice(from - base, until - base + 1);
  const given = between.map((state) => answer(state, request));
  const scope = scopeOf(request);
  if (one.answer === '409 request-in-progress') {
    if (round.filter((other) => scope !== null && scopeOf(other.request) === scope).length < 2) throw unexplained(one, given);
    return;
  }
  if (!given.includes(one.answer)) throw unexplained(one, given);
  if (one.answer === '201' && !log.includes(eventId ?? ''))
    throw new Error(`${JSON.stringify(one)} is told of an event that the log does not have`);
  const kept = scope === null || request.dryRun ? undefined : states.at(until - base)?.keys.get(scope)?.eventId;
  if (one.answer === '201' && scope !== null && kept !== eventId)
    throw new Error(`${JSON.stringify(one)} has a key that stands for ${String(kept)}`);
}

const unexplained = (one: Answered, given: readonly string[]): Error =>
  new Error(`answered ${one.answer}, where the model has ${[...new Set(given)].join(' or ')}: ${JSON.stringify(one)}`);
