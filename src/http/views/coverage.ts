import type { CoverageRow } from '../../domain/adoption/coverage.ts';
import { nameOn } from '../../domain/municipality/graph.ts';
import { type AdoptionQuestion, standingView } from './adoption.ts';

/** How one municipality of the target group counts, and why. */
export const coverageRowView = (row: CoverageRow, question: AdoptionQuestion) => ({
  municipalityNumber: row.municipality.number,
  name: nameOn(row.municipality, question.asOf),
  countyNumber: row.municipality.countyNumber,
  reached: row.reached,
  ...standingView(row.standing, question),
  stale: row.stale,
  partial: row.partial,
  inhabitants: row.population?.inhabitants ?? null,
  inhabitantsDerived: row.population?.derived ?? false,
});
