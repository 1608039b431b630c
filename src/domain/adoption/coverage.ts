import { type CivilDate, monthsAfter } from '../civil-date.ts';
import { type Municipality, type MunicipalityGraph, municipalitiesOn } from '../municipality/graph.ts';
import { type Population, populationOn } from '../municipality/population.ts';
import { share } from '../shares.ts';
import { type Inheritance, type Reached, reachedOn, type ReportOn } from './inheritance.ts';
import { reaches, type Threshold } from './stage.ts';

/** What coverage is asked for, with what the solution says of itself on the date. */
export interface CoverageQuestion {
  readonly asOf: CivilDate;
  readonly stage: Threshold;
  readonly inheritance: Inheritance;
  /** How long a confirmation lasts, in months; null for ever. */
  readonly confirmationMonths: number | null;
  readonly isMember: (municipality: Municipality) => boolean;
}

/** One municipality that existed on the date, and how it counts. */
export interface CoverageRow {
  readonly municipality: Municipality;
  readonly member: boolean;
  readonly reached: boolean;
  /** Reached under `any` but not under `all`. */
  readonly partial: boolean;
  /** Reached, and last confirmed longer ago than the solution allows. */
  readonly stale: boolean;
  readonly standing: Reached;
  readonly population: Population | undefined;
}

/** Counts of municipalities, or of their inhabitants. */
export interface Figure {
  readonly numerator: number;
  readonly denominator: number;
  /** Four decimals, half up; null where the denominator is 0. */
  readonly share: number | null;
  /** Of the denominator: nothing reported by the date, for it or a predecessor. */
  readonly unknown: number;
  /** Of the numerator: through a merger or a split. */
  readonly inherited: number;
  /** Of the denominator: reached under `any` but not under `all`. */
  readonly partial: number;
  readonly stale: number;
  /** Reached by those outside the target group, counted apart. */
  readonly outsideTargetGroup: number;
}

export interface Coverage {
  readonly municipalities: Figure;
  readonly population: Figure;
  /** The last day of a count that the figures rest on; null without any. */
  readonly populationCountedOn: CivilDate | null;
  /** Municipalities of the target group whose inhabitants come from predecessors' counts, or from nowhere (counted as 0). */
  readonly populationDerivedFor: number;
  readonly populationUnknownFor: number;
}

/** Longer ago than the months allow: the day after the last that they cover it has lapsed. Null months never end. */
export const hasLapsed = (confirmedAt: CivilDate | null, confirmationMonths: number | null, asOf: CivilDate): boolean =>
  confirmedAt !== null && confirmationMonths !== null && monthsAfter(confirmedAt, confirmationMonths) < asOf;

/** Whether a stage was confirmed too long ago; where no stage is reached, nothing is stale. */
export const isStale = (
  { stages, confirmedAt }: Pick<Reached, 'stages' | 'confirmedAt'>,
  { inheritance, confirmationMonths, asOf }: Pick<CoverageQuestion, 'inheritance' | 'confirmationMonths' | 'asOf'>,
): boolean => stages[inheritance] !== null && hasLapsed(confirmedAt, confirmationMonths, asOf);

/** Every municipality that existed on the date, by number. */
export function coverageRows(graph: MunicipalityGraph, question: CoverageQuestion, reportOn: ReportOn): CoverageRow[] {
  const { asOf, stage, inheritance, isMember } = question;
  return municipalitiesOn(graph, asOf).map((municipality) => {
    const standing = reachedOn(municipality, asOf, reportOn);
    const reached = reaches(standing.stages[inheritance], stage);
    return {
      municipality,
      member: isMember(municipality),
      reached,
      partial: reaches(standing.stages.any, stage) && !reaches(standing.stages.all, stage),
      stale: reached && isStale(standing, question),
      standing,
      population: populationOn(municipality, asOf),
    };
  });
}

export function coverageOf(rows: readonly CoverageRow[]): Coverage {
  const members = rows.filter((row) => row.member);
  const counted = members.flatMap((row) => row.population?.countedOn ?? []);
  return {
    municipalities: figure(rows, () => 1),
    population: figure(rows, (row) => row.population?.inhabitants ?? 0),
    populationCountedOn: counted.length === 0 ? null : counted.reduce((latest, day) => (day > latest ? day : latest)),
    populationDerivedFor: members.filter((row) => row.population?.derived).length,
    populationUnknownFor: members.filter((row) => row.population === undefined).length,
  };
}

function figure(rows: readonly CoverageRow[], weigh: (row: CoverageRow) => number): Figure {
  const sum = (counts: (row: CoverageRow) => boolean): number => rows.reduce((total, row) => total + (counts(row) ? weigh(row) : 0), 0);
  const numerator = sum((row) => row.member && row.reached);
  const denominator = sum((row) => row.member);
  return {
    numerator,
    denominator,
    share: share(numerator, denominator),
    unknown: sum((row) => row.member && row.standing.source === 'unknown'),
    inherited: sum((row) => row.member && row.reached && row.standing.source === 'inherited'),
    partial: sum((row) => row.member && row.partial),
    stale: sum((row) => row.member && row.stale),
    outsideTargetGroup: sum((row) => !row.member && row.reached),
  };
}
