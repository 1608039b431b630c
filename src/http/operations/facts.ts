import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { reject } from '../../domain/rejection.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';
import type { FactTrace } from '../../projections/facts.ts';
import { annulFactCommand, annulReportCommand, correctFactCommand, correctReportCommand } from '../../registry/commands.ts';
import type { Registry } from '../../registry/registry.ts';
import { missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import type { Schemas } from '../contract/schemas.ts';
import { bodyViolation, breaches } from '../contract/violations.ts';
import { rejectionProblem } from '../problems/from-rejection.ts';
import { violationsProblem } from '../problems/problem.ts';
import { factViews } from '../views/fact.ts';
import { shown } from '../views/moment.ts';
import { adoptionViewOf } from './adoptions.ts';
import { adoptionReport, KINDS } from './contents.ts';
import { record, type Write } from './record.ts';
import { factLocation, viewOf } from './solution-facts.ts';

const unknown = (eventId: string) => missing('unknown-fact', `no fact ${eventId} is recorded`, 'eventId');

/** A registration, a correction, an annulment, or something of the register: in the log, but no fact that is read by its id. */
const noFact = (eventId: string) =>
  missing('unknown-fact', `event ${eventId} registers, corrects or annuls: it is no fact of its own`, 'eventId');

/** A fact that a command names, as it was first recorded. @throws Problem unknown-fact, not-a-fact */
async function originalOf(registry: Registry, eventId: string): Promise<{ trace: FactTrace; fact: SolutionFact | AdoptionFact }> {
  if (registry.models.facts.positionOf(eventId) === undefined) await registry.readHead();
  const { facts } = registry.models;
  if (facts.positionOf(eventId) === undefined) throw unknown(eventId);
  const trace = facts.trace(eventId);
  if (trace === undefined || trace.type === 'SolutionRegistered') throw rejectionProblem([reject('not-a-fact', { eventId })]);
  const [event] = await Array.fromAsync(registry.store.readAt([trace.position]));
  return { trace, fact: { type: trace.type, data: event?.data } as SolutionFact | AdoptionFact };
}

/** The content of a correction as the kind of fact that it corrects. @throws Problem invalid-request where it is of another kind */
function replacement(schemas: Schemas, original: SolutionFact | AdoptionFact, content: unknown): SolutionFact | AdoptionFact {
  const { solutionId } = original.data;
  const schema = original.type === 'AdoptionReported' ? 'AdoptionReport' : KINDS[original.type].schema;
  const errors = breaches(schemas.at(`#/components/schemas/${schema}`), content, schemas).map((one) =>
    bodyViolation({ ...one, pointer: `/fact${one.pointer}` }),
  );
  if (errors.length > 0) throw violationsProblem('invalid-request', errors);
  const checked = content as never; // against the schema of that very kind, by its name: no type follows it
  if (original.type === 'AdoptionReported') return adoptionReport(solutionId, original.data.municipalityNumber, checked);
  return KINDS[original.type].fact(solutionId, checked);
}

/** What an answer about an adoption shows: the capability that the fact is about. */
const adoptionView = (registry: Registry, { data }: AdoptionFact) =>
  adoptionViewOf(registry, data.solutionId, data.municipalityNumber, { capability: data.capability, inheritance: 'majority' });

async function correct(
  registry: Registry,
  input: Write & { path: { eventId: string }; body: { reason: string; fact: unknown } },
  schemas: Schemas,
) {
  const { trace, fact: original } = await originalOf(registry, input.path.eventId);
  const fact = replacement(schemas, original, input.body.fact);
  const correction = { factId: trace.eventId, reason: input.body.reason };
  const location = () => factLocation(trace.eventId);
  if (fact.type === 'AdoptionReported')
    return record(registry, input, correctReportCommand({ ...correction, fact }, trace.recordedBy), location, adoptionView(registry, fact));
  return record(registry, input, correctFactCommand({ ...correction, fact }, trace.recordedBy), location, viewOf(registry));
}

async function annul(registry: Registry, input: Write & { path: { eventId: string }; body: { reason: string } }) {
  const { trace, fact } = await originalOf(registry, input.path.eventId);
  const annulment = { factId: trace.eventId, reason: input.body.reason };
  const location = () => factLocation(trace.eventId);
  if (fact.type === 'AdoptionReported')
    return record(registry, input, annulReportCommand(annulment, fact, trace.recordedBy), location, adoptionView(registry, fact));
  return record(registry, input, annulFactCommand(annulment, fact, trace.recordedBy), location, viewOf(registry));
}

/** @param schemas a correction is checked against the body of the fact's own POST */
export const facts = (schemas: Schemas) =>
  ({
    getFact: async (input, registry) => {
      const moment = await momentOf(registry, input);
      const { eventId } = input.path;
      const { facts: recorded } = registry.models;
      const trace = recorded.trace(eventId);
      const position = recorded.positionOf(eventId);
      if (position === undefined) throw unknown(eventId);
      if (position > moment.knownAt) throw missing('unknown-fact', `fact ${eventId} was not yet recorded at knownAt`, 'eventId');
      if (trace === undefined || trace.type === 'SolutionRegistered') throw noFact(eventId);
      const [view] = await factViews(registry, [trace], moment);
      const revision = registry.models.revisions.at(trace.stream, moment.knownAt);
      // There is a view for each trace; and of which kind it is, no type of an array says.
      return { status: 200, revision, body: { ...view, ...shown(moment) } as never };
    },
    correctFact: (input, registry) => correct(registry, input, schemas),
    annulFact: (input, registry) => annul(registry, input),
  }) satisfies Handlers<'getFact' | 'correctFact' | 'annulFact'>;
