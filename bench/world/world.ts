import { AdoptionReported } from '../../src/domain/adoption/events.ts';
import { stageOfRank } from '../../src/domain/adoption/stage.ts';
import type { AdoptionFact } from '../../src/domain/adoption/events.ts';
import type { DomainEvent } from '../../src/domain/events.ts';
import type { MunicipalityNumber } from '../../src/domain/municipality/number.ts';
import { position, type Position } from '../../src/domain/position.ts';
import { adoptionStream, REGISTER_STREAM } from '../../src/domain/streams.ts';
import type { Metadata, Recorded } from '../../src/eventstore/port.ts';
import { dateOf } from './days.ts';
import { municipalities, type Municipalities } from './municipalities.ts';
import { uuidOf } from './random.ts';
import { KIND, recordedDay, type Reports, reports } from './reports.ts';
import { CAPABILITY, type Placed, solutionEvents, solutionId } from './solutions.ts';

export interface Size {
  readonly solutions: number;
  /** Reports with their corrections and annulments. */
  readonly reports: number;
}

/** A registry as it might be after eight years: the real municipalities, made-up solutions, and what was reported on them. */
export interface World {
  readonly municipalities: Municipalities;
  readonly solutionIds: readonly string[];
  readonly reports: Reports;
  /** The position of the n-th report; register, programmes and solutions come before them all. */
  readonly positionOf: (report: number) => Position;
  /** All events in the order of the log, made one by one. */
  readonly events: () => Generator<Recorded>;
}

export function world({ solutions, reports: count }: Size, seed = 20_170_101): World {
  const register = municipalities();
  const before: (Placed & { readonly id?: string })[] = [
    ...register.register.map(({ id, fact }) => ({ id, stream: REGISTER_STREAM, event: fact as DomainEvent })),
    ...solutionEvents(solutions, register, seed),
  ];
  const columns = reports(count, solutions, register, seed);
  const positionOf = (report: number): Position => position(before.length + report + 1);

  function* events(): Generator<Recorded> {
    const revisions = new Map<string, number>();
    for (const [index, { id, stream, event }] of before.entries()) {
      const revision = revisions.get(stream) ?? 0;
      revisions.set(stream, revision + 1);
      const place = { id: id ?? uuidOf(count + index), position: position(index + 1), stream, revision };
      yield { ...event, ...place, metadata: metadata(0, index) };
    }
    for (let index = 0; index < count; index += 1) yield reportEvent(index);
  }

  function reportEvent(index: number): Recorded {
    const [solution, number] = [columns.solution[index] ?? 0, columns.number[index] ?? 0];
    return {
      ...eventOf(columns, index, register.numbers),
      id: uuidOf(index),
      position: positionOf(index),
      stream: adoptionStream(solutionId(solution), register.numbers[number] ?? ''),
      revision: columns.revision[index] ?? 0,
      metadata: metadata(recordedDay(index, count), index),
    };
  }

  return {
    municipalities: register,
    solutionIds: Array.from({ length: solutions }, (_, index) => solutionId(index)),
    reports: columns,
    positionOf,
    events,
  };
}

/** What the n-th report says. */
export function eventOf(columns: Reports, index: number, numbers: readonly string[]): DomainEvent {
  const factId = uuidOf(columns.origin[index] ?? 0);
  const day = columns.day[index] ?? 0;
  if (columns.kind[index] === KIND.annulled) return { type: 'AdoptionReportAnnulled', data: { factId, reason: 'reported by mistake' } };
  const fact: AdoptionFact = {
    type: AdoptionReported.type,
    data: {
      solutionId: solutionId(columns.solution[index] ?? 0),
      municipalityNumber: numbers[columns.number[index] ?? 0] as MunicipalityNumber,
      capability: columns.capability[index] === 1 ? CAPABILITY : null,
      effectiveFrom: dateOf(day),
      stage: stageOfRank(columns.stage[index] ?? 0) ?? 'withdrawn',
      source: index % 3 === 0 ? 'supplier' : 'municipality',
      evidence: index % 4 === 0 ? `sak ${2017 + (index % 8)}/${index % 9973}` : null,
      confirmedAt: dateOf(Math.max(0, day + (columns.confirmed[index] ?? 0))),
    },
  };
  return columns.kind[index] === KIND.corrected
    ? { type: 'AdoptionReportCorrected', data: { factId, reason: 'a wrong stage or date', fact } }
    : fact;
}

/** An instant of its own for every event of a day, as the log would stamp it. */
const metadata = (day: number, index: number): Metadata => ({
  consumer: '994598759',
  supplier: null,
  correlationId: 'bench',
  causationId: null,
  fingerprint: '',
  attempt: '',
  recordedAt: `${dateOf(day)}T08:${String(Math.floor(index / 60_000) % 60).padStart(2, '0')}:${String(Math.floor(index / 1000) % 60).padStart(2, '0')}.${String(index % 1000).padStart(3, '0')}000Z`,
  hash: '',
});
