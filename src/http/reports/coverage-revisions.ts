import type { CoverageRow } from '../../domain/adoption/coverage.ts';
import { type KnownRows, type Revision, revisions } from '../../domain/adoption/revision.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import type { Municipality } from '../../domain/municipality/graph.ts';
import { descriptionOn, isRegistered } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { registerBearings, solutionBearings } from '../../registry/bearing-events.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import { ownTurn } from '../../projections/own-turn.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import type { CoverageChoice } from '../../projections/coverage/choice.ts';
import { coverageRowsAt } from '../../projections/coverage/municipality-rows.ts';
import { placeColumns } from './adoption.ts';
import type { LabelsIn } from './contract.ts';
import { municipalityOf, placeOf, stageColumns } from './coverage-changes.ts';

/** One day, as it was known at two moments, the earlier first. */
export interface Moments {
  readonly before: ResolvedMoment;
  readonly after: ResolvedMoment;
}

/** What is known otherwise of one day, a portion a solution; others have their turn in between. */
export async function* coverageRevisionRows(
  registry: Registry,
  solutions: readonly Solution[],
  isAsked: (municipality: Municipality) => boolean,
  choice: CoverageChoice,
  { before, after }: Moments,
  labels: LabelsIn,
  language: Language,
): AsyncGenerator<Schemas['CoverageRevisionsReportRow'][]> {
  const between = { asOf: after.asOf, after: before.knownAt, until: after.knownAt };
  const ofRegister = await registerBearings(registry, between);
  const [placeBefore, placeAfter] = [before, after].map((moment) => placeColumns(registry, moment, labels, language)) as [Place, Place];
  for (const solution of solutions) {
    const ofSolution = await solutionBearings(registry, { solutionId: solution.id, capability: choice.capability }, between);
    const events = [...ofRegister, ...ofSolution];
    await ownTurn();
    if (events.length === 0) continue; // nothing bears on it: nothing has changed
    const [was, is] = [before, after].map((moment) => knownAt(registry, solution, choice, moment)) as [KnownRows, KnownRows];
    const head = {
      as_of: after.asOf,
      known_from: before.instant,
      known_at: after.instant,
      solution: solution.id,
      solution_name: nameIn(descriptionOn(solution, after).names, language),
    };
    const found = revisions(was, is, choice.inheritance, events).filter((one) => isAsked(municipalityOf(one)));
    yield found.map((one) => ({
      ...head,
      ...placeOf(one, placeBefore, placeAfter),
      capability: choice.capability,
      threshold: choice.stage,
      inheritance: choice.inheritance,
      target_group_before: one.before?.member ?? null,
      target_group_after: one.after?.member ?? null,
      ...stageColumns(one, choice.inheritance, labels, language),
      ...beforeAndAfter(one),
      event_count: one.events.length,
      events: one.events.map(({ eventId }) => eventId).join(' '),
    }));
  }
}

type Place = ReturnType<typeof placeColumns>;

/** Before a solution was registered nothing was known of it. */
function knownAt(registry: Registry, solution: Solution, choice: CoverageChoice, moment: ResolvedMoment): KnownRows {
  const rows = isRegistered(solution, moment) ? coverageRowsAt(registry.models, solution, choice, moment) : [];
  return { rows, graph: registry.models.municipalities.graph(moment.knownAt) };
}

function beforeAndAfter({ before, after }: Revision) {
  const [was, is] = [before, after].map(columns) as [Columns, Columns];
  return {
    reached_before: was.reached,
    reached_after: is.reached,
    source_before: was.source,
    source_after: is.source,
    partial_before: was.partial,
    partial_after: is.partial,
    stale_before: was.stale,
    stale_after: is.stale,
    inhabitants_before: was.inhabitants,
    inhabitants_after: is.inhabitants,
    inhabitants_counted_on_before: was.countedOn,
    inhabitants_counted_on_after: is.countedOn,
    inhabitants_derived_before: was.derived,
    inhabitants_derived_after: is.derived,
  };
}

type Columns = ReturnType<typeof columns>;

const columns = (row: CoverageRow | null) => ({
  reached: row?.reached ?? null,
  source: row?.standing.source ?? null,
  partial: row?.partial ?? null,
  stale: row?.stale ?? null,
  inhabitants: row?.population?.inhabitants ?? null,
  countedOn: row?.population?.countedOn ?? null,
  derived: row?.population?.derived ?? null,
});
