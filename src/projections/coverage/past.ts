import { contributionsFor } from '../../domain/adoption/contribution.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { type DayNumber, dayNumber } from '../../domain/day-number.ts';
import type { Position } from '../../domain/position.ts';
import { descriptionOn, targetGroupOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import type { CellSums } from './cell-sums.ts';
import type { DayStandings } from './day-standings.ts';
import type { Epoch } from './ground.ts';
import type { CoverageChoice } from './choice.ts';
import type { RestsOn } from './rests-on.ts';
import type { CoverageTable } from './table.ts';

/** A choice as known at an earlier position, of which nothing is kept: what it is counted from. */
export interface Past {
  readonly choice: CoverageChoice;
  readonly knownAt: Position;
  readonly standings: DayStandings;
  readonly models: RestsOn;
}

/** A day, both ways. */
export interface Day {
  readonly day: DayNumber;
  readonly asOf: CivilDate;
}

/** Adds the municipalities of an epoch, each as it counts towards a solution on a day of it. */
export function addSolution(past: Past, solution: Solution, { day, asOf }: Day, epoch: Epoch, sums: CellSums): void {
  const { choice, knownAt, standings, models } = past;
  const moment = { asOf, knownAt };
  const terms = {
    members: standings.ground.membersOf(targetGroupOn(solution, moment)),
    confirmationMonths: descriptionOn(solution, moment).confirmationMonths ?? 0,
  };
  const columns = models.adoptions.columnsOf(solution.id, choice.capability);
  standings.add(columns, terms, { day, knownAt }, epoch, contributionsFor(choice.stage, choice.inheritance), sums);
}

/** Adds one solution on a date to the first row of a table. */
export function addOne(past: Past, solution: Solution, asOf: CivilDate, table: CoverageTable): void {
  const { ground } = past.standings;
  const day = dayNumber(asOf);
  const number = ground.epochOn(day);
  if (number < 0) return;
  const sums = past.standings.sumsOf(ground.wholeOf(number));
  addSolution(past, solution, { day, asOf }, ground.epochs[number] as Epoch, sums);
  sums.flush(0, 0, table);
}
