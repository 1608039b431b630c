import { isStale } from '../../domain/adoption/coverage.ts';
import { type Inheritance, type Reached, reachedOn, type ReportOn } from '../../domain/adoption/inheritance.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type Municipality, type MunicipalityGraph, municipalityOn, nameOn } from '../../domain/municipality/graph.ts';
import { nearestValidity, successorsOf } from '../../domain/municipality/validity.ts';
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
export const standingView = (standing: Reached, { inheritance, asOf, confirmationMonths }: AdoptionQuestion) => ({
  stage: standing.stages[inheritance],
  source: standing.source,
  from: [...standing.from],
  since: standing.since,
  confirmedAt: standing.confirmedAt,
  stale: isStale(standing.confirmedAt, confirmationMonths, asOf),
});

/** What one municipality that exists on the date has reached with a solution. */
export function adoptionOfMunicipality(municipality: Municipality, question: AdoptionQuestion, reportOn: ReportOn) {
  const standing = reachedOn(municipality, question.asOf, reportOn);
  const report = standing.source === 'own' ? reportOn(municipality.number, question.asOf) : undefined;
  return {
    solutionId: question.solutionId,
    capability: question.capability,
    municipalityNumber: municipality.number,
    name: nameOn(municipality, question.asOf),
    valid: true,
    inheritance: question.inheritance,
    ...standingView(standing, question),
    report: report ? reportView(report) : null,
    successors: [],
  };
}

function reportView(report: NonNullable<ReturnType<ReportOn>>) {
  const { effectiveFrom, stage, source, evidence, confirmedAt } = report.value.data;
  return { eventId: recordedId(report), effectiveFrom, stage, source, evidence, confirmedAt };
}

/** The same for any number that was ever valid; undefined for one that never was. On a day on which it is not, who came after. */
export function adoptionOfNumber(graph: MunicipalityGraph, number: string, question: AdoptionQuestion, reportOn: ReportOn) {
  const municipality = municipalityOn(graph, number, question.asOf);
  if (municipality !== undefined) return adoptionOfMunicipality(municipality, question, reportOn);
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
    successors: successorsOf(nearest).map(successionView),
  };
}
