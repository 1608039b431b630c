import { type Inheritance, type Reached, reachedOn, type StageSource } from '../../domain/adoption/inheritance.ts';
import { rank, STAGES } from '../../domain/adoption/stage.ts';
import { timelineOf } from '../../domain/dated-facts.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import { lineage, type Municipality } from '../../domain/municipality/graph.ts';
import { digitsOf } from '../../domain/municipality/number.ts';
import { type Position, START } from '../../domain/position.ts';
import { descriptionOn, type Moment } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { adoptionStream } from '../../domain/streams.ts';
import type { ReadModels } from '../read-models.ts';
import { timelinesOf } from '../use.ts';
import type { List } from './select.ts';
import { type SolutionAspect, solutionList, solutionText } from './solutions.ts';

/** How far a municipality has come with a solution, or with one capability of it. */
export interface MunicipalityUse {
  readonly solution: Solution;
  readonly capability: string | null;
  readonly standing: Reached;
}

export type UseAspect = 'stage' | 'source' | Extract<SolutionAspect, 'phase' | 'programme'>;
export type UseKey = 'id' | 'name' | 'stage' | 'changed';

const SOURCES: readonly StageSource[] = ['own', 'inherited', 'renumbered', 'unknown'];

export interface UsesAsked {
  readonly inheritance: Inheritance;
  /** The language that names are sorted in. */
  readonly language: Language;
  /** Lists, too, what was reported once, changed after this and is not known at the moment: somebody may have a copy of what was. */
  readonly changedSince: Position | null;
}

/** What a municipality that exists on the date has reported of any solution, or inherited; the whole of a solution before its capabilities. */
export function useList(
  models: ReadModels,
  moment: Moment,
  municipality: Municipality,
  { inheritance, language, changedSince }: UsesAsked,
): List<MunicipalityUse, UseAspect, UseKey> {
  const { rows, aspects } = solutionList(models, moment, { responsibilities: null, language, reasons: new Set() });
  const numbers = [...new Set(lineage(municipality).map(({ number }) => number))];
  const reportedAt = ({ solution: { id } }: MunicipalityUse): Position =>
    latest(numbers.map((number) => models.revisions.changedAt(adoptionStream(id, number), moment.knownAt)));
  // A capability comes and goes with the descriptions of its solution.
  const changedAt = (use: MunicipalityUse): Position =>
    use.capability === null ? reportedAt(use) : latest([reportedAt(use), describedAt(use.solution, moment.knownAt)]);
  const digits = new Set(numbers.map(digitsOf));
  const wasReported = ({ solution: { id }, capability }: MunicipalityUse): boolean =>
    models.adoptions.columnsOf(id, capability).hasHeardOf(digits, moment.knownAt);
  const belongs = (use: MunicipalityUse): boolean =>
    use.standing.source !== 'unknown' || (changedSince !== null && changedAt(use) > changedSince && wasReported(use));
  return {
    rows: Iterator.from(rows).flatMap((solution) => usesOf(models, moment, municipality, solution)),
    belongs,
    idOf: ({ solution, capability }) => `${solution.id}.${capability ?? ''}`,
    aspects: {
      stage: { codesOf: ({ standing: { stages } }) => [stages[inheritance] ?? []].flat(), vocabulary: STAGES },
      source: { codesOf: ({ standing: { source } }) => [source], vocabulary: SOURCES },
      phase: { ...aspects.phase, codesOf: ({ solution }) => aspects.phase.codesOf(solution) },
      programme: { ...aspects.programme, codesOf: ({ solution }) => aspects.programme.codesOf(solution) },
    },
    keys: {
      // A space comes before all that ids are made of, so one id that begins another comes before it.
      id: { codeOf: ({ solution, capability }) => `${solution.id} ${capability ?? ''}` },
      name: { nameOf: ({ solution }) => nameIn(descriptionOn(solution, moment).names, language) },
      stage: { numberOf: ({ standing: { stages } }) => rank(stages[inheritance]) || null },
      changed: { numberOf: reportedAt },
    },
    textOf: ({ solution }) => solutionText(solution, moment),
    changedAt,
  };
}

/** Of everything that was ever reported on a solution. What it never had, as is known, is unknown. */
function usesOf(models: ReadModels, { asOf, knownAt }: Moment, municipality: Municipality, solution: Solution): MunicipalityUse[] {
  const timelines = new Map(timelinesOf(solution, knownAt, models).map(({ capability, reportOn }) => [capability, reportOn]));
  return models.adoptions.capabilitiesReported(solution.id, knownAt).map((capability) => {
    const reportOn = timelines.get(capability) ?? (() => undefined);
    return { solution, capability, standing: reachedOn(municipality, asOf, reportOn) };
  });
}

/** Where a description was last recorded, corrected or annulled. */
const describedAt = (solution: Solution, knownAt: Position): Position =>
  latest(timelineOf(solution.facts, 'description').flatMap(({ position, endedAt }) => [position, endedAt].filter((at) => at <= knownAt)));

const latest = (positions: readonly Position[]): Position => positions.reduce((a, b) => (a > b ? a : b), START);
