import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { type Language, nameIn } from '../../domain/language.ts';
import type { Position } from '../../domain/position.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { FactTrace } from '../../projections/facts.ts';
import { livesOf } from '../../projections/lives.ts';
import { ownTurn } from '../../projections/own-turn.ts';
import { printPosition, type ResolvedMoment } from '../../registry/moments.ts';
import type { Recorded } from '../../registry/recorded.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Schemas } from '../contract/handlers.ts';
import { factContent, historyEntryType } from '../views/fact-content.ts';
import { solutionRegistrationContent } from '../views/registration.ts';
import type { LabelsIn } from './contract.ts';

/** Events that are read from the log at once: what is in memory of a history, however long it is. */
const PORTION = 500;

export type EntryType = Schemas['HistoryReportRow']['type'];

/** Everything that was recorded of each solution, or all of one type, in the order of the log; others have their turn behind each portion. */
export async function* historyRows(
  registry: Registry,
  solutions: readonly Solution[],
  asked: EntryType | undefined,
  moment: ResolvedMoment,
  labels: LabelsIn,
  language: Language,
): AsyncGenerator<Schemas['HistoryReportRow'][]> {
  const { facts } = registry.models;
  const [acts, types] = [labels('HistoryAct', language), labels('HistoryEntryType', language)];
  for (const solution of solutions) {
    const about = { solution: solution.id, solution_name: nameIn(descriptionOn(solution, moment).names, language) };
    const rows = facts.rowsOf(solution.id, moment.knownAt, (type) => asked === undefined || historyEntryType(type) === asked);
    const positions = [...Float64Array.from((await livesOf(facts, rows, moment.knownAt)).flat()).sort()] as Position[];
    for (let first = 0; first < positions.length; first += PORTION) {
      const events = await Array.fromAsync(registry.store.readAt(positions.slice(first, first + PORTION)));
      yield events.map((event) => {
        const trace = facts.trace(factOf(event)) as FactTrace; // it was found by it
        const [act, type] = [actOf(event), historyEntryType(trace.type)];
        return {
          ...about,
          position: printPosition(registry, event.position),
          recorded_at: event.metadata.recordedAt,
          event: event.id,
          act,
          act_label: acts(act),
          fact: trace.eventId,
          type,
          type_label: types(type),
          municipality: trace.municipalityNumber,
          ...contentColumns(event),
          recorded_by: event.metadata.consumer,
          recorded_through: event.metadata.supplier,
        };
      });
      await ownTurn();
    }
  }
}

/** The fact that an event records, corrects or annuls. */
const factOf = ({ id, data }: Recorded): string => ('factId' in data ? data.factId : id);

function actOf({ type }: Recorded): Schemas['HistoryReportRow']['act'] {
  if (type === 'SolutionFactCorrected' || type === 'AdoptionReportCorrected') return 'corrected';
  return type === 'SolutionFactAnnulled' || type === 'AdoptionReportAnnulled' ? 'annulled' : 'recorded';
}

/** What the fact says by an event, and why it was changed. */
function contentColumns(event: Recorded): Pick<Schemas['HistoryReportRow'], 'effective_from' | 'content' | 'reason'> {
  switch (event.type) {
    case 'SolutionFactAnnulled':
    case 'AdoptionReportAnnulled':
      return { effective_from: null, content: null, reason: event.data.reason };
    case 'SolutionFactCorrected':
    case 'AdoptionReportCorrected':
      return { ...said(factContent(event.data.fact)), reason: event.data.reason };
    case 'SolutionRegistered':
      return { ...said(solutionRegistrationContent(event.data)), reason: null };
    default:
      return { ...said(factContent({ type: event.type, data: event.data } as SolutionFact | AdoptionFact)), reason: null };
  }
}

const said = (content: object) => ({
  effective_from: 'effectiveFrom' in content ? String(content.effectiveFrom) : null,
  content: JSON.stringify(content),
});
