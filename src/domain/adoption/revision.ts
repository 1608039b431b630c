import { type Bearing, bearingOn, inOrder } from './bearing.ts';
import type { CoverageRow } from './coverage.ts';
import type { Inheritance } from './inheritance.ts';
import type { MunicipalityGraph } from '../municipality/graph.ts';
import type { MunicipalityNumber } from '../municipality/number.ts';

/** What was known of every municipality of one date at one position: the rows of coverage, and the graph that they are from. */
export interface KnownRows {
  readonly rows: readonly CoverageRow[];
  readonly graph: MunicipalityGraph;
}

/** A municipality of one date of which something else is known at a later position. */
export interface Revision {
  readonly municipalityNumber: MunicipalityNumber;
  /** Null where it was not known to exist on the date. */
  readonly before: CoverageRow | null;
  readonly after: CoverageRow | null;
  /** What was recorded in between and bears on it, in the order of the log. */
  readonly events: readonly Bearing[];
}

/**
 * What changed for one date between two positions of the log, by municipality number. A municipality is there if anything
 * differs that a figure counts; so the figures of the later position are those of the earlier with these rows put in their place.
 * @param inheritance the rule that the rows were made by: the stage under it is compared
 * @param events all that was recorded between the two positions and may bear on the rows
 */
export function revisions(before: KnownRows, after: KnownRows, inheritance: Inheritance, events: readonly Bearing[]): Revision[] {
  const was = byNumber(before.rows);
  const is = byNumber(after.rows);
  const [onBefore, onAfter] = [bearingOn(events, before.graph), bearingOn(events, after.graph)];
  const numbers = [...new Set([...was.keys(), ...is.keys()])].sort();
  return numbers.flatMap((municipalityNumber) => {
    const [earlier, later] = [was.get(municipalityNumber) ?? null, is.get(municipalityNumber) ?? null];
    if (earlier !== null && later !== null && said(earlier, inheritance) === said(later, inheritance)) return [];
    const bearing = [...(earlier ? onBefore(earlier.municipality) : []), ...(later ? onAfter(later.municipality) : [])];
    return [{ municipalityNumber, before: earlier, after: later, events: inOrder(bearing) }];
  });
}

const byNumber = (rows: readonly CoverageRow[]) => new Map(rows.map((row) => [row.municipality.number, row]));

/** All that a figure counts of a municipality, as one text. */
const said = ({ member, reached, partial, stale, standing, population }: CoverageRow, inheritance: Inheritance): string =>
  JSON.stringify([member, reached, partial, stale, standing.source, standing.stages[inheritance], population]);
