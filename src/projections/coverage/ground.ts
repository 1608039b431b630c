import type { Dimension } from '../../domain/adoption/grouping.ts';
import { targetGroupMembers } from '../../domain/adoption/target-group.ts';
import { type DayNumber, dayNumber, civilDateOf, NO_DAY } from '../../domain/day-number.ts';
import { type Municipality, type MunicipalityGraph, municipalitiesOn } from '../../domain/municipality/graph.ts';
import { mergerWeights, type Population, populationOn } from '../../domain/municipality/population.ts';
import type { Standing } from '../../domain/solution/standing.ts';
import { type Cells, cellsOf } from './cell-sums.ts';
import { type Families, familiesOf } from './families.ts';
import { type Grid, gridOf } from './grid.ts';
import { municipalityGroups } from './groups.ts';
import { type Lineages, lineagesOf } from './lineages.ts';
import { type LivedBlocks, livedBlocksOn } from './lived-blocks.ts';
import { NOT_COUNTED } from './table.ts';

/** A time within which the register says one thing: who exists, how many live there, which county and region they are in. */
export interface Epoch {
  readonly from: DayNumber;
  /** The first day after it. */
  readonly until: DayNumber;
  /** Who exists, by number: indexes of `Ground.municipalities`. */
  readonly there: Uint16Array;
  /** By place. */
  readonly lineages: Uint16Array;
  /** The places of those whose lineage came from others. */
  readonly heirs: Uint16Array;
  /** By municipality, its place in `there`. */
  readonly placeOf: Uint16Array;
  /** By municipality; 0 where nobody counted. */
  readonly inhabitants: Uint32Array;
  /** By place. */
  readonly populations: readonly (Population | undefined)[];
}

/** Where there is no target group. */
const EVERYBODY = { kind: 'all' } as const;

/** Before the register begins. */
const NOBODY: Epoch = {
  from: 0,
  until: 0,
  there: new Uint16Array(),
  lineages: new Uint16Array(),
  heirs: new Uint16Array(),
  placeOf: new Uint16Array(),
  inhabitants: new Uint32Array(),
  populations: [],
};

/** How time is cut up, and who lived through what of it. */
export interface Calendar {
  readonly grid: Grid;
  readonly lives: LivedBlocks;
}

/** What the inhabitants of some municipalities rest on. */
export interface Basis {
  readonly countedOn: DayNumber;
  readonly derivedFor: number;
  readonly unknownFor: number;
}

/** The register as known at one position, in arrays: what all solutions stand on. Predecessors come before their successors. */
export class Ground {
  readonly graph: MunicipalityGraph;
  readonly municipalities: readonly Municipality[];
  readonly validFrom: Int32Array;
  readonly validTo: Int32Array;
  readonly predecessors: readonly Uint16Array[];
  readonly isRenumbered: Uint8Array;
  readonly epochs: readonly Epoch[];
  /** By municipality, the epoch that it begins. */
  readonly beginsEpoch: Uint16Array;
  readonly lineages: Lineages;
  readonly families: Families;
  readonly #calendars = new Map<string, Calendar>();
  readonly #weights: (readonly number[] | undefined)[] = [];
  /** By what they say, so that groups that say the same are one, and by the fact that says it. */
  readonly #members = new Map<string, Uint8Array>();
  readonly #membersOf = new WeakMap<object, Uint8Array>();
  readonly #bases = new WeakMap<Uint8Array, Basis[]>();
  readonly #groups = new Map<string, Cells>();
  readonly #wholes: Cells[] = [];

  constructor(graph: MunicipalityGraph) {
    const { municipalities } = graph;
    if (municipalities.length > MOST_MUNICIPALITIES)
      throw new RangeError(
        `coverage holds ${MOST_MUNICIPALITIES} municipalities of all time, and the register has ${municipalities.length}`,
      );
    this.graph = graph;
    this.municipalities = municipalities;
    this.validFrom = Int32Array.from(municipalities, (one) => dayNumber(one.validFrom));
    this.validTo = Int32Array.from(municipalities, (one) => (one.validTo === null ? NO_DAY : dayNumber(one.validTo)));
    const indexOf = new Map(municipalities.map((one, index) => [one, index]));
    const index = (one: Municipality): number => indexOf.get(one) as number;
    this.predecessors = municipalities.map((one) => Uint16Array.from(one.predecessors, (link) => index(link.municipality)));
    this.isRenumbered = Uint8Array.from(municipalities, ({ origin }) => (origin === 'renumbered' ? 1 : 0));
    this.lineages = lineagesOf(this, (one) => this.weightsOf(one));
    this.families = familiesOf(this.predecessors);
    this.epochs = epochsOf(graph, index, this.lineages);
    this.beginsEpoch = Uint16Array.from(this.validFrom, (day) => this.epochOn(day));
  }

