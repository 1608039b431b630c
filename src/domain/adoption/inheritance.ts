import { type CivilDate, dayBefore } from '../civil-date.ts';
import { carriersOn, type Municipality } from '../municipality/graph.ts';
import type { MunicipalityNumber } from '../municipality/number.ts';
import { mergerWeights } from '../municipality/population.ts';
import type { Position } from '../position.ts';
import { rank, type Stage, stageOfRank } from './stage.ts';

/** How much of a merger must have reached a stage for the merged municipality to have it. */
export const INHERITANCES = ['all', 'majority', 'any'] as const;
export type Inheritance = (typeof INHERITANCES)[number];

/** Where a municipality's stage comes from. `inherited` came through a merger or a split, `renumbered` with the municipality itself. */
export type StageSource = 'own' | 'inherited' | 'renumbered' | 'unknown';

/** The stage of a municipality on a date, under each rule, and what it rests on. */
export interface Reached {
  readonly source: StageSource;
  /** Null where a merger with a silent predecessor reached none, or nothing is known. */
  readonly stages: Readonly<Record<Inheritance, Stage | null>>;
  /** The direct predecessors with something to inherit. */
  readonly from: readonly MunicipalityNumber[];
  /** The date of its own report (also under an older number), or of the merger or split that it came through. */
  readonly since: CivilDate | null;
  /** When it was last confirmed, as of the date asked for; of several predecessors the oldest. */
  readonly confirmedAt: CivilDate | null;
  /** The reports it rests on: event ids. */
  readonly facts: readonly string[];
}

/** As much of a report as stages rest on, with where the log has this version of it. */
export interface ReportPoint {
  /** The event id of the report as it was first recorded. */
  readonly factId: string;
  readonly position: Position;
  readonly effectiveFrom: CivilDate;
  readonly stage: Stage;
  readonly confirmedAt: CivilDate;
}

/** The report in force for a number on a date, on the timeline that the question is about. */
export type ReportOn = (number: MunicipalityNumber, date: CivilDate) => ReportPoint | undefined;

const UNKNOWN: Reached = {
  source: 'unknown',
  stages: { all: null, majority: null, any: null },
  from: [],
  since: null,
  confirmedAt: null,
  facts: [],
};

const same = (stage: Stage | null): Reached['stages'] => ({ all: stage, majority: stage, any: stage });

/**
 * The stage of a municipality on a date of its validity: by its own report since it began, else what its predecessors had
 * on the day before. Why: docs/decisions/0007-municipalities.md.
 * @param asOf the date asked for: a confirmation after it does not count yet
 */
export function reachedOn(municipality: Municipality, date: CivilDate, reportOn: ReportOn, asOf: CivilDate = date): Reached {
  const report = reportOn(municipality.number, date);
  if (report !== undefined && report.effectiveFrom >= municipality.validFrom) return own(report, asOf);
  const eve = dayBefore(municipality.validFrom);
  const before = municipality.predecessors.map((link) => reachedOn(link.municipality, eve, reportOn, asOf));
  const known = before.filter(({ source }) => source !== 'unknown');
  if (known.length === 0) return UNKNOWN;
  const carried = {
    from: municipality.predecessors.filter((_, index) => before[index]?.source !== 'unknown').map((link) => link.municipality.number),
    confirmedAt: known.map(({ confirmedAt }) => confirmedAt).reduce(oldest),
    facts: known.flatMap(({ facts }) => facts),
  };
  const [only] = before;
  if (municipality.origin === 'renumbered' && only !== undefined) {
    return { ...carried, source: only.source === 'inherited' ? 'inherited' : 'renumbered', stages: only.stages, since: only.since };
  }
  const weights = mergerWeights(municipality);
  const merged = (rule: Inheritance): Stage | null =>
    inherited(
      rule,
      before.map(({ stages }) => rank(stages[rule])),
      weights,
    );
  const stages = { all: merged('all'), majority: merged('majority'), any: merged('any') };
  return { ...carried, source: 'inherited', stages, since: municipality.validFrom };
}

/** Whether a report of a municipality still says how far somebody has come on a date: the municipality, or one that carries it on and rests on it. */
export const isReliedOn = (factId: string, municipality: Municipality, date: CivilDate, reportOn: ReportOn): boolean =>
  carriersOn(municipality, date).some((carrier) => reachedOn(carrier, date, reportOn).facts.includes(factId));

function own({ factId, effectiveFrom, stage, confirmedAt }: ReportPoint, asOf: CivilDate): Reached {
  return {
    source: 'own',
    stages: same(stage),
    from: [],
    since: effectiveFrom,
    confirmedAt: confirmedAt <= asOf ? confirmedAt : effectiveFrom,
    facts: [factId],
  };
}

const oldest = (a: CivilDate | null, b: CivilDate | null): CivilDate | null => (a === null || (b !== null && b < a) ? b : a);

/** The highest stage that predecessors of enough weight had reached: all of it, more than half, or any. */
function inherited(rule: Inheritance, ranks: readonly number[], weights: readonly number[]): Stage | null {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const holding = (stage: number): number => weights.reduce((sum, weight, index) => sum + ((ranks[index] ?? 0) >= stage ? weight : 0), 0);
  const enough = (stage: number): boolean => {
    if (rule === 'any') return ranks.some((one) => one >= stage);
    if (rule === 'all') return ranks.every((one) => one >= stage);
    return 2 * holding(stage) > total;
  };
  return stageOfRank([...ranks].sort((a, b) => b - a).find(enough) ?? 0);
}
