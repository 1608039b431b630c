import type { Inheritance } from '../../src/domain/adoption/inheritance.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import type { Question } from './chronicle.ts';
import { type DataOf, dayBefore, inForce, monthsLater, standing } from './naive-facts.ts';
import { isSame, type Municipality, type NaiveRegister, naiveRegister } from './naive-register.ts';

/**
 * Coverage by its rules, in the plainest way: every question is answered from the whole list of events, one municipality, one
 * date and one stage at a time.
 */

const STAGES = ['withdrawn', 'considering', 'planned', 'committed', 'introducing', 'in-use', 'established'] as const;
type Stage = (typeof STAGES)[number];
const rank = (stage: Stage): number => STAGES.indexOf(stage);

export interface NaiveRow {
  readonly number: string;
  readonly county: string;
  readonly region: string | null;
  readonly member: boolean;
  readonly stage: Stage | null;
  readonly source: 'own' | 'inherited' | 'renumbered' | 'unknown';
  readonly since: string | null;
  readonly facts: readonly string[];
  readonly confirmedAt: string | null;
  readonly reached: boolean;
  readonly partial: boolean;
  readonly stale: boolean;
  readonly inhabitants: number | null;
  readonly countedOn: string | null;
  readonly derived: boolean | null;
}

/** What is asked of the world as it was known at one position. */
export type WorldQuestion = Omit<Question, 'knownAt'>;

/** The world as it was known at one position. */
export interface NaiveWorld {
  readonly events: readonly Recorded[];
  readonly register: NaiveRegister;
  programmeOf(solutionId: string, day: string): string | null;
  rows(question: WorldQuestion): NaiveRow[];
}

export const naiveRows = (log: readonly Recorded[], { knownAt, ...question }: Question): NaiveRow[] =>
  naiveWorld(log, knownAt).rows(question);

export function naiveWorld(log: readonly Recorded[], knownAt: number): NaiveWorld {
  const events = log.filter(({ position }) => position <= knownAt);
  const register = naiveRegister(events);
  const reported = standing<DataOf<'AdoptionReported'>>(events, ['AdoptionReported']);
  const described = standing<DataOf<'DescriptionChanged'>>(events, ['DescriptionChanged']);
  const targeted = standing<DataOf<'TargetGroupChanged'>>(events, ['TargetGroupChanged']);
  const registrations = events.filter((event) => event.type === 'SolutionRegistered');

  const descriptionOf = (solutionId: string, day: string) => {
    const changes = described.filter(({ data }) => data.solutionId === solutionId);
    return (inForce(changes, day) ?? registrations.find(({ data }) => data.solutionId === solutionId))?.data;
  };

  return {
    events,
    register,
    programmeOf: (solutionId, day) => descriptionOf(solutionId, day)?.programmeId ?? null,
    rows: (question) => {
      const { solutionId, capability, asOf } = question;
      const targets = targeted.filter(({ data }) => data.solutionId === solutionId);
      return rowsOf(question, register, {
        reports: reported.filter(({ data }) => data.solutionId === solutionId && data.capability === capability),
        months: descriptionOf(solutionId, asOf)?.confirmationMonths ?? null,
        target: inForce(targets, asOf)?.data,
      });
    },
  };
}

/** What is known of the solution that is asked for. */
interface Solution {
  readonly reports: ReturnType<typeof standing<DataOf<'AdoptionReported'>>>;
  readonly months: number | null;
  readonly target: DataOf<'TargetGroupChanged'> | undefined;
}

