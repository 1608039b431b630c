import type { AdoptionFact } from '../domain/adoption/events.ts';
import type { ReportOn } from '../domain/adoption/inheritance.ts';
import { rank } from '../domain/adoption/stage.ts';
import type { CivilDate } from '../domain/civil-date.ts';
import { civilDateOf, dayNumber } from '../domain/day-number.ts';
import { digitsOf, numberOfDigits } from '../domain/municipality/number.ts';
import { NEVER, type Position, START } from '../domain/position.ts';
import { adoptionOfStream } from '../domain/streams.ts';
import { type AdoptionRecords, KIND } from '../eventstore/adoption-records.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { Facts } from './facts.ts';
import { Names } from './names.ts';
import type { ReadModel } from './read-model.ts';
import { dayIn, numberIn, ReportColumns, type ReportVersion, type SavedReports } from './report-columns.ts';
import { reportsInForce } from './reports-in-force.ts';

/** A report that is live now, and what it is about. */
export interface LiveReport {
  readonly factId: string;
  readonly position: Position;
  readonly municipalityNumber: string;
  readonly capability: string | null;
  readonly effectiveFrom: CivilDate;
}

interface Saved {
  /** What was reported without a capability, and by the number of the capability's name, each by that of the solution's. */
  readonly whole: readonly (readonly [solution: number, SavedReports])[];
  readonly parts: readonly (readonly [solution: number, capability: number, SavedReports])[];
  readonly recentAt: Position[];
  readonly recentIds: string[];
  readonly events: number;
  readonly changedAt: Position;
}

/** Where nobody has reported. It stays empty. */
const NOTHING_REPORTED = new ReportColumns();

/** So many events are remembered by the solution that they are about. */
const RECENT = 64;

/**
 * What every municipality number ever reported, by solution and capability: the facts that coverage is counted from, in columns.
 * What a report says beyond its stage is in the log, and its event id is asked of `Facts`.
 */
export class Adoptions implements ReadModel<Saved> {
  readonly name = 'adoptions';
  readonly restsOn = ['facts'];
  readonly #facts: Facts;
  readonly #names: Names;
  /** By the number of the solution's name, what was reported without a capability, and by the number of the capability's. */
  readonly #bySolution: (ReportColumns | undefined)[] = [];
  readonly #byCapability: (Map<number, ReportColumns> | undefined)[] = [];
  #changedAt = START;
  /** The last events, the n-th at n modulo RECENT: where, and about which solution. */
  #recentAt: Position[] = [];
  #recentIds: string[] = [];
  #events = 0;

  /**
   * @param facts folds every event before this does
   * @param names shared with the other models that keep them by number
   */
  constructor(facts: Facts, names = new Names()) {
    this.#facts = facts;
    this.#names = names;
  }

  fold(event: Recorded): void {
    if (event.type === 'AdoptionReported') {
      const { solutionId, capability } = event.data;
      this.#grownColumns(this.#names.numberOf(solutionId), this.#capability(capability)).add(version(event.data, event.position));
      this.#remember(event.position, solutionId);
    } else if (event.type === 'AdoptionReportCorrected' || event.type === 'AdoptionReportAnnulled') {
      // What corrects or annuls belongs to the stream that it stands in, as the report does.
      const { solutionId, municipalityNumber } = adoptionOfStream(event.stream);
      const [original, solution] = [this.#facts.positionOf(event.data.factId), this.#numberOf(solutionId)];
      if (event.type === 'AdoptionReportCorrected') {
        const { data } = event.data.fact;
        this.#correct(solution, this.#capability(data.capability), original, version({ ...data, municipalityNumber }, event.position));
      } else this.#annul(solution, original, digitsOf(municipalityNumber), event.position);
      this.#remember(event.position, solutionId);
    }
  }

  foldInShort(records: AdoptionRecords, from: number, until: number): void {
    for (let index = from; index < until; index += 1) {
      const kind = records.kind(index);
      const solution = records.solution(index);
      const capability = records.capability(index);
      if (kind === KIND.AdoptionReported) this.#grownColumns(solution, capability).add(versionIn(records, index));
      else {
        const original = this.#facts.positionAmended(records, index);
        if (kind === KIND.AdoptionReportCorrected) this.#correct(solution, capability, original, versionIn(records, index));
        else this.#annul(solution, original, records.municipality(index), records.position(index));
      }
    }
    this.#events += Math.max(0, until - from - RECENT); // of more than are remembered, the last
    for (let index = Math.max(from, until - RECENT); index < until; index += 1)
      this.#remember(records.position(index), this.#names.at(records.solution(index)));
  }

  save(): Saved {
    const [recentAt, recentIds, events, changedAt] = [this.#recentAt, this.#recentIds, this.#events, this.#changedAt];
    const whole = [...this.#bySolution.entries()].flatMap(([solution, columns]) =>
      columns === undefined ? [] : [[solution, columns.save()] as const],
    );
    const parts = [...this.#byCapability.entries()].flatMap(([solution, timelines]) =>
      [...(timelines ?? [])].map(([capability, columns]) => [solution, capability, columns.save()] as const),
    );
    return { whole, parts, recentAt, recentIds, events, changedAt };
  }

  restore({ whole, parts, recentAt, recentIds, events, changedAt }: Saved): void {
    for (const [solution, saved] of whole) this.#bySolution[solution] = ReportColumns.restored(saved);
    for (const [solution, capability, saved] of parts)
      (this.#byCapability[solution] ??= new Map<number, ReportColumns>()).set(capability, ReportColumns.restored(saved));
    this.#recentAt = recentAt;
    this.#recentIds = recentIds;
    this.#events = events;
    this.#changedAt = changedAt;
  }

  #correct(solution: number, capability: number, original: Position | undefined, corrected: ReportVersion): void {
    if (original !== undefined) this.#columns(solution, capability)?.correct(original, corrected);
  }

  #annul(solution: number, original: Position | undefined, number: number, at: Position): void {
    if (original === undefined) return;
    for (const [, columns] of this.#timelinesOf(solution)) columns.annul(original, number, at);
  }

  #remember(position: Position, solutionId: string): void {
    this.#recentAt[this.#events % RECENT] = position;
    this.#recentIds[this.#events % RECENT] = solutionId;
    this.#events += 1;
    this.#changedAt = position;
  }

  #columns(solution: number, capability: number): ReportColumns | undefined {
    return capability === 0 ? this.#bySolution[solution] : this.#byCapability[solution]?.get(capability);
  }

