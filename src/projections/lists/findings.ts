import type { Moment } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { ownReasons, type ReasonCode, REASONS, reasonsOfUse, useReasons } from '../../domain/solution/status.ts';
import type { ReadModels } from '../read-models.ts';
import { useOn } from '../use.ts';
import type { Aspect } from './select.ts';

/** `findings` where anything is to be said of a solution, `clear` where nothing is. */
const STATUSES = ['findings', 'clear'] as const;

/**
 * How solutions are filtered and counted by what is to be said of them. Who uses a solution takes far longer to tell than what stands of it: it
 * is asked only where the answer hangs on it, and once.
 * @param wanted the findings that are asked for
 */
export function findings(
  models: ReadModels,
  moment: Moment,
  wanted: ReadonlySet<ReasonCode>,
): Record<'reason' | 'status', Aspect<Solution>> {
  const sectorOf = (number: string) => models.organisations.sectorOf(number);
  const ownOf = remembered((solution) => ownReasons(solution, moment, sectorOf));
  const ofUseOf = remembered((solution) => useReasons(solution, moment, useOn(solution, moment, models)));
  const hasFindings = (solution: Solution): boolean =>
    ownOf(solution).length > 0 || (reasonsOfUse(solution, moment).length > 0 && ofUseOf(solution).length > 0);
  return {
    reason: {
      codesOf: (solution) =>
        reasonsOfUse(solution, moment).some((code) => wanted.has(code)) ? [...ownOf(solution), ...ofUseOf(solution)] : ownOf(solution),
      vocabulary: REASONS,
    },
    status: { codesOf: (solution) => [hasFindings(solution) ? 'findings' : 'clear'], vocabulary: STATUSES },
  };
}

function remembered(
  reasonsOf: (solution: Solution) => readonly { readonly code: ReasonCode }[],
): (solution: Solution) => readonly ReasonCode[] {
  const known = new Map<Solution, readonly ReasonCode[]>();
  return (solution) => {
    const codes = known.get(solution) ?? reasonsOf(solution).map(({ code }) => code);
    known.set(solution, codes);
    return codes;
  };
}
