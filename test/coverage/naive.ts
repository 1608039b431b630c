import type { Recorded } from '../../src/eventstore/port.ts';
import type { Question } from './chronicle.ts';

/**
 * Coverage as domain.md says it, in the plainest way: every question reads the whole list of events anew, one municipality, one date and
 * one stage at a time. It shares no code with the registry (only its types), and cares for nothing but being seen to be right.
 */

const STAGES = ['withdrawn', 'considering', 'planned', 'committed', 'introducing', 'in-use', 'established'] as const;
type Stage = (typeof STAGES)[number];
const rank = (stage: Stage): number => STAGES.indexOf(stage);

const dayBefore = (day: string): string => new Date(Date.parse(day) - 24 * 60 * 60 * 1000).toISOString().slice(0, 10);

/** The same day of a later month, or its last. */
function monthsLater(day: string, months: number): string {
  const [year = 0, month = 0, date = 0] = day.split('-').map(Number);
  const lastOfMonth = new Date(Date.UTC(year, month + months, 0));
  if (date < lastOfMonth.getUTCDate()) lastOfMonth.setUTCDate(date);
  return lastOfMonth.toISOString().slice(0, 10);
}

/** A fact that stands: with the content and the position of its last correction. */
interface Fact<Data> {
  readonly id: string;
  readonly type: string;
  readonly position: number;
  readonly data: Data;
}

type DataOf<Type extends Recorded['type']> = Extract<Recorded, { type: Type }>['data'];
type RegisterData = DataOf<'MunicipalityEstablished'> &
  DataOf<'MunicipalityRenumbered'> &
  DataOf<'MunicipalitiesMerged'> &
  DataOf<'MunicipalitySplit'> &
  DataOf<'PopulationCounted'>;

/** The facts of some types that stand among these events. */
function standing<Data>(events: readonly Recorded[], types: readonly string[]): Fact<Data>[] {
  const about = (id: string, what: string): Recorded | undefined =>
    events.findLast((event) => event.type.endsWith(what) && (event.data as { factId?: string }).factId === id);
  return events
    .filter(({ type, id }) => types.includes(type) && about(id, 'Annulled') === undefined)
    .map((event) => {
      const correction = about(event.id, 'Corrected') as Recorded<{ type: string; data: { fact: { data: Data } } }> | undefined;
      const data = correction === undefined ? (event.data as Data) : correction.data.fact.data;
      return { id: event.id, type: event.type, position: (correction ?? event).position, data };
    });
}

/** Of dated facts, the one that gives the value on a day. */
function inForce<Data extends { effectiveFrom: string }>(facts: readonly Fact<Data>[], day: string): Fact<Data> | undefined {
  const begun = facts.filter(({ data }) => data.effectiveFrom <= day);
  return begun.find((one) => begun.every((other) => other === one || comesAfter(one, other)));
}
const comesAfter = (one: Fact<{ effectiveFrom: string }>, other: Fact<{ effectiveFrom: string }>): boolean =>
  one.data.effectiveFrom === other.data.effectiveFrom ? one.position > other.position : one.data.effectiveFrom > other.data.effectiveFrom;

/** A municipality: a number from the day on which it began under it, and the fact that began it. */
interface Municipality {
  readonly number: string;
  readonly from: string;
  readonly fact: Fact<RegisterData>;
}

const isSame = (one: Municipality, other: Municipality): boolean => one.number === other.number && one.from === other.from;
const dateOf = ({ type, data }: Fact<RegisterData>): string => (type === 'PopulationCounted' ? data.countedOn : data.effectiveFrom);

/** The numbers that a fact begins, and those that it ends. */
function begins({ type, data }: Fact<RegisterData>): string[] {
  if (type === 'MunicipalitySplit') return data.parts.map((part) => part.municipalityNumber);
  return type === 'PopulationCounted' ? [] : [data.municipalityNumber];
}
function ends({ type, data }: Fact<RegisterData>): string[] {
  if (type === 'MunicipalitiesMerged') return data.predecessors.map((one) => one.municipalityNumber);
  return type === 'MunicipalityRenumbered' || type === 'MunicipalitySplit' ? [data.predecessor] : [];
}

