import { counts, type Difference, differences } from '../../domain/adoption/difference.ts';
import type { CoverageRow } from '../../domain/adoption/coverage.ts';
import type { Inheritance } from '../../domain/adoption/inheritance.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import type { Municipality } from '../../domain/municipality/graph.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import { ownTurn } from '../../projections/own-turn.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import { coverageRowsAt } from '../../projections/coverage/municipality-rows.ts';
import { placeColumns } from './adoption.ts';
import type { LabelsIn } from './contract.ts';

/** The same log seen from two days, the earlier first. */
export interface Days {
  readonly from: ResolvedMoment;
  readonly to: ResolvedMoment;
}

/** What happened to coverage between two days, a portion a solution; others have their turn in between. */
export async function* coverageChangeRows(
  registry: Registry,
  solutions: readonly Solution[],
  choice: CoverageChoice,
  { from, to }: Days,
  labels: LabelsIn,
  language: Language,
): AsyncGenerator<Schemas['CoverageChangesReportRow'][]> {
  const [placeBefore, placeAfter] = [from, to].map((moment) => placeColumns(registry, moment, labels, language)) as [Place, Place];
  const changes = labels('CoverageChange', language);
  for (const solution of solutions) {
    const [before, after] = [from, to].map((moment) => coverageRowsAt(registry.models, solution, choice, moment)) as [CoverageRow[], CoverageRow[]]; // prettier-ignore
    const head = {
      from_date: from.asOf,
      to_date: to.asOf,
      solution: solution.id,
      solution_name: nameIn(descriptionOn(solution, to).names, language),
    };
    yield differences(before, after).map((one) => ({
      ...head,
      ...placeOf(one, placeBefore, placeAfter),
      capability: choice.capability,
      threshold: choice.stage,
      inheritance: choice.inheritance,
      change: one.change,
      change_label: changes(one.change),
      ...countedColumns(one),
      target_group_before: one.before?.member ?? null,
      target_group_after: one.after?.member ?? null,
      ...stageColumns(one, choice.inheritance, labels, language),
      inhabitants_before: one.before?.population?.inhabitants ?? null,
      inhabitants_after: one.after?.population?.inhabitants ?? null,
    }));
    await ownTurn();
  }
}

type Place = ReturnType<typeof placeColumns>;
type BeforeAndAfter = Pick<Difference, 'before' | 'after'>;

/** The municipality as it is on the later day; one that is no more, as it was. */
export function municipalityOf({ before, after }: BeforeAndAfter): Municipality {
  const row = after ?? before;
  if (row === null) throw new Error('a change without a municipality before and after it');
  return row.municipality;
}

/** Where it is on the later day; one that is no more, where it was. */
export const placeOf = (one: BeforeAndAfter, placeBefore: Place, placeAfter: Place): ReturnType<Place> =>
  (one.after === null ? placeBefore : placeAfter)(municipalityOf(one));

function countedColumns({ change, before, after, kin }: Difference) {
  const numbers = kin.length === 0 ? null : kin.map(({ number }: Municipality) => number).join(' ');
  const former = before !== null && after !== null && before.municipality.number !== after.municipality.number;
  return {
    numerator_change: Number(counts(after)) - Number(counts(before)),
    former_number: former ? before.municipality.number : null,
    came_from: change === 'began' ? numbers : null,
    went_into: change === 'ended' ? numbers : null,
    counted_before: before === null ? null : counts(before),
    counts_after: after === null ? null : counts(after),
  };
}

/** The stage before and after, under the rule by which the rows were made. */
export function stageColumns({ before, after }: BeforeAndAfter, inheritance: Inheritance, labels: LabelsIn, language: Language) {
  const [was, is] = [before, after].map((row) => row?.standing.stages[inheritance] ?? null) as [Stage, Stage];
  const label = labels('Stage', language);
  return {
    stage_before: was,
    stage_before_label: was === null ? null : label(was),
    stage_after: is,
    stage_after_label: is === null ? null : label(is),
  };
}

type Stage = Schemas['CoverageChangesReportRow']['stage_before'];
