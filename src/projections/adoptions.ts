import type { AdoptionEvent, AdoptionFact } from '../domain/adoption/events.ts';
import type { ReportOn } from '../domain/adoption/inheritance.ts';
import { type CivilDate } from '../domain/civil-date.ts';
import { civilDateOf, dayNumber } from '../domain/day-number.ts';
import { digitsOf, numberOfDigits } from '../domain/municipality/number.ts';
import { NEVER, type Position, START } from '../domain/position.ts';
import { adoptionOfStream } from '../domain/streams.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { Facts } from './facts.ts';
import { Names } from './names.ts';
import type { ReadModel } from './read-model.ts';
import { dayIn, numberIn, ReportColumns, type ReportVersion } from './report-columns.ts';
import { reportsInForce } from './reports-in-force.ts';

/** A report that is live now, and what it is about. */
export interface LiveReport {
  readonly factId: string;
  readonly position: Position;
  readonly municipalityNumber: string;
  readonly effectiveFrom: CivilDate;
}

/** Where nobody has reported. It stays empty. */
const NOTHING_REPORTED = new ReportColumns();

/** So many events are remembered by the solution that they are about. */
const RECENT = 64;

/**
 * What every municipality number ever reported, by solution and capability: the facts that coverage is counted from, in columns.
 * What a report says beyond its stage is in the log, and its event id is asked of `Facts`.
 */
export class Adoptions implements ReadModel {
  readonly name = 'adoptions';
  readonly restsOn = ['facts'];
  readonly #facts: Facts;
  readonly #solutionIds: Names;
  /** By the number of the solution's name, what was reported without a capability, and by capability. */
  readonly #bySolution: (ReportColumns | undefined)[] = [];
  readonly #byCapability: (Map<string, ReportColumns> | undefined)[] = [];
  #changedAt = START;
  /** The last events, the n-th at n modulo RECENT: where, and about which solution. */
  readonly #recentAt: Position[] = [];
  readonly #recentIds: string[] = [];
  #events = 0;

  /**
   * @param facts folds every event before this does
   * @param solutionIds shared with the other models that keep them by number
   */
  constructor(facts: Facts, solutionIds = new Names()) {
    this.#facts = facts;
    this.#solutionIds = solutionIds;
  }

  fold(event: Recorded): void {
    if (event.type === 'AdoptionReported') {
      this.#grownColumns(event.data).add(version(event.data, event.position));
      this.#remember(event.position, event.data.solutionId);
    } else if (event.type === 'AdoptionReportCorrected' || event.type === 'AdoptionReportAnnulled') {
      const { solutionId, municipalityNumber } = adoptionOfStream(event.stream);
      const original = this.#facts.positionOf(event.data.factId);
      if (original !== undefined) this.#amend(event, original, solutionId, municipalityNumber);
      this.#remember(event.position, solutionId);
    }
  }

  /** What corrects or annuls belongs to the stream that it stands in, as the report does. */
  #amend({ type, data, position }: Recorded<AdoptionAmendment>, original: Position, solutionId: string, number: string): void {
    if (type === 'AdoptionReportCorrected') {
      const corrected = version({ ...data.fact.data, municipalityNumber: number }, position);
      this.columnsOf(solutionId, data.fact.data.capability).correct(original, corrected);
    } else {
      for (const [, columns] of this.#timelinesOf(solutionId)) columns.annul(original, digitsOf(number), position);
    }
  }

  #remember(position: Position, solutionId: string): void {
    this.#recentAt[this.#events % RECENT] = position;
    this.#recentIds[this.#events % RECENT] = solutionId;
    this.#events += 1;
    this.#changedAt = position;
  }

  #grownColumns({ solutionId, capability }: AdoptionFact['data']): ReportColumns {
    const solution = this.#solutionIds.numberOf(solutionId);
    if (capability === null) return (this.#bySolution[solution] ??= new ReportColumns());
    const timelines = (this.#byCapability[solution] ??= new Map<string, ReportColumns>());
    let columns = timelines.get(capability);
    if (columns === undefined) timelines.set(capability, (columns = new ReportColumns()));
    return columns;
  }

  /** What was reported on a solution, and on each capability of it, with its name. */
  *#timelinesOf(solutionId: string): Generator<readonly [capability: string | null, ReportColumns]> {
    const solution = this.#numberOf(solutionId);
    const whole = this.#bySolution[solution];
    if (whole !== undefined) yield [null, whole];
    yield* this.#byCapability[solution] ?? [];
  }

  /** 0, under which there is nothing, for a solution that no event is about. */
  #numberOf(solutionId: string): number {
    return this.#solutionIds.known(solutionId) ?? 0;
  }

  /** The position of the last event about any adoption. */
  get changedAt(): Position {
    return this.#changedAt;
  }

  /** The solutions that events after a position are about; null where that is farther back than is remembered. */
  reportedSince(position: Position): ReadonlySet<string> | null {
    const after = this.#recentIds.filter((_, at) => (this.#recentAt[at] ?? position) > position);
    return after.length === RECENT ? null : new Set(after);
  }

  /** Every version of every report on a solution (and capability); empty where nobody reported. */
  columnsOf(solutionId: string, capability: string | null): ReportColumns {
    const solution = this.#numberOf(solutionId);
    const columns = capability === null ? this.#bySolution[solution] : this.#byCapability[solution]?.get(capability);
    return columns ?? NOTHING_REPORTED;
  }

  /** The reports in force for a solution (and capability), as known at a position. */
  reportsOf(solutionId: string, capability: string | null, knownAt: Position): ReportOn {
    return reportsInForce(this.columnsOf(solutionId, capability), knownAt, (position) => this.#facts.idAt(position));
  }

  /** The capabilities that anything was reported for by a position, null (without one) first. */
  capabilitiesReported(solutionId: string, knownAt: Position): (string | null)[] {
    const reported = [...this.#timelinesOf(solutionId)].filter(([, { positions }]) => (positions[0] ?? NEVER) <= knownAt);
    return reported.map(([name]) => name).sort((a, b) => (a === null || (b !== null && a < b) ? -1 : 1));
  }

  /** Every report on a solution that is live now. */
  *liveReports(solutionId: string): Generator<LiveReport> {
    for (const [, columns] of this.#timelinesOf(solutionId))
      for (let row = 0; row < columns.length; row += 1) {
        if (!columns.isKnown(row, NEVER)) continue;
        const dated = columns.dated[row] ?? 0;
        yield {
          factId: this.#facts.idAt(columns.originalOf(row)),
          position: columns.positions[row] as Position,
          municipalityNumber: numberOfDigits(numberIn(dated)),
          effectiveFrom: civilDateOf(dayIn(dated)),
        };
      }
  }

  /** The solutions that anybody reported on. */
  solutionIds(): string[] {
    const isReportedOn = (number: number): boolean => number in this.#bySolution || number in this.#byCapability;
    return this.#solutionIds
      .list()
      .filter((_, index) => isReportedOn(index + 1))
      .sort();
  }
}

type AdoptionAmendment = Exclude<AdoptionEvent, AdoptionFact>;
type Said = Pick<AdoptionFact['data'], 'effectiveFrom' | 'stage' | 'confirmedAt'> & { readonly municipalityNumber: string };

const version = ({ municipalityNumber, effectiveFrom, stage, confirmedAt }: Said, position: Position): ReportVersion => ({
  position,
  number: digitsOf(municipalityNumber),
  effectiveFrom: dayNumber(effectiveFrom),
  stage,
  confirmedAt: dayNumber(confirmedAt),
});