function rowsOf(
  { asOf, stage: threshold, inheritance }: WorldQuestion,
  { existing, cameFrom, inhabitants, countyOf, regionOf }: NaiveRegister,
  { reports, months, target }: Solution,
): NaiveRow[] {
  /** The last report that a municipality made itself: since it began, by the day. */
  function ownReport({ number, from }: Municipality, day: string) {
    return inForce(
      reports.filter(({ data }) => data.municipalityNumber === number && data.effectiveFrom >= from),
      day,
    );
  }

  /** Whether it has come as far as a stage, by a rule. */
  function hasReached(one: Municipality, day: string, stage: Stage, rule: Inheritance): boolean {
    const own = ownReport(one, day);
    if (own !== undefined) return rank(own.data.stage) >= rank(stage);
    const eve = dayBefore(one.from);
    const before = cameFrom(one).map(({ municipality, share }) => {
      const living = inhabitants(municipality, eve);
      const weight = living === undefined || share === null ? undefined : living.number * share;
      return { weight, reached: hasReached(municipality, eve, stage, rule) };
    });
    if (before.length === 0) return false;
    if (rule === 'all') return before.every(({ reached }) => reached);
    if (rule === 'any' || one.fact.type !== 'MunicipalitiesMerged') return before.some(({ reached }) => reached);
    const alike = before.some(({ weight }) => weight === undefined) || before.every(({ weight }) => weight === 0);
    const sum = (of: typeof before): number => of.reduce((total, { weight = 0 }) => total + (alike ? 1 : weight), 0);
    return sum(before.filter(({ reached }) => reached)) > sum(before) / 2;
  }

  /** What a municipality's stage rests on. */
  function groundsOf(one: Municipality, day: string): Pick<NaiveRow, 'source' | 'since' | 'facts' | 'confirmedAt'> {
    const own = ownReport(one, day);
    if (own !== undefined) {
      const { effectiveFrom, confirmedAt } = own.data;
      return { source: 'own', since: effectiveFrom, facts: [own.id], confirmedAt: confirmedAt <= asOf ? confirmedAt : effectiveFrom };
    }
    const before = cameFrom(one).map(({ municipality }) => groundsOf(municipality, dayBefore(one.from)));
    const known = before.filter(({ source }) => source !== 'unknown');
    const [first] = known;
    if (first === undefined) return { source: 'unknown', since: null, facts: [], confirmedAt: null };
    const rest = { facts: known.flatMap(({ facts }) => facts), confirmedAt: known.map((each) => each.confirmedAt).sort()[0] ?? null };
    const isRenumbered = one.fact.type === 'MunicipalityRenumbered';
    if (!isRenumbered) return { ...rest, source: 'inherited', since: one.from };
    return { ...rest, source: first.source === 'inherited' ? 'inherited' : 'renumbered', since: first.since };
  }

  /** Whether it is for a municipality: it, or one that it came from, was among those meant on the day of the target group. */
  function isMember(one: Municipality): boolean {
    if (target === undefined) return true;
    const { group, effectiveFrom } = target;
    if (group.kind === 'all') return true;
    const listed = group.numbers as readonly string[];
    const meant = existing(effectiveFrom).filter((each) => listed.includes(group.kind === 'counties' ? countyOf(each) : each.number));
    return meant.some((each) => isSame(each, one)) || cameFrom(one).some(({ municipality }) => isMember(municipality));
  }

  return existing(asOf).map((one) => {
    const reached = hasReached(one, asOf, threshold, inheritance);
    const grounds = groundsOf(one, asOf);
    const { confirmedAt } = grounds;
    const population = inhabitants(one, asOf);
    return {
      number: one.number,
      county: countyOf(one),
      region: regionOf(one, asOf),
      member: isMember(one),
      stage: STAGES.findLast((stage) => hasReached(one, asOf, stage, inheritance)) ?? null,
      ...grounds,
      reached,
      partial: hasReached(one, asOf, threshold, 'any') && !hasReached(one, asOf, threshold, 'all'),
      stale: reached && months !== null && confirmedAt !== null && monthsLater(confirmedAt, months) < asOf,
      inhabitants: population?.number ?? null,
      countedOn: population?.countedOn ?? null,
      derived: population?.derived ?? null,
    };
  });
}
