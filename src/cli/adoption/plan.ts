import { createHash } from 'node:crypto';
import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { reachedOn, type ReportOn } from '../../domain/adoption/inheritance.ts';
import type { Stage } from '../../domain/adoption/stage.ts';
import { type Adoption, evolve, noAdoption, reportIn } from '../../domain/adoption/state.ts';
import { municipalityOn } from '../../domain/municipality/graph.ts';
import type { OrganisationNumber } from '../../domain/organisation-number.ts';
import type { Position } from '../../domain/position.ts';
import { eventIds } from '../../registry/event-ids.ts';
import type { IdempotencyKey } from '../../registry/request.ts';
import type { AdoptionRow, BadRow } from './table.ts';
import type { Standing } from './target.ts';

/** A row as the report that it makes: one POST, or one command. */
export interface Planned {
  readonly row: AdoptionRow;
  /** The body of the POST. */
  readonly body: Readonly<Omit<AdoptionFact['data'], 'solutionId' | 'municipalityNumber'>>;
  readonly key: IdempotencyKey;
  readonly eventId: string;
}

export interface Plan {
  /** By municipality number, in the order of the file: what is still to be recorded. */
  readonly reports: ReadonlyMap<string, readonly Planned[]>;
  readonly bad: readonly BadRow[];
  /** Rows of an earlier run: up to the last that is recorded of each municipality. */
  readonly recordedBefore: number;
}

export interface ImportOf {
  readonly solutionId: string;
  readonly consumer: OrganisationNumber;
}

/**
 * Makes reports of rows, each with the rows before it taken as recorded. What an earlier run recorded is left out: all rows of a
 * municipality up to its last recorded one, so that a repetition among them is not decided afresh.
 */
export function plan(rows: readonly AdoptionRow[], standing: Standing, { solutionId, consumer }: ImportOf): Plan {
  const keyed = withKeys(rows, solutionId, consumer);
  const lastRecorded = new Map<string, number>();
  for (const [index, { row, eventId }] of keyed.entries()) if (standing.isRecorded(eventId)) lastRecorded.set(row.number, index);
  const open = keyed.filter(({ row }, index) => index > (lastRecorded.get(row.number) ?? -1));

  const imagined = new Map<string, Adoption>();
  const adoptionOf = (number: string): Adoption => imagined.get(number) ?? noAdoption;
  const reportOn: ReportOn = (number, date) => {
    const [recorded, planned] = [standing.reportOn(number, date), reportIn(adoptionOf(number), null, date)];
    return planned !== undefined && (recorded === undefined || recorded.effectiveFrom <= planned.effectiveFrom) ? planned : recorded;
  };
  const presentStage = ({ number, effectiveFrom }: AdoptionRow): Stage | null => {
    const municipality = municipalityOn(standing.municipalities, number, effectiveFrom);
    return municipality ? reachedOn(municipality, effectiveFrom, reportOn).stages.majority : null;
  };

  const reports = new Map<string, Planned[]>();
  const bad: BadRow[] = [];
  for (const [index, { row, key, eventId }] of open.entries()) {
    const stage = row.stage ?? presentStage(row);
    if (stage === null) {
      bad.push({ line: row.line, reason: `municipality ${row.number} has no stage on ${row.effectiveFrom} that could be confirmed` });
      continue;
    }
    const { effectiveFrom, source, evidence } = row;
    const body = { effectiveFrom, stage, source, capability: null, evidence, confirmedAt: row.confirmedAt ?? effectiveFrom };
    const data = { solutionId, municipalityNumber: row.number, ...body } as AdoptionFact['data'];
    const position = (Number.MAX_SAFE_INTEGER - open.length + index) as Position;
    imagined.set(row.number, evolve(adoptionOf(row.number), { type: 'AdoptionReported', data, id: eventId, position }));
    const ofOne = reports.get(row.number) ?? [];
    ofOne.push({ row, body, key, eventId });
    reports.set(row.number, ofOne);
  }
  return { reports, bad, recordedBefore: rows.length - open.length };
}

/** Each row with the key that its POST has, from its content and how often that has stood before; the event id follows from it. */
function withKeys(rows: readonly AdoptionRow[], solutionId: string, consumer: OrganisationNumber) {
  const seen = new Map<string, number>();
  return rows.map((row) => {
    const content = JSON.stringify([solutionId, ...row.cells]);
    const repetition = (seen.get(content) ?? 0) + 1;
    seen.set(content, repetition);
    const digest = createHash('sha256').update(`${content} ${repetition}`).digest('hex');
    const key = { method: 'POST', path: `/v1/solutions/${solutionId}/adoptions/${row.number}/reports`, key: `adoption-row-${digest}` };
    return { row, key, eventId: eventIds({ consumer, key })(0) };
  });
}
