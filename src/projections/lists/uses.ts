import { type Inheritance, type Reached, reachedOn, type StageSource } from '../../domain/adoption/inheritance.ts';
import { rank, STAGES } from '../../domain/adoption/stage.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import { lineage, type Municipality } from '../../domain/municipality/graph.ts';
import { digitsOf } from '../../domain/municipality/number.ts';
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
  /** Whether to list, too, what was reported once and of which nothing is known at the moment: somebody may have a copy of what was. */
  readonly unknown: boolean;
}

/** What a municipality that exists on the date has reported of any solution, or inherited; the whole of a solution before its capabilities. */
export function useList(
  models: ReadModels,
  moment: Moment,
  municipality: Municipality,
  { inheritance, language, unknown }: UsesAsked,
): List<MunicipalityUse, UseAspect, UseKey> {
  const { rows, aspects } = solutionList(models, moment, { responsibilities: null, language, reasons: new Set() });
  const numbers = [...new Set(lineage(municipality).map(({ number }) => number))];
  const changedAt = ({ solution: { id } }: MunicipalityUse) =>
    numbers.map((number) => models.revisions.changedAt(adoptionStream(id, number), moment.knownAt)).reduce((a, b) => (a > b ? a : b));
  const digits = new Set(numbers.map(digitsOf));
  const wasReported = ({ solution: { id }, capability }: MunicipalityUse) =>
    models.adoptions.columnsOf(id, capability).hasHeardOf(digits, moment.knownAt);
  return {
    rows: rows.flatMap((solution) =>
      usesOf(models, moment, municipality, solution).filter((use) => use.standing.source !== 'unknown' || (unknown && wasReported(use))),
    ),
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
      changed: { numberOf: changedAt },
    },
    textOf: ({ solution }) => solutionText(solution, moment),
    changedAt,
  };
}

function usesOf(models: ReadModels, { asOf, knownAt }: Moment, municipality: Municipality, solution: Solution): MunicipalityUse[] {
  const timelines = timelinesOf(solution, knownAt, models);
  return timelines.map(({ capability, reportOn }) => ({ solution, capability, standing: reachedOn(municipality, asOf, reportOn) }));
}
