import { timelineOf } from '../domain/dated-facts.ts';
import { countyOn, municipalityOn } from '../domain/municipality/graph.ts';
import { NEVER, type Position } from '../domain/position.ts';
import { capabilitiesKnown } from '../domain/solution/standing.ts';
import type { Solution } from '../domain/solution/state.ts';
import { codec } from '../eventstore/codec.ts';
import { isStoreError } from '../eventstore/errors.ts';
import type { EventStore, Recorded, Stored } from '../eventstore/port.ts';
import { isStored, readAll, verify } from '../eventstore/verify.ts';
import { emptyModels, type FoldedModels, folding } from '../projections/read-models.ts';

/** Something that an operator should know of the log. */
export interface LogFinding {
  readonly code: string;
  readonly position: Position;
  readonly message: string;
}

/** What is wrong with the log as written, and then with what it says: clashes of writers, and reports that count nowhere. */
export async function* verifyLog(log: Pick<EventStore, 'engine' | 'settling' | 'readStored'>): AsyncGenerator<LogFinding> {
  yield* verify(log, { contiguous: log.engine === 'sqlite', settling: log.settling });
  const models = emptyModels();
  const list = folding(models);
  for await (const met of readAll(log)) {
    const event = isStored(met) ? decoded(met) : undefined;
    if (event === undefined) continue; // told above
    yield* clashes(event, models);
    for (const model of list) model.fold(event);
  }
  yield* orphans(models);
}

function decoded(stored: Stored): Recorded | undefined {
  try {
    const { id, position, stream, revision, metadata } = stored;
    return { ...codec.decode(stored), id, position, stream, revision, metadata };
  } catch (error) {
    if (isStoreError(error, 'corrupt')) return undefined;
    throw error;
  }
}

/** Two writers that raced can both have passed: the first position won, and the second says nothing any more. */
function* clashes(event: Recorded, models: FoldedModels): Generator<LogFinding> {
  const clash = (message: string): LogFinding => ({
    code: 'clash',
    position: event.position,
    message: `event ${event.id} at position ${event.position}: ${message}`,
  });
  const first = models.facts.positionOf(event.id);
  if (first !== undefined) yield clash(`its id is that of the event at position ${first}, which is the one that is found by it`);
  switch (event.type) {
    case 'OrganisationRegistered':
    case 'ProgrammeRegistered':
    case 'SolutionRegistered':
      if (event.revision > 0) yield clash('a second registration; the first stands');
      return;
    case 'SolutionFactCorrected':
    case 'SolutionFactAnnulled':
    case 'AdoptionReportCorrected':
    case 'AdoptionReportAnnulled': {
      const trace = models.facts.trace(event.data.factId);
      if (trace === undefined) yield clash(`it names ${event.data.factId}, which is no fact`);
      else if (trace.annulment !== null) yield clash(`it names ${event.data.factId}, which was annulled before it`);
      return;
    }
    default:
      return;
  }
}

/** What names something that there is not (any more), as the register and the solutions are known now: it counts nowhere. */
function* orphans(models: FoldedModels): Generator<LogFinding> {
  for (const solutionId of models.adoptions.solutionIds()) yield* reportsAstray(solutionId, models);
  for (const solution of models.solutions.list(NEVER)) yield* targetGroupsAstray(solution, models);
}

function* reportsAstray(solutionId: string, { adoptions, municipalities, solutions }: FoldedModels): Generator<LogFinding> {
  const graph = municipalities.graph();
  const solution = solutions.get(solutionId);
  const capabilities = solution === undefined ? [] : capabilitiesKnown(solution, NEVER);
  for (const { factId, position, municipalityNumber, capability, effectiveFrom } of adoptions.liveReports(solutionId)) {
    const report = `report ${factId} at position ${position}`;
    if (municipalityOn(graph, municipalityNumber, effectiveFrom) === undefined) {
      const message = `${report}: municipality ${municipalityNumber} is not valid on ${effectiveFrom}, so it counts nowhere`;
      yield { code: 'report-without-municipality', position, message };
    }
    if (capability !== null && !capabilities.includes(capability)) {
      const message = `${report}: solution ${solutionId} never had the capability ${capability}, as is known now, so it counts nowhere`;
      yield { code: 'report-without-capability', position, message };
    }
  }
}

function* targetGroupsAstray(solution: Solution, { municipalities }: FoldedModels): Generator<LogFinding> {
  const graph = municipalities.graph();
  for (const { factId, position, endedAt, value } of timelineOf(solution.facts, 'target-group')) {
    if (value.type !== 'TargetGroupChanged' || endedAt !== NEVER) continue;
    const { group, effectiveFrom } = value.data;
    if (group.kind === 'all') continue;
    const isThere = (number: string): boolean =>
      (group.kind === 'counties' ? countyOn : municipalityOn)(graph, number, effectiveFrom) !== undefined;
    const astray = group.numbers.filter((number) => !isThere(number));
    if (astray.length === 0) continue;
    const message = `target group ${factId} at position ${position}: ${astray.join(', ')} not valid on ${effectiveFrom}, so it has nobody of them`;
    yield { code: 'target-group-without-municipality', position, message };
  }
}
