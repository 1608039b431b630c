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
import { type Keyed, sortRows, type Sorted } from './known.ts';
import type { AdoptionRow } from './table.ts';
import type { Content, Standing } from './target.ts';

/** A row as the report that it makes: one POST, or one command. */
export interface Planned {
  readonly row: AdoptionRow;
  readonly body: Content;
  readonly key: IdempotencyKey;
  readonly eventId: string;
}

export interface Plan extends Omit<Sorted, 'open'> {
  /** By municipality number, in the order of the file: what is still to be recorded. */
  readonly reports: ReadonlyMap<string, readonly Planned[]>;
}

export interface ImportOf {
  readonly solutionId: string;
  readonly consumer: OrganisationNumber;
}

/** Makes reports of rows, each with the rows before it taken as recorded. What was said before is not said again. */
export async function plan(rows: readonly AdoptionRow[], standing: Standing, { solutionId, consumer }: ImportOf): Promise<Plan> {
  const { open, ...past } = await sortRows(withKeys(rows, solutionId, consumer), standing);

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
  const bad = [...past.bad];
  for (const [index, { row, key, eventId }] of open.entries()) {
    const stage = row.stage ?? presentStage(row);
    if (stage === null) {
      bad.push({ line: row.line, reason: `municipality ${row.number} has no stage on ${row.effectiveFrom} that could be confirmed` });
      continue;
    }
    const { effectiveFrom, source, capability, evidence } = row;
    const body = { effectiveFrom, stage, source, capability, evidence, confirmedAt: row.confirmedAt ?? effectiveFrom };
    const data = { solutionId, municipalityNumber: row.number, ...body } as AdoptionFact['data'];
    const position = (Number.MAX_SAFE_INTEGER - open.length + index) as Position;
    imagined.set(row.number, evolve(adoptionOf(row.number), { type: 'AdoptionReported', data, id: eventId, position }));
    const ofOne = reports.get(row.number) ?? [];
    ofOne.push({ row, body, key, eventId });
    reports.set(row.number, ofOne);
  }
  return { ...past, reports, bad };
}

/** Each row with the key that its POST has, from its content and how often that has stood before; the event id follows from it. */
function withKeys(rows: readonly AdoptionRow[], solutionId: string, consumer: OrganisationNumber): Keyed[] {
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
