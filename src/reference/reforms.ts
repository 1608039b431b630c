import type { RegisterFact } from '../domain/municipality/events.ts';
import { begunOn } from './begun.ts';
import type { Step } from './steps.ts';
import type { Tables } from './tables.ts';

export const municipalitiesRenumbered = (tables: Tables, steps: readonly Step[]): RegisterFact[] =>
  steps
    .filter(({ kind }) => kind === 'renumbered')
    .map(({ predecessor, successor, date }) => ({
      type: 'MunicipalityRenumbered',
      data: { predecessor, ...begunOn(successor, date, tables, steps), effectiveFrom: date },
    }));

/** One fact a successor, with all that came to it. */
export const municipalitiesMerged = (tables: Tables, steps: readonly Step[]): RegisterFact[] =>
  reforms(steps, 'merged', 'successor').map((came) => ({
    type: 'MunicipalitiesMerged',
    data: {
      ...begunOn(came[0].successor, came[0].date, tables, steps),
      predecessors: came.map((step) => ({ municipalityNumber: step.predecessor, shareBasisPoints: step.share_basis_points })),
      effectiveFrom: came[0].date,
    },
  }));

/** One fact a predecessor, with the parts that became municipalities of their own. */
export const municipalitiesSplit = (tables: Tables, steps: readonly Step[]): RegisterFact[] =>
  reforms(steps, 'split', 'predecessor').map((parts) => ({
    type: 'MunicipalitySplit',
    data: {
      predecessor: parts[0].predecessor,
      parts: parts.map((step) => ({
        ...begunOn(step.successor, step.date, tables, steps),
        shareBasisPoints: step.share_basis_points,
      })),
      effectiveFrom: parts[0].date,
    },
  }));

/** The steps of one kind, together by the day and the municipality that they share. */
function reforms(steps: readonly Step[], kind: Step['kind'], shared: 'predecessor' | 'successor'): [Step, ...Step[]][] {
  const ofKind = steps.filter((step) => step.kind === kind);
  const groups = Map.groupBy(ofKind, (step) => `${step.date}/${step[shared]}`);
  return groups.values().toArray() as [Step, ...Step[]][];
}
