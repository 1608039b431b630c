import { isStale } from '../../domain/adoption/coverage.ts';
import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { type Inheritance, type Reached, reachedOn, type ReportOn, type ReportPoint } from '../../domain/adoption/inheritance.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type Municipality, type MunicipalityGraph, nameOn } from '../../domain/municipality/graph.ts';
import { nearestValidity, successorsOn } from '../../domain/municipality/validity.ts';
import { descriptionOn, type Moment } from '../../domain/solution/standing.ts';
import type { MunicipalityUse } from '../../projections/lists/uses.ts';
import { successionView } from './municipality.ts';
import { recordedId } from './recorded-id.ts';

/** What the stage of a municipality is asked for. */
export interface AdoptionQuestion {
  readonly solutionId: string;
  readonly capability: string | null;
  readonly inheritance: Inheritance;
  readonly asOf: CivilDate;
  readonly confirmationMonths: number | null;
}

/** A stage with where it comes from, as every answer about a municipality gives it. */
export const standingView = (standing: Reached, question: AdoptionQuestion) => ({
  stage: standing.stages[question.inheritance],
  source: standing.source,
  from: [...standing.from],
  since: standing.since,
  confirmedAt: standing.confirmedAt,
  stale: isStale(standing, question),
});

/** How far a municipality has come with one solution, or one capability of it. */
export function useView({ solution, capability, standing }: MunicipalityUse, inheritance: Inheritance, moment: Moment) {
  const { names, confirmationMonths } = descriptionOn(solution, moment);
  const question = { solutionId: solution.id, capability, inheritance, asOf: moment.asOf, confirmationMonths };
  return { solutionId: solution.id, names, capability, ...standingView(standing, question) };
}

/** What one municipality that exists on a date has reached with a solution, and its own report that says so. */
export interface MunicipalityAdoption {
  readonly municipality: Municipality;
  readonly standing: Reached;
  readonly report: ReportPoint | undefined;
}

export function adoptionOn(municipality: Municipality, asOf: CivilDate, reportOn: ReportOn): MunicipalityAdoption {
  const standing = reachedOn(municipality, asOf, reportOn);
  return { municipality, standing, report: standing.source === 'own' ? reportOn(municipality.number, asOf) : undefined };
}

/** All that a report says: read models keep only what stages rest on. */
export type ContentOf = (report: ReportPoint) => AdoptionFact['data'];

export function adoptionView({ municipality, standing, report }: MunicipalityAdoption, question: AdoptionQuestion, contentOf: ContentOf) {
  return {
    solutionId: question.solutionId,
    capability: question.capability,
    municipalityNumber: municipality.number,
    name: nameOn(municipality, question.asOf),
    valid: true,
    inheritance: question.inheritance,
    ...standingView(standing, question),
    report: report ? reportView(report, contentOf(report)) : null,
    successors: [],
  };
}

function reportView(report: ReportPoint, { effectiveFrom, stage, source, evidence, confirmedAt }: AdoptionFact['data']) {
  return { eventId: recordedId(report), effectiveFrom, stage, source, evidence, confirmedAt };
}

/** What there is to say of a number on a day on which it is not valid: who came after. Undefined for a number that never was. */
export function endedAdoptionView(graph: MunicipalityGraph, number: string, question: AdoptionQuestion) {
  const nearest = nearestValidity(graph, number, question.asOf);
  if (nearest === undefined) return undefined;
  return {
    solutionId: question.solutionId,
    capability: question.capability,
    municipalityNumber: nearest.number,
    name: nameOn(nearest, question.asOf),
    valid: false,
    inheritance: question.inheritance,
    stage: null,
    source: 'unknown' as const,
    from: [],
    since: null,
    confirmedAt: null,
    stale: false,
    report: null,
    successors: successorsOn(nearest, question.asOf).map(successionView),
  };
}
