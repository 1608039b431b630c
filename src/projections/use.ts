import { hasLapsed } from '../domain/adoption/coverage.ts';
import { type Reached, reachedOn, type ReportOn } from '../domain/adoption/inheritance.ts';
import { reaches } from '../domain/adoption/stage.ts';
import type { Position } from '../domain/position.ts';
import { REGISTER_BEGINS } from '../domain/municipality/events.ts';
import { type Municipality, municipalitiesOn } from '../domain/municipality/graph.ts';
import { capabilitiesKnown, descriptionOn, type Moment } from '../domain/solution/standing.ts';
import type { Solution } from '../domain/solution/state.ts';
import type { Use } from '../domain/solution/status.ts';
import type { ReadModels } from './read-models.ts';

type Models = Pick<ReadModels, 'adoptions' | 'municipalities'>;

/** The reports on a solution as a whole (null), or on one capability of it. */
interface Timeline {
  readonly capability: string | null;
  readonly reportOn: ReportOn;
}

/** The municipalities that use a solution, or any capability of it, on a date; by the majority where they merged. Null before the register begins. */
export function useOn(solution: Solution, { asOf, knownAt }: Moment, models: Models): Use | null {
  if (asOf < REGISTER_BEGINS) return null;
  const { confirmationMonths } = descriptionOn(solution, { asOf, knownAt });
  const timelines = timelinesOf(solution, knownAt, models);
  if (timelines.length === 0) return { inUse: [] };
  const inUse = municipalitiesOn(models.municipalities.graph(knownAt), asOf).flatMap((municipality) => {
    const standings = timelines.map(({ reportOn }) => reachedOn(municipality, asOf, reportOn)).filter(({ stages }) => reaches(stages.majority, 'in-use')); // prettier-ignore
    if (standings.length === 0) return [];
    const lapsed = standings.filter(({ confirmedAt }) => hasLapsed(confirmedAt, confirmationMonths, asOf));
    return [{ municipalityNumber: municipality.number, facts: factsOf(standings), stale: factsOf(lapsed) }];
  });
  return { inUse };
}

/** Whether a municipality that exists on the date uses the solution, or any capability of it; by the majority where it merged. */
export const usesOn = (municipality: Municipality, solution: Solution, { asOf, knownAt }: Moment, models: Models): boolean =>
  timelinesOf(solution, knownAt, models).some(({ reportOn }) => reaches(reachedOn(municipality, asOf, reportOn).stages.majority, 'in-use'));

/** What was reported of a solution as a whole, and of each capability that it ever had: where what it had was annulled, a report on that counts nowhere. */
export function timelinesOf(solution: Solution, knownAt: Position, { adoptions }: Pick<Models, 'adoptions'>): Timeline[] {
  const known = capabilitiesKnown(solution, knownAt);
  return adoptions
    .capabilitiesReported(solution.id, knownAt)
    .filter((capability) => capability === null || known.includes(capability))
    .map((capability) => ({ capability, reportOn: adoptions.reportsOf(solution.id, capability, knownAt) }));
}

const factsOf = (standings: readonly Reached[]): string[] => [...new Set(standings.flatMap(({ facts }) => facts))];