  /** How much each predecessor weighs in a merger. */
  weightsOf(municipality: number): readonly number[] {
    return (this.#weights[municipality] ??= mergerWeights(this.municipalities[municipality] as Municipality));
  }

  /** By municipality, 1 for those that a target group means; everybody where there is none. */
  membersOf(target: Standing<'TargetGroupChanged'> | undefined): Uint8Array {
    const group = target?.value.data.group ?? EVERYBODY;
    let members = this.#membersOf.get(group);
    if (members === undefined) {
      const key = target === undefined || group.kind === 'all' ? '' : JSON.stringify([target.effectiveFrom, group]);
      members = this.#members.get(key) ?? this.#listMembers(target);
      this.#members.set(key, members);
      this.#membersOf.set(group, members);
    }
    return members;
  }

  #listMembers(target: Standing<'TargetGroupChanged'> | undefined): Uint8Array {
    const isMember = targetGroupMembers(this.graph, target);
    return Uint8Array.from(this.municipalities, (one) => (isMember(one) ? 1 : 0));
  }

  /** What the inhabitants of the members that exist in an epoch rest on. */
  basisOf(members: Uint8Array, epoch: number): Basis {
    let bases = this.#bases.get(members);
    if (bases === undefined) this.#bases.set(members, (bases = []));
    return (bases[epoch] ??= basisOf(members, this.epochs[epoch] as Epoch));
  }

  /** Time cut up by months or years until a horizon: see gridOf. */
  calendar(horizon: DayNumber, months: 1 | 12): Calendar {
    const key = `${horizon} ${months}`;
    const kept = this.#calendars.get(key);
    if (kept !== undefined) return kept;
    const grid = gridOf(this.epochs, horizon, months);
    const calendar = { grid, lives: livedBlocksOn(this, grid) };
    this.#calendars.set(key, calendar);
    return calendar;
  }

  /** The municipalities of an epoch in groups, ready to be added up; nobody before the first epoch. */
  groupsBy(dimensions: readonly Dimension[], epoch: number): Cells {
    const key = `${epoch} ${dimensions.join()}`;
    const kept = this.#groups.get(key) ?? cellsOf(municipalityGroups(dimensions, this, this.epochs[epoch] ?? NOBODY));
    this.#groups.set(key, kept);
    return kept;
  }

  /** The municipalities of an epoch in one group. */
  wholeOf(epoch: number): Cells {
    return (this.#wholes[epoch] ??= this.groupsBy([], epoch));
  }

  /** The epoch of a day; -1 before the register. */
  epochOn(day: DayNumber): number {
    return this.epochs.findLastIndex(({ from }) => from <= day);
  }
}

/** As many as the packed entries of a stretch can name. */
const MOST_MUNICIPALITIES = 4096;

function epochsOf(graph: MunicipalityGraph, index: (one: Municipality) => number, { of, predecessors }: Lineages): Epoch[] {
  const turns = [
    ...graph.municipalities.flatMap(({ validFrom, validTo, counts }) => [validFrom, validTo, ...counts.map(({ countedOn }) => countedOn)]),
    ...[...graph.counties.values()].flat().flatMap(({ validFrom, validTo }) => [validFrom, validTo]),
  ];
  const days = [...new Set(turns.filter((date) => date !== null).map(dayNumber))].sort((a, b) => a - b);
  return days.map((from, at) => {
    const date = civilDateOf(from);
    const municipalities = municipalitiesOn(graph, date);
    const populations = municipalities.map((one) => populationOn(one, date));
    const placeOf = new Uint16Array(graph.municipalities.length);
    const inhabitants = new Uint32Array(graph.municipalities.length);
    for (const [place, one] of municipalities.entries()) {
      placeOf[index(one)] = place;
      inhabitants[index(one)] = populations[place]?.inhabitants ?? 0;
    }
    const all = populations.reduce((sum, population) => sum + (population?.inhabitants ?? 0), 0);
    if (all > 0xffff_ffff) throw new RangeError(`coverage holds 4294967295 inhabitants, and the register counts ${all} on ${date}`);
    const there = Uint16Array.from(municipalities, index);
    const lineages = there.map((one) => of[one] as number);
    const heirs = Uint16Array.from(lineages.keys().filter((place) => predecessors[lineages[place] as number]?.length !== 0));
    return { from, until: days[at + 1] ?? NO_DAY, there, lineages, heirs, placeOf, inhabitants, populations };
  });
}

function basisOf(members: Uint8Array, { there, populations }: Epoch): Basis {
  const counted = populations.filter((_, place) => members[there[place] as number] === 1);
  return {
    countedOn: counted.reduce((latest, one) => Math.max(latest, one ? dayNumber(one.countedOn) : NOT_COUNTED), NOT_COUNTED),
    derivedFor: counted.filter((one) => one?.derived).length,
    unknownFor: counted.filter((one) => one === undefined).length,
  };
}
