import type { ReportOn } from '../../src/domain/adoption/inheritance.ts';
import { stageOfRank } from '../../src/domain/adoption/stage.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Position } from '../../src/domain/position.ts';
import { dateOf } from '../world/days.ts';
import { uuidOf } from '../world/random.ts';
import { KIND } from '../world/reports.ts';
import type { World } from '../world/world.ts';

/** One version of one report, as plain as the peer may have it. */
export interface Version {
  readonly factId: string;
  readonly position: Position;
  readonly effectiveFrom: CivilDate;
  readonly stage: NonNullable<ReturnType<typeof stageOfRank>>;
  readonly confirmedAt: CivilDate;
}

/** What was reported on one solution (without a capability), by municipality number: the versions that are live. */
export type Live = Map<string, Version[]>;

/** The indexes of the reports on each solution, in the order of the log. */
export function reportsBySolution({ reports, solutionIds }: World): readonly Uint32Array[] {
  const counts = new Uint32Array(solutionIds.length);
  for (const solution of reports.solution) counts[solution] = (counts[solution] ?? 0) + 1;
  const lists = Array.from(counts, (count) => new Uint32Array(count));
  const filled = new Uint32Array(solutionIds.length);
  for (const [index, solution] of reports.solution.entries()) {
    const list = lists[solution];
    if (list) list[filled[solution] ?? 0] = index;
    filled[solution] = (filled[solution] ?? 0) + 1;
  }
  return lists;
}

/** Applies the n-th report. @returns the number that it is about; undefined where it is about a capability */
export function take(live: Live, { reports, municipalities, positionOf }: World, index: number): string | undefined {
  if (reports.capability[index] === 1) return undefined;
  const number = municipalities.numbers[reports.number[index] ?? 0] ?? '';
  const kind = reports.kind[index];
  const factId = uuidOf(kind === KIND.reported ? index : (reports.origin[index] ?? 0));
  const versions = live.get(number) ?? [];
  if (kind !== KIND.reported) {
    const ended = versions.findIndex((version) => version.factId === factId);
    if (ended === -1) return number; // corrected after it was annulled: a clash, which says nothing
    versions.splice(ended, 1);
  }
  if (kind !== KIND.annulled) {
    const day = reports.day[index] ?? 0;
    versions.push({
      factId,
      position: positionOf(index),
      effectiveFrom: dateOf(day),
      stage: stageOfRank(reports.stage[index] ?? 0) ?? 'withdrawn',
      confirmedAt: dateOf(Math.max(0, day + (reports.confirmed[index] ?? 0))),
    });
  }
  live.set(number, versions);
  return number;
}

/** The report in force: the greatest date, and of one date the last position. */
export const reportOn =
  (live: Live): ReportOn =>
  (number, date) => {
    let found: Version | undefined;
    for (const version of live.get(number) ?? []) {
      if (version.effectiveFrom > date) continue;
      const isLater =
        found === undefined ||
        version.effectiveFrom > found.effectiveFrom ||
        (version.effectiveFrom === found.effectiveFrom && version.position > found.position);
      if (isLater) found = version;
    }
    return found;
  };
