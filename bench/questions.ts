import type { DatabaseSync } from 'node:sqlite';
import { NEVER, type Position } from '../src/domain/position.ts';
import type { Coverage } from '../src/domain/adoption/coverage.ts';
import type { CivilDate } from '../src/domain/civil-date.ts';
import type { CoverageAsked } from '../src/projections/coverage/coverage.ts';
import { type CoverageTable, coverageAt } from '../src/projections/coverage/table.ts';
import type { ReadModels } from '../src/projections/read-models.ts';
import { alternate, type Contest, type Line } from './measure.ts';
import { peerQueries, type Row } from './peer/queries.ts';
import { dateOf, type Day, dayOf } from './world/days.ts';
import { random } from './world/random.ts';
import type { World } from './world/world.ts';

const CHOICE = { stage: 'in-use', inheritance: 'majority' } as const;
const LAST: Day = dayOf('2024-12-31' as CivilDate);

export const asked = (solutionIds: readonly string[], knownAt: Position = NEVER): CoverageAsked => ({
  solutionIds, capability: null, ...CHOICE, knownAt,
}); // prettier-ignore

const yearOf = (day: Day): number => Number(dateOf(day).slice(0, 4));

/** The last day of every month of the eight years. */
export const MONTHS: readonly CivilDate[] = Array.from(
  { length: 96 },
  (_, month) => new Date(Date.UTC(2017, month + 1, 0)).toISOString().slice(0, 10) as CivilDate,
);

/** Every row of a table of ours as the peer gives it: its groups by their numbers, the counts, what the inhabitants rest on. */
function rowsOf(table: CoverageTable, numberOf: (code: string) => number, withDate: boolean): Row[] {
  return Array.from({ length: table.length }, (_, index) => {
    const keys = table.keys.map(({ codes, codeOf }) => numberOf(codes[codeOf[index] ?? 0] ?? ''));
    const date = withDate ? [dayOf(table.dates[table.dateOf[index] ?? 0] as CivilDate)] : [];
    return [...date, ...keys, ...rowOf(coverageAt(table, index))];
  });
}

function rowOf({ municipalities, population, populationCountedOn, populationDerivedFor, populationUnknownFor }: Coverage): Row {
  const counts = [municipalities, population].flatMap((figure) => [
    figure.numerator, figure.denominator, figure.unknown, figure.inherited, figure.partial, figure.stale, figure.outsideTargetGroup,
  ]); // prettier-ignore
  return [...counts, populationCountedOn === null ? null : dayOf(populationCountedOn), populationDerivedFor, populationUnknownFor];
}

function requireSame(ours: readonly Row[], peers: readonly Row[], question: object): void {
  const [left, right] = [JSON.stringify(ours), JSON.stringify(peers)];
  if (left === right) return;
  const at = ours.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(peers[index]));
  throw new Error(
    `different answers to ${JSON.stringify(question)}: ${ours.length} rows and ${peers.length}; row ${at}:\n${JSON.stringify(ours[at])}\n${JSON.stringify(peers[at])}`,
  );
}

interface Question {
  readonly solution: number;
  readonly day: Day;
  readonly known: Position;
}

/** All questions to both sides, at dates spread over all the years. */
export function* contests(world: World, models: ReadModels, peer: DatabaseSync, past: readonly number[]): Generator<Line> {
  const { coverage } = models;
  const { solutionIds, reports, positionOf } = world;
  const sql = peerQueries(peer, CHOICE.stage, CHOICE.inheritance);
  const insert = peer.prepare('INSERT INTO date VALUES (?, ?)');
  for (const date of MONTHS) insert.run(dayOf(date), yearOf(dayOf(date)));

  const chance = random(7);
  const draw = (count: number, solutions?: readonly number[]) => (): Question[] =>
    Array.from({ length: count }, (_, index) => ({
      // A date in each part of the years, so that no round has an easy time.
      day: Math.floor(((index + chance.below(1000) / 1000) / count) * LAST),
      solution: solutions ? (solutions[chance.below(solutions.length)] ?? 0) : chance.below(solutionIds.length),
      known: positionOf(chance.below(reports.count)),
    }));
  const numberOf = (code: string): number => (code.startsWith('solution-') ? Number(code.slice(9)) : Number(code));
  const idOf = ({ solution }: Question): string => solutionIds[solution] ?? '';
  const everything = asked(solutionIds);

  const contest = (
    what: string,
    goal: string,
    {
      withDate = false,
      ...sides
    }: Pick<Contest<Question, CoverageTable, readonly Row[]>, 'questions' | 'ours' | 'peers'> & { withDate?: boolean },
  ): Line => {
    const medians = alternate<Question, CoverageTable, readonly Row[]>({
      ...sides,
      requireSame: (ours, peers, question) => { requireSame(rowsOf(ours, numberOf, withDate), peers, question); },
    }); // prettier-ignore
    return { what, ...medians, unit: 'ms', goal };
  };
  const at = ({ day }: Question) => ({ day, year: yearOf(day) });

  yield contest('all solutions on a date', '300× (600×)', {
    questions: draw(16),
    ours: ({ day }) => coverage.on(everything, dateOf(day), ['solution']),
    peers: (question) => sql.all(at(question)),
  });
  // What takes microseconds is asked often enough to be told apart from the clock.
  const one = ({ solution, day }: Question, knownAt: Position) =>
    coverage.one({ solutionId: solutionIds[solution] ?? '', capability: null, ...CHOICE, knownAt }, dateOf(day));
  yield {
    what: 'one solution on a date',
    ...alternate<Question, Coverage, readonly Row[]>({
      questions: draw(4_000),
      ours: (question) => one(question, NEVER),
      peers: (question) => sql.one({ solution: question.solution, ...at(question) }),
      requireSame: (ours, peers, question) => { requireSame([rowOf(ours)], peers, question); },
    }),
    unit: 'ms',
    goal: '30×',
  }; // prettier-ignore
  yield contest('monthly series of eight years, one', '–', {
    questions: draw(20),
    ours: (question) => coverage.series(asked([idOf(question)]), MONTHS),
    peers: ({ solution }) => sql.oneSeries({ solution }),
    withDate: true,
  });
  yield contest('monthly series of eight years, all', '500×', {
    questions: draw(1),
    ours: () => coverage.series(everything, MONTHS, ['solution']),
    peers: () => sql.allSeries({}),
    withDate: true,
  });
  yield contest('by county on a date, all', '50×', {
    questions: draw(16),
    ours: ({ day }) => coverage.on(everything, dateOf(day), ['county']),
    peers: (question) => sql.counties(at(question)),
  });
  yield {
    what: 'as known in the past, one',
    ...alternate<Question, Coverage, readonly Row[]>({
      questions: draw(2_000, past),
      ours: (question) => one(question, question.known),
      peers: ({ known, ...question }) => sql.known({ solution: question.solution, known, ...at({ ...question, known }) }),
      requireSame: (ours, peers, question) => { requireSame([rowOf(ours)], peers, question); },
    }),
    unit: 'ms',
    goal: '15×',
  }; // prettier-ignore
}
