import { reportIn } from '../../domain/adoption/state.ts';
import type { Planned } from './plan.ts';
import type { AdoptionRow, BadRow } from './table.ts';
import type { Content, Standing } from './target.ts';

export type Keyed = Pick<Planned, 'row' | 'key' | 'eventId'>;

/** The rows of a table by what the registry knows of them. */
export interface Sorted {
  /** To be recorded, in the order of the file. */
  readonly open: readonly Keyed[];
  /** Rows that cannot come where they stand any more. */
  readonly bad: readonly BadRow[];
  /** How many were said before, and stand, or gave way to a row of the same day behind them. */
  readonly recordedBefore: number;
  /** How many say what the row before them of the same day says. */
  readonly unchanged: number;
  /** Rows that were said before, and in whose place stands something else, or nothing. */
  readonly left: readonly BadRow[];
}

/**
 * A row is known by what it says, as often as the table says it: not by the run, the organisation or the columns that it came with. What was
 * said and stands no more was taken back by somebody, which a table that is imported again must neither undo nor pass over in silence.
 */
export async function sortRows(keyed: readonly Keyed[], standing: Standing): Promise<Sorted> {
  const marked = await markedRows(keyed, standing);
  const distinct = marked.filter(({ repeats }) => !repeats);
  const lastOfDay = new Map(distinct.map((one) => [dayOf(one.row), one]));
  const lastSaid = new Map(distinct.filter(({ isSaid }) => isSaid).map((one) => [dayOf(one.row), one]));
  const byNumber = Map.groupBy(distinct, ({ row }) => row.number);

  const [open, bad, left]: [Keyed[], BadRow[], BadRow[]] = [[], [], []];
  let [recordedBefore, unchanged] = [0, 0];
  for (const one of marked) {
    const { row } = one;
    if (one.repeats) {
      if (one.isSaid) recordedBefore += 1;
      else unchanged += 1;
    } else if (one.isSaid) {
      if (one === lastOfDay.get(dayOf(row)) && !(await stands(row, standing))) left.push({ line: row.line, reason: takenBack(row) });
      else recordedBefore += 1;
    } else {
      const reason = lateFor(one, lastSaid.get(dayOf(row))) ?? unconfirming(one, byNumber.get(row.number) ?? []);
      if (reason === undefined) open.push(one);
      else bad.push({ line: row.line, reason });
    }
  }
  return { open, bad, recordedBefore, unchanged, left };
}

interface Marked extends Keyed {
  readonly index: number;
  /** Whether the row before it of the same day says the same. */
  readonly repeats: boolean;
  readonly isSaid: boolean;
}

async function markedRows(keyed: readonly Keyed[], standing: Standing): Promise<Marked[]> {
  const marked: Marked[] = [];
  const ofDay = new Map<string, Marked>();
  const occurrences = new Map<string, number>();
  for (const [index, one] of keyed.entries()) {
    const [day, saying] = [dayOf(one.row), sayingOf(one.row)];
    const before = ofDay.get(day);
    const repeats = before !== undefined && sayingOf(before.row) === saying;
    const occurrence = (occurrences.get(saying) ?? 0) + (repeats ? 0 : 1);
    occurrences.set(saying, occurrence);
    const { said } = await standing.past(one.row.number);
    const isSaid = said.filter((content) => says(one.row, content)).length >= occurrence;
    const mark = { ...one, index, repeats, isSaid };
    ofDay.set(day, mark);
    marked.push(mark);
  }
  return marked;
}

/** Where the order of rows counts: of one day the last holds. */
const dayOf = ({ number, capability, effectiveFrom }: AdoptionRow): string => `${number} ${capability ?? ''} ${effectiveFrom}`;

/** What a row says, however its cells spell it: an empty cell and the value that it stands for are the same. */
const sayingOf = ({ number, effectiveFrom, stage, source, capability, evidence, confirmedAt }: AdoptionRow): string =>
  JSON.stringify([number, effectiveFrom, stage, source, capability, evidence, confirmedAt ?? effectiveFrom]);

/** A confirmation took the stage of its day, which may be another by now. */
const says = (row: AdoptionRow, { effectiveFrom, stage, source, capability, evidence, confirmedAt }: Content): boolean =>
  row.effectiveFrom === effectiveFrom &&
  (row.stage === null || row.stage === stage) &&
  row.source === source &&
  row.capability === capability &&
  row.evidence === evidence &&
  (row.confirmedAt ?? row.effectiveFrom) === confirmedAt;

async function stands(row: AdoptionRow, standing: Standing): Promise<boolean> {
  const { adoption } = await standing.past(row.number);
  const report = reportIn(adoption, row.capability, row.effectiveFrom);
  return report !== undefined && says(row, report.value.data);
}

const takenBack = ({ effectiveFrom }: AdoptionRow): string =>
  `it was reported before, and a correction, an annulment or another report of ${effectiveFrom} has taken its place since: left as it is; ` +
  'who wants it back reports it through the API';

const lateFor = ({ index, row }: Marked, said: Marked | undefined): string | undefined =>
  said === undefined || said.index < index
    ? undefined
    : `line ${said.row.line}, of the same municipality and day, is recorded already, and it would come after that: report what holds on ${row.effectiveFrom} by a last row of that day, or by a correction`;

/** A confirmation that is recorded kept the stage that held without a row that the table has before it. */
function unconfirming({ index, row: { stage, effectiveFrom } }: Marked, ofNumber: readonly Marked[]): string | undefined {
  if (stage === null) return undefined;
  const later = ofNumber.filter(({ row }) => row.effectiveFrom > effectiveFrom);
  const next = later.reduce<Marked | undefined>(
    (first, one) => (first && first.row.effectiveFrom <= one.row.effectiveFrom ? first : one),
    undefined,
  );
  if (next?.isSaid !== true || next.row.stage !== null || next.index < index) return undefined;
  return `line ${next.row.line} is recorded already as a confirmation of the stage that held on ${next.row.effectiveFrom} without it: correct that report`;
}
