import { EARLIEST } from '../../domain/civil-date.ts';
import { timelineOf } from '../../domain/dated-facts.ts';
import { civilDateOf, type DayNumber, dayNumber } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { descriptionOn, targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { isKnown } from '../../domain/timeline.ts';
import type { Ground } from './ground.ts';

/** A value that changes on some days: each holds from its day until the next. The first begins before every date. */
export interface Steps<T> {
  readonly from: readonly DayNumber[];
  readonly values: readonly T[];
}

/** What a solution says of itself, over time, as far as coverage rests on it. */
export interface Terms {
  /** By municipality, 1 for who is in the target group. */
  readonly members: Steps<Uint8Array>;
  /** How long a confirmation lasts; 0 for ever. */
  readonly confirmationMonths: Steps<number>;
  readonly programme: Steps<string | null>;
}

const never = { from: [], values: [] };
export const NO_TERMS: Terms = { members: never, confirmationMonths: never, programme: never };

/** The place of the step that holds on a day. */
function stepOn({ from }: Steps<unknown>, day: DayNumber): number {
  let at = from.length - 1;
  while (at > 0 && (from[at] as number) > day) at -= 1;
  return at;
}

export const valueOn = <T>(steps: Steps<T>, day: DayNumber): T => steps.values[stepOn(steps, day)] as T;

export function termsOf(solution: Solution, knownAt: Position, ground: Ground): Terms {
  const daysOf = (timeline: string): DayNumber[] => {
    const known = timelineOf(solution.facts, timeline).filter((point) => isKnown(point, knownAt));
    return [...new Set([dayNumber(EARLIEST), ...known.map(({ effectiveFrom }) => dayNumber(effectiveFrom))])];
  };
  const on = (day: DayNumber) => ({ asOf: civilDateOf(day), knownAt });
  const described = daysOf('description');
  return {
    members: steps(daysOf('target-group'), (day) => ground.membersOf(targetGroupOn(solution, on(day)))),
    confirmationMonths: steps(described, (day) => descriptionOn(solution, on(day)).confirmationMonths ?? 0),
    programme: steps(described, (day) => descriptionOn(solution, on(day)).programmeId),
  };
}

/** Only the days on which the value does change. */
function steps<T>(days: readonly DayNumber[], valueFrom: (day: DayNumber) => T): Steps<T> {
  const [from, values]: [DayNumber[], T[]] = [[], []];
  for (const day of days) {
    const value = valueFrom(day);
    if (values.length > 0 && values.at(-1) === value) continue;
    from.push(day);
    values.push(value);
  }
  return { from, values };
}
