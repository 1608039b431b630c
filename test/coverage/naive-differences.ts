import type { CivilDate } from '../../src/domain/civil-date.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import type { NaiveRow, NaiveWorld, WorldQuestion } from './naive.ts';
import type { Municipality, NaiveRegister } from './naive-register.ts';

/** What happened to one municipality between two dates. */
export interface NaiveChange {
  readonly change: 'joined' | 'left' | 'ended' | 'began';
  /** Its number on the later date; of one that ended, on the earlier. */
  readonly number: string;
  /** Whether it was in the numerator on the earlier date; null where it was not there. */
  readonly counted: boolean | null;
  /** Whether it is on the later. */
  readonly counts: boolean | null;
}

const inNumerator = ({ member, reached }: NaiveRow): boolean => member && reached;

/**
 * The municipality that it was on an earlier date, under whatever number: the way back is nothing but renumberings. Of two numbers that a
 * municipality is said to have got on one day, the first is the one. Undefined where it began in between.
 */
function asItWas(register: NaiveRegister, one: Municipality, date: string): Municipality | undefined {
  if (one.from <= date) return one;
  const [before] = register.cameFrom(one);
  if (one.fact.type !== 'MunicipalityRenumbered' || before === undefined) return undefined;
  const same = register.becameOn(before.municipality, one.from).find(({ fact }) => fact.type === 'MunicipalityRenumbered');
  return same?.number === one.number ? asItWas(register, before.municipality, date) : undefined;
}

/** Who joined, left, ended or began between two dates, by number; who ended before who began under the same number. */
export function naiveChanges(world: NaiveWorld, question: Omit<WorldQuestion, 'asOf'>, from: CivilDate, to: CivilDate): NaiveChange[] {
  const { register } = world;
  const rowsOn = (asOf: CivilDate) => new Map(world.rows({ ...question, asOf }).map((row) => [row.number, row]));
  const [earlier, later] = [rowsOn(from), rowsOn(to)];
  const stayed = new Set<string>();
  const changes: NaiveChange[] = [];
  for (const one of register.existing(to)) {
    const after = later.get(one.number);
    const was = asItWas(register, one, from);
    const before = was && earlier.get(was.number);
    if (after === undefined || (was !== undefined && before === undefined)) throw new Error(`${one.number} has no row`);
    if (before === undefined) {
      if (after.member) changes.push({ change: 'began', number: one.number, counted: null, counts: inNumerator(after) });
      continue;
    }
    stayed.add(before.number);
    const [counted, counts] = [inNumerator(before), inNumerator(after)];
    if (counted !== counts) changes.push({ change: counts ? 'joined' : 'left', number: one.number, counted, counts });
  }
  for (const before of earlier.values())
    if (!stayed.has(before.number) && before.member)
      changes.push({ change: 'ended', number: before.number, counted: inNumerator(before), counts: null });
  return changes.sort((a, b) => order(a).localeCompare(order(b)));
}
const order = ({ number, change }: NaiveChange): string => `${number} ${change === 'ended' ? 0 : 1}`;

/** What is known differently of one municipality: null where it did not exist by what was known. */
export interface NaiveRevision {
  readonly number: string;
  readonly before: NaiveRow | null;
  readonly after: NaiveRow | null;
  /** The positions of the events in between that bear on it. */
  readonly positions: readonly number[];
}

/** What of a row is compared: all that figures are counted from. */
export const told = (row: NaiveRow | undefined): string => {
  if (row === undefined) return 'not there';
  const { stage, reached, partial, member, stale, source, inhabitants, countedOn, derived } = row;
  return JSON.stringify({ stage, reached, partial, member, stale, source, inhabitants, countedOn, derived });
};

/** Who counts otherwise on one date by what was recorded after an earlier position, and the events that bear on each. */
export function naiveRevisions(earlier: NaiveWorld, later: NaiveWorld, question: WorldQuestion): NaiveRevision[] {
  const recorded = later.events.slice(earlier.events.length);
  const rowsOf = (world: NaiveWorld) => new Map(world.rows(question).map((row) => [row.number, row]));
  const [before, after] = [rowsOf(earlier), rowsOf(later)];
  return [...new Set([...before.keys(), ...after.keys()])].sort().flatMap((number) => {
    if (told(before.get(number)) === told(after.get(number))) return [];
    const lineage = new Set([earlier, later].flatMap(({ register }) => numbersBehind(register, register.existing(question.asOf).find((one) => one.number === number)))); // prettier-ignore
    const bearing = recorded.filter((event) => bearsOn(event, lineage, question, later.events));
    return [
      {
        number,
        before: before.get(number) ?? null,
        after: after.get(number) ?? null,
        positions: bearing.map(({ position }) => position),
      },
    ];
  });
}

/** The numbers of a municipality and of all that it came from. */
const numbersBehind = (register: NaiveRegister, one: Municipality | undefined): string[] =>
  one === undefined ? [] : [one.number, ...register.cameFrom(one).flatMap(({ municipality }) => numbersBehind(register, municipality))];

/** Whether an event is about one of these numbers, in the register or with the solution, or about the solution's description or target group. */
function bearsOn(event: Recorded, lineage: ReadonlySet<string>, question: WorldQuestion, log: readonly Recorded[]): boolean {
  const original = log.find(({ id }) => id === (event.data as { factId?: string }).factId) ?? event;
  switch (original.type) {
    case 'AdoptionReported': {
      const { solutionId, capability, municipalityNumber } = original.data;
      return solutionId === question.solutionId && capability === question.capability && lineage.has(municipalityNumber);
    }
    case 'SolutionRegistered':
    case 'DescriptionChanged':
    case 'TargetGroupChanged':
      return original.data.solutionId === question.solutionId;
    default:
      // Of the register: what it said at first, and what it says after this.
      return original.stream.endsWith('register-municipalities') && [...namedBy(original), ...namedBy(event)].some((one) => lineage.has(one));
  }
} // prettier-ignore

const namedBy = ({ data }: Recorded): string[] => JSON.stringify(data).match(/(?<="(?:municipalityNumber|predecessor)":")\d{4}/g) ?? [];