export interface NaiveRow {
  readonly number: string;
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

export function naiveRows(log: readonly Recorded[], { asOf, knownAt, stage: threshold, inheritance, capability }: Question): NaiveRow[] {
  const events = log.filter(({ position }) => position <= knownAt);
  const register = standing<RegisterData>(events, [
    'MunicipalityEstablished', 'MunicipalityRenumbered', 'MunicipalitiesMerged', 'MunicipalitySplit', 'PopulationCounted',
  ]).sort((a, b) => a.position - b.position); // prettier-ignore
  const reports = standing<DataOf<'AdoptionReported'>>(events, ['AdoptionReported']).filter(({ data }) => data.capability === capability);
  const description = inForce(standing<DataOf<'DescriptionChanged'>>(events, ['DescriptionChanged']), asOf);
  const registration = events.find((event) => event.type === 'SolutionRegistered');
  const months = (description ?? registration)?.data.confirmationMonths ?? null;
  const target = inForce(standing<DataOf<'TargetGroupChanged'>>(events, ['TargetGroupChanged']), asOf);

  const dates = [...new Set(register.map(dateOf))].sort();
  const numbers = [...new Set(register.flatMap(begins))].sort();

  /** Who has a number on a day: walked from the first day of the register, on each day first what ends, then what begins. */
  function walk(number: string, day: string): Municipality | undefined {
    let holder: Municipality | undefined;
    for (const date of dates.filter((one) => one <= day)) {
      const today = register.filter((fact) => dateOf(fact) === date);
      if (today.some((fact) => ends(fact).includes(number))) holder = undefined;
      const fact = today.find((one) => begins(one).includes(number));
      if (holder === undefined && fact !== undefined) holder = { number, from: date, fact };
    }
    return holder;
  }
  // Walked once a number and day, for speed alone.
  const walked = new Map<string, Municipality | undefined>();
  const holderOf = (number: string, day: string): Municipality | undefined => {
    const key = `${number} ${day}`;
    if (!walked.has(key)) walked.set(key, walk(number, day));
    return walked.get(key);
  };
  const existing = (day: string): Municipality[] => numbers.flatMap((number) => holderOf(number, day) ?? []);

  /** Whom a municipality came from, with the share of each that moved: those that there were on the day before. */
  function cameFrom({ number, from, fact }: Municipality): { municipality: Municipality; share: number | null }[] {
    const shares: Record<string, () => [string, number | null][]> = {
      MunicipalityEstablished: () => [],
      MunicipalityRenumbered: () => [[fact.data.predecessor, 10_000]],
      MunicipalitiesMerged: () => fact.data.predecessors.map((one) => [one.municipalityNumber, one.shareBasisPoints]),
      MunicipalitySplit: () => [
        [fact.data.predecessor, fact.data.parts.find((part) => part.municipalityNumber === number)?.shareBasisPoints ?? null],
      ],
    };
    return (shares[fact.type]?.() ?? []).flatMap(([predecessor, share]) => {
      const municipality = holderOf(predecessor, dayBefore(from));
      return municipality === undefined ? [] : [{ municipality, share }];
    });
  }

  const countyOf = ({ number, fact }: Municipality): string =>
    (fact.type === 'MunicipalitySplit' ? fact.data.parts.find((part) => part.municipalityNumber === number) : fact.data)?.countyNumber ??
    '';

  /** Inhabitants by the last own count, else by those of the predecessors on their last day. */
  function inhabitants(one: Municipality, day: string): { number: number; countedOn: string; derived: boolean } | undefined {
    const counts = register.filter(
      ({ type, data }) =>
        type === 'PopulationCounted' &&
        data.municipalityNumber === one.number &&
        data.countedOn <= day &&
        holderOf(one.number, data.countedOn)?.from === one.from,
    );
    const last = counts.map(dateOf).sort().at(-1);
    const own = counts.findLast((fact) => dateOf(fact) === last);
    if (own !== undefined) return { number: own.data.inhabitants, countedOn: own.data.countedOn, derived: false };
    const parts = cameFrom(one).map(({ municipality }) => moved(municipality, one));
    if (parts.length === 0 || parts.includes(undefined)) return undefined;
    const all = parts.filter((part) => part !== undefined);
    return {
      number: all.reduce((sum, part) => sum + part.number, 0),
      countedOn: all.map((part) => part.countedOn).sort().at(-1) ?? '',
      derived: true,
    }; // prettier-ignore
  }

  /** How many of a municipality that ended went to one of its successors. The successors stand by number; what is left over goes to the largest remainders. */
  function moved(from: Municipality, to: Municipality): { number: number; countedOn: string } | undefined {
    const all = inhabitants(from, dayBefore(to.from));
    const successors = existing(to.from).flatMap((one) => {
      const link = one.from === to.from ? cameFrom(one).find(({ municipality }) => isSame(municipality, from)) : undefined;
      return link === undefined ? [] : [{ one, share: link.share }];
    });
    if (all === undefined) return undefined;
    if (successors.length === 1) return all;
    if (successors.some(({ share }) => share === null)) return undefined;
    const whole = successors.reduce((sum, { share }) => sum + (share ?? 0), 0);
    const parts = successors.map(({ one, share }) => {
      const product = all.number * (share ?? 0);
      return { one, down: Math.floor(product / whole), remainder: product % whole };
    });
    const left = all.number - parts.reduce((sum, { down }) => sum + down, 0);
    const favoured = parts.toSorted((a, b) => b.remainder - a.remainder).slice(0, left);
    const part = parts.find(({ one }) => isSame(one, to));
    return { number: (part?.down ?? 0) + (favoured.some(({ one }) => isSame(one, to)) ? 1 : 0), countedOn: all.countedOn };
  }

  /** The last report that a municipality made itself: since it began, by the day. */
  function ownReport({ number, from }: Municipality, day: string): Fact<DataOf<'AdoptionReported'>> | undefined {
    return inForce(
      reports.filter(({ data }) => data.municipalityNumber === number && data.effectiveFrom >= from),
      day,
    );
  }

  /** Whether it has come as far as a stage, by a rule. */
  function hasReached(one: Municipality, day: string, stage: Stage, rule: Question['inheritance']): boolean {
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
    const { group, effectiveFrom } = target.data;
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

/** The figures over the rows: municipalities, and their inhabitants (0 where nobody knows). */
export function naiveFigures(rows: readonly NaiveRow[]) {
  const members = rows.filter(({ member }) => member);
  const counted = members.flatMap(({ countedOn }) => countedOn ?? []);
  const figure = (weigh: (row: NaiveRow) => number) => {
    const sum = (of: readonly NaiveRow[]): number => of.reduce((total, row) => total + weigh(row), 0);
    const reached = members.filter((row) => row.reached);
    const [numerator, denominator] = [sum(reached), sum(members)];
    return {
      numerator,
      denominator,
      share: denominator === 0 ? null : Math.round((10_000 * numerator) / denominator) / 10_000,
      unknown: sum(members.filter(({ source }) => source === 'unknown')),
      inherited: sum(reached.filter(({ source }) => source === 'inherited')),
      partial: sum(members.filter(({ partial }) => partial)),
      stale: sum(members.filter(({ stale }) => stale)),
      outsideTargetGroup: sum(rows.filter((row) => !row.member && row.reached)),
    };
  };
  return {
    municipalities: figure(() => 1),
    population: figure(({ inhabitants }) => inhabitants ?? 0),
    populationCountedOn: counted.sort().at(-1) ?? null,
    populationDerivedFor: members.filter(({ derived }) => derived === true).length,
    populationUnknownFor: members.filter(({ inhabitants }) => inhabitants === null).length,
  };
}
