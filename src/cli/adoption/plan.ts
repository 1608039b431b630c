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
import type { Content, Standing } from './target.ts';

/** A row as the report that it makes: one POST, or one command. */
export interface Planned {
  readonly row: AdoptionRow;
  readonly body: Content;
  readonly key: IdempotencyKey;
  readonly eventId: string;
}

export interface Plan {
  /** By municipality number, in the order of the file: what is still to be recorded. */
  readonly reports: ReadonlyMap<string, readonly Planned[]>;
  readonly bad: readonly BadRow[];
  /** Rows of an earlier run, which recorded them or found that they changed nothing. */
  readonly recordedBefore: number;
}

export interface ImportOf {
  readonly solutionId: string;
  readonly consumer: OrganisationNumber;
}

/** Makes reports of rows, each with the rows before it taken as recorded. What an earlier run came to is left out. */
export async function plan(rows: readonly AdoptionRow[], standing: Standing, { solutionId, consumer }: ImportOf): Promise<Plan> {
  const { open, late } = await stillOpen(withKeys(rows, solutionId, consumer), standing);

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
  const bad = late.map(({ row: { line, effectiveFrom } }) => ({
    line,
    reason: `rows behind it of the same municipality and day are recorded already, and it would come after them: report what holds on ${effectiveFrom} by a last row of that day, or by a correction`,
  }));
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
  return { reports, bad, recordedBefore: rows.length - open.length - late.length };
}

/**
 * The rows that no earlier run has come to. One that has no event of its own, though one behind it has, either changed nothing then, and
 * must not be decided afresh; or it was put into the table since.
 * @returns `late`: rows put in since, before one of the same day that is recorded: they cannot come before it any more
 */
async function stillOpen(keyed: readonly Keyed[], standing: Standing): Promise<{ open: Keyed[]; late: Keyed[] }> {
  const recorded = keyed.map(({ eventId }) => standing.isRecorded(eventId));
  const [last, lastOfDay] = [new Map<string, number>(), new Map<string, number>()];
  for (const [index, { row }] of keyed.entries()) {
    if (recorded[index] !== true) continue;
    last.set(row.number, index);
    lastOfDay.set(dayOf(row), index);
  }
  const [open, late]: [Keyed[], Keyed[]] = [[], []];
  for (const [index, one] of keyed.entries()) {
    const { row } = one;
    if (recorded[index] === true) continue;
    if (index < (last.get(row.number) ?? -1) && (await standing.said(row.number)).some((content) => says(row, content))) continue;
    (index < (lastOfDay.get(dayOf(row)) ?? -1) ? late : open).push(one);
  }
  return { open, late };
}

/** Where the order of rows counts: of one day the last holds. */
const dayOf = ({ number, capability, effectiveFrom }: AdoptionRow): string => `${number} ${capability ?? ''} ${effectiveFrom}`;

/** A confirmation took the stage of its day, which may be another by now. */
const says = (row: AdoptionRow, { effectiveFrom, stage, source, capability, evidence, confirmedAt }: Content): boolean =>
  row.effectiveFrom === effectiveFrom &&
  (row.stage === null || row.stage === stage) &&
  row.source === source &&
  row.capability === capability &&
  row.evidence === evidence &&
  (row.confirmedAt ?? row.effectiveFrom) === confirmedAt;

type Keyed = Pick<Planned, 'row' | 'key' | 'eventId'>;

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
