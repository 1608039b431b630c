import type { AdoptionFact } from '../../domain/adoption/events.ts';
import { timelineOf } from '../../domain/dated-facts.ts';
import { isReliedOn, type ReportOn } from '../../domain/adoption/inheritance.ts';
import { municipalityOn } from '../../domain/municipality/graph.ts';
import type { Position } from '../../domain/position.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { SolutionFact } from '../../domain/solution/events.ts';
import { place } from '../../domain/solution/state.ts';
import { pointOn, versionOf } from '../../domain/timeline.ts';
import type { Recorded } from '../../registry/recorded.ts';
import { eventsOf, type FactTrace } from '../../projections/facts.ts';
import { timelinesOf } from '../../projections/use.ts';
import { printPosition } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { factContent, factKind } from './fact-content.ts';
import { solutionRegistrationContent } from './registration.ts';

type AnyFact = SolutionFact | AdoptionFact;

/** Facts with who recorded them and when, and what corrected or annulled them; read from the log in one go. */
export async function factViews(registry: Registry, traces: readonly FactTrace[], moment: Moment) {
  const positions = traces.flatMap((trace) => eventsOf(trace, moment.knownAt));
  const events = new Map<Position, Recorded>();
  for await (const event of registry.store.readAt(positions.sort((a, b) => a - b))) events.set(event.position, event);
  const timelines = timelinesAt(registry, moment);
  return traces.map((trace) => factView(registry, trace, { events, moment, timelines }));
}

/** What facts are shown by. */
interface Given {
  /** Those that traces name, up to the moment. */
  readonly events: ReadonlyMap<Position, Recorded>;
  readonly moment: Moment;
  readonly timelines: TimelinesAt;
}

/** The reports on a capability of a solution, or on the whole of it; undefined where it never had that capability, as is known. */
type TimelinesAt = (solutionId: string, capability: string | null) => ReportOn | undefined;

/** Each is made once: it is asked again and again on one page, and is then quicker than a first time. */
function timelinesAt({ models }: Registry, { knownAt }: Moment): TimelinesAt {
  const bySolution = new Map<string, ReadonlyMap<string | null, ReportOn>>();
  const timelines = (solutionId: string) => {
    const solution = models.solutions.get(solutionId);
    const found = solution === undefined ? [] : timelinesOf(solution, knownAt, models);
    return new Map(found.map(({ capability, reportOn }) => [capability, reportOn]));
  };
  return (solutionId, capability) => {
    const known = bySolution.get(solutionId) ?? timelines(solutionId);
    bySolution.set(solutionId, known);
    return known.get(capability);
  };
}

function factView(registry: Registry, trace: FactTrace, given: Given) {
  const { events } = given;
  const recorded = (position: Position) => {
    const event = events.get(position);
    if (event === undefined) throw new Error(`the log has no event at position ${position}`);
    const { id: eventId, metadata } = event;
    const recordedBy = { consumer: metadata.consumer, supplier: metadata.supplier };
    return { event, by: { eventId, recordedAt: metadata.recordedAt, recordedBy, recordedPosition: printPosition(registry, position) } };
  };
  const { event: first, by } = recorded(trace.position);
  const original = contentOf(first);
  const corrections = trace.corrections.filter((position) => events.has(position)).map((position) => {
    const correction = recorded(position);
    const { data } = correction.event as Extract<Recorded, { type: 'SolutionFactCorrected' | 'AdoptionReportCorrected' }>;
    return { ...correction.by, reason: data.reason, fact: factContent(data.fact) };
  }); // prettier-ignore
  const annulment = trace.annulment === null || !events.has(trace.annulment) ? null : annulmentView(recorded(trace.annulment));
  const fact = corrections.at(-1)?.fact ?? original.content;
  // What a municipality recorded is a report.
  const reported = trace.municipalityNumber === null ? null : (fact as Pick<AdoptionFact['data'], 'capability' | 'effectiveFrom'>);
  return {
    ...by,
    type: original.kind,
    solutionId: trace.solutionId,
    municipalityNumber: trace.municipalityNumber,
    effectiveFrom: 'effectiveFrom' in fact ? fact.effectiveFrom : null,
    standing: standingOf(registry, trace, given, first, reported),
    fact,
    original: original.content,
    corrections,
    annulment,
  };
}

function annulmentView<By extends object>({ event, by }: { event: Recorded; by: By }) {
  const { data } = event as Extract<Recorded, { type: 'SolutionFactAnnulled' | 'AdoptionReportAnnulled' }>;
  return { ...by, reason: data.reason };
}

function contentOf(event: Recorded) {
  if (event.type === 'SolutionRegistered')
    return { kind: 'solution-registration' as const, content: solutionRegistrationContent(event.data) };
  const fact = { type: event.type, data: event.data } as AnyFact;
  return { kind: factKind(fact), content: factContent(fact) };
}

/** What a fact amounts to on the date: the value, overtaken by another, still to come, or withdrawn. */
function standingOf(
  { models }: Registry,
  { eventId, solutionId, municipalityNumber, annulment }: FactTrace,
  { moment: { asOf, knownAt }, timelines }: Given,
  first: Recorded,
  reported: Pick<AdoptionFact['data'], 'capability' | 'effectiveFrom'> | null,
): 'in-force' | 'superseded' | 'not-yet' | 'annulled' {
  if (annulment !== null && annulment <= knownAt) return 'annulled';
  if (municipalityNumber !== null && reported !== null) {
    if (reported.effectiveFrom > asOf) return 'not-yet';
    const reportOn = timelines(solutionId, reported.capability);
    const reporter = municipalityOn(models.municipalities.graph(knownAt), municipalityNumber, reported.effectiveFrom);
    const counts = reportOn !== undefined && reporter !== undefined && isReliedOn(eventId, reporter, asOf, reportOn);
    return counts ? 'in-force' : 'superseded';
  }
  const facts = models.solutions.get(solutionId)?.facts;
  if (facts === undefined || first.type === 'SolutionRegistered') return 'in-force'; // a registration holds for ever
  // Where it lies, it says itself: looked for among all, each fact of a page would pass through every cost line.
  const timeline = timelineOf(facts, place({ type: first.type, data: first.data } as SolutionFact).timeline);
  if (pointOn(timeline, asOf, knownAt)?.factId === eventId) return 'in-force';
  const version = versionOf(timeline, eventId, knownAt);
  return version !== undefined && version.effectiveFrom > asOf ? 'not-yet' : 'superseded';
}
