import type { ReportOn, ReportPoint } from '../domain/adoption/inheritance.ts';
import { stageOfRank } from '../domain/adoption/stage.ts';
import { civilDateOf, dayNumber } from '../domain/day-number.ts';
import type { Position } from '../domain/position.ts';
import { confirmedIn, dayIn, numberIn, rankIn, type ReportColumns } from './report-columns.ts';

/** So many numbers are looked for one by one; whoever asks for more gets an index. */
const SCANS = 8;

/**
 * The reports in force among those of one solution (and capability), as known at a position.
 * @param factIdAt the event id of the report that was recorded at a position
 */
export function reportsInForce(columns: ReportColumns, knownAt: Position, factIdAt: (position: Position) => string): ReportOn {
  let asked = 0;
  let rowsOf: ((number: number) => readonly number[]) | undefined;
  const point = (row: number): ReportPoint => {
    const [dated, said] = [columns.dated[row] ?? 0, columns.said[row] ?? 0];
    const stage = stageOfRank(rankIn(said));
    if (stage === null) throw new Error(`row ${row} has no stage`);
    return {
      factId: factIdAt(columns.originalOf(row)),
      position: columns.positions[row] as Position,
      effectiveFrom: civilDateOf(dayIn(dated)),
      stage,
      confirmedAt: civilDateOf(confirmedIn(said)),
    };
  };
  return (number, date) => {
    asked += 1;
    rowsOf ??= asked > SCANS ? indexed(columns, knownAt) : undefined;
    const rows = rowsOf?.(Number(number)) ?? scanned(columns, Number(number), knownAt);
    const day = dayNumber(date);
    let found: number | undefined;
    // Rows stand in the order of the log, so of two of one date the later one wins.
    for (const row of rows) {
      const effective = dayIn(columns.dated[row] ?? 0);
      if (effective <= day && (found === undefined || effective >= dayIn(columns.dated[found] ?? 0))) found = row;
    }
    return found === undefined ? undefined : point(found);
  };
}

/** The rows of one number that are known, in the order of the log. */
function scanned(columns: ReportColumns, number: number, knownAt: Position): number[] {
  const { length, dated } = columns;
  const rows = [];
  for (let row = 0; row < length; row += 1) if (numberIn(dated[row] ?? 0) === number && columns.isKnown(row, knownAt)) rows.push(row);
  return rows;
}

/** The same for all numbers. */
function indexed(columns: ReportColumns, knownAt: Position): (number: number) => readonly number[] {
  const { length, dated } = columns;
  const byNumber = new Map<number, number[]>();
  for (let row = 0; row < length; row += 1) {
    if (!columns.isKnown(row, knownAt)) continue;
    const number = numberIn(dated[row] ?? 0);
    const rows = byNumber.get(number);
    if (rows === undefined) byNumber.set(number, [row]);
    else rows.push(row);
  }
  return (number) => byNumber.get(number) ?? [];
}