  #grownColumns(solution: number, capability: number): ReportColumns {
    if (capability === 0) return (this.#bySolution[solution] ??= new ReportColumns());
    const timelines = (this.#byCapability[solution] ??= new Map<number, ReportColumns>());
    let columns = timelines.get(capability);
    if (columns === undefined) timelines.set(capability, (columns = new ReportColumns()));
    return columns;
  }

  /** What was reported on a solution, and on each capability of it, by the number of its name. */
  *#timelinesOf(solution: number): Generator<readonly [capability: number, ReportColumns]> {
    const whole = this.#bySolution[solution];
    if (whole !== undefined) yield [0, whole];
    yield* this.#byCapability[solution] ?? [];
  }

  /** 0, under which there is nothing, for a solution that no event is about. */
  #numberOf(solutionId: string): number {
    return this.#names.known(solutionId) ?? 0;
  }

  /** 0 for a report on the solution as a whole. */
  #capability(name: string | null): number {
    return name === null ? 0 : this.#names.numberOf(name);
  }

  /** The position of the last event about any adoption. */
  get changedAt(): Position {
    return this.#changedAt;
  }

  /** The position of the last event that changed what is reported on one solution, or on a capability of it. */
  solutionChangedAt(solutionId: string): Position {
    let last = START;
    for (const [, { changedAt }] of this.#timelinesOf(this.#numberOf(solutionId))) if (changedAt > last) last = changedAt;
    return last;
  }

  /** The solutions that events after a position are about; null where that is farther back than is remembered. */
  reportedSince(position: Position): ReadonlySet<string> | null {
    const after = this.#recentIds.filter((_, at) => (this.#recentAt[at] ?? position) > position);
    return after.length === RECENT ? null : new Set(after);
  }

  /** Every version of every report on a solution (and capability); empty where nobody reported. */
  columnsOf(solutionId: string, capability: string | null): ReportColumns {
    // A capability that nobody names has no number, and a solution that nobody names is the number 0.
    const number = capability === null ? 0 : (this.#names.known(capability) ?? NaN);
    return this.#columns(this.#numberOf(solutionId), number) ?? NOTHING_REPORTED;
  }

  /** The reports in force for a solution (and capability), as known at a position. */
  reportsOf(solutionId: string, capability: string | null, knownAt: Position): ReportOn {
    return reportsInForce(this.columnsOf(solutionId, capability), knownAt, (position) => this.#facts.idAt(position));
  }

  /** The capabilities that anything was reported for by a position, null (without one) first. */
  capabilitiesReported(solutionId: string, knownAt: Position): (string | null)[] {
    const timelines = [...this.#timelinesOf(this.#numberOf(solutionId))];
    const reported = timelines.filter(([, { positions }]) => (positions[0] ?? NEVER) <= knownAt);
    return reported
      .map(([number]) => (number === 0 ? null : this.#names.at(number)))
      .sort((a, b) => (a === null || (b !== null && a < b) ? -1 : 1));
  }

  /** Every report on a solution that is live now. */
  *liveReports(solutionId: string): Generator<LiveReport> {
    for (const [capability, columns] of this.#timelinesOf(this.#numberOf(solutionId)))
      for (let row = 0; row < columns.length; row += 1) {
        if (!columns.isKnown(row, NEVER)) continue;
        const dated = columns.dated[row] ?? 0;
        yield {
          factId: this.#facts.idAt(columns.originalOf(row)),
          position: columns.positions[row] as Position,
          municipalityNumber: numberOfDigits(numberIn(dated)),
          capability: capability === 0 ? null : this.#names.at(capability),
          effectiveFrom: civilDateOf(dayIn(dated)),
        };
      }
  }

  /** The solutions that anybody reported on. */
  solutionIds(): string[] {
    const isReportedOn = (number: number): boolean => number in this.#bySolution || number in this.#byCapability;
    return this.#names
      .list()
      .filter((_, index) => isReportedOn(index + 1))
      .sort();
  }
}

type Said = Pick<AdoptionFact['data'], 'effectiveFrom' | 'stage' | 'confirmedAt'> & { readonly municipalityNumber: string };

const version = ({ municipalityNumber, effectiveFrom, stage, confirmedAt }: Said, position: Position): ReportVersion => ({
  position,
  number: digitsOf(municipalityNumber),
  effectiveFrom: dayNumber(effectiveFrom),
  rank: rank(stage),
  confirmedAt: dayNumber(confirmedAt),
});

const versionIn = (records: AdoptionRecords, row: number): ReportVersion => ({
  position: records.position(row),
  number: records.municipality(row),
  effectiveFrom: records.effectiveFrom(row),
  rank: records.rank(row),
  confirmedAt: records.confirmedAt(row),
});
