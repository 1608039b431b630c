import { NEVER } from '../../domain/position.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { isJudgedByUse, ownReasons, REASONS, REASONS_OF_USE, type ReasonCode, useReasons } from '../../domain/solution/status.ts';
import type { ReadModels } from '../read-models.ts';
import { useOn } from '../use.ts';
import type { Aspect } from './select.ts';

/** `findings` where anything is to be said of a solution, `clear` where nothing is. */
export const STATUSES = ['findings', 'clear'] as const;

/** How solutions are filtered and counted by what is to be said of them. Who uses a solution is asked only where the answer hangs on it, and once. */
export function findings(models: ReadModels, moment: Moment, wanted: ReadonlySet<string>): Record<'reason' | 'status', Aspect<Solution>> {
  const ownOf = remembered((solution) =>
    ownReasons(solution, moment, (number) => models.organisations.sectorOf(number, NEVER)).map(({ code }) => code),
  );
  const ofUseOf = remembered((solution) =>
    isJudgedByUse(solution, moment) ? useReasons(solution, moment, useOn(solution, moment, models)).map(({ code }) => code) : [],
  );
  const asksOfUse = REASONS_OF_USE.some((code) => wanted.has(code));
  return {
    reason: { vocabulary: REASONS, codesOf: (solution) => (asksOfUse ? [...ownOf(solution), ...ofUseOf(solution)] : ownOf(solution)) },
    status: {
      vocabulary: STATUSES,
      codesOf: (solution) => [ownOf(solution).length > 0 || ofUseOf(solution).length > 0 ? 'findings' : 'clear'],
    },
  };
}

function remembered(codesOf: (solution: Solution) => ReasonCode[]): (solution: Solution) => readonly ReasonCode[] {
  const known = new Map<Solution, readonly ReasonCode[]>();
  return (solution) => {
    const codes = known.get(solution) ?? codesOf(solution);
    known.set(solution, codes);
    return codes;
  };
}
