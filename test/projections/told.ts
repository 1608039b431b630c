import { municipalitiesOn } from '../../src/domain/municipality/graph.ts';
import type { CivilDate } from '../../src/domain/civil-date.ts';
import { NEVER, type Position, START } from '../../src/domain/position.ts';
import { adoptionOfStream, isAdoptionStream } from '../../src/domain/streams.ts';
import type { Recorded } from '../../src/eventstore/port.ts';
import type { ReportColumns } from '../../src/projections/report-columns.ts';
import type { FoldedModels } from '../../src/projections/read-models.ts';

const DAYS = ['2017-01-01', '2018-12-31', '2020-01-01', '2024-01-01'] as CivilDate[];

/** All that the read models can tell of a log, as known at every position of it, in one piece: equal where they are equal. */
export function told(models: FoldedModels, log: readonly Recorded[]): string {
  const { solutions, organisations, programmes, adoptions, facts, municipalities, revisions, logTimes, logIndex } = models;
  const positions = [START, ...log.map(({ position }) => position), NEVER];
  const streams = [...new Set(log.map(({ stream }) => stream))];
  const solutionIds = [...new Set(streams.filter(isAdoptionStream).map((stream) => adoptionOfStream(stream).solutionId))];
  const columnsOf = (id: string) =>
    adoptions.capabilitiesReported(id, NEVER).map((name) => [name, versions(adoptions.columnsOf(id, name), positions)]);
  return JSON.stringify({
    solutions: positions.map((at) => solutions.list(at)),
    solutionsChangedAt: [solutions.changedAt, solutionIds.map((id) => solutions.solutionChangedAt(id))],
    organisations: positions.map((at) => organisations.list(at)),
    programmes: positions.map((at) => programmes.list(at)),
    municipalities: [municipalities.changedAt, DAYS.map((day) => municipalitiesOn(municipalities.graph(), day).map(({ number, validFrom, validTo }) => [number, validFrom, validTo]))], // prettier-ignore
    reportedOn: adoptions.solutionIds(),
    columns: solutionIds.map(columnsOf),
    adoptionsChangedAt: [adoptions.changedAt, positions.map((at) => [...(adoptions.reportedSince(at) ?? ['too far back'])])],
    live: solutionIds.map((id) => [...adoptions.liveReports(id)]),
    facts: solutionIds.map((id) => positions.map((at) => facts.rowsOf(id, at).map((row) => facts.traceAt(row)))),
    traces: log.map(({ id }) => [facts.trace(id), facts.positionOf(id)]),
    ids: log.map(({ position }) => facts.idAt(position)),
    revisions: streams.map((stream) => positions.map((at) => [revisions.at(stream, at), revisions.changedAt(stream, at)])),
    times: [logTimes.newest, positions.map((at) => [logTimes.timeAt(at), logTimes.timeAfter(at)])],
    index: [{}, { types: ['AdoptionReported'] as const }, { solutionIds: solutionIds.slice(0, 1) }, { municipalityNumbers: ['0301'] }].map((filter) => logIndex.next(START, filter, 10_000)), // prettier-ignore
  });
}

/** Every version of every report, and whether it was known at each position. */
const versions = (columns: ReportColumns, positions: readonly Position[]) =>
  Array.from({ length: columns.length }, (_, row) => [
    columns.positions[row],
    columns.dated[row],
    columns.said[row],
    columns.originalOf(row),
    positions.map((at) => columns.isKnown(row, at)),
  ]);
