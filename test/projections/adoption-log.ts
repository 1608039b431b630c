import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import type { Stage } from '../../src/domain/adoption/stage.ts';
import { adoptionStream, organisationStream, solutionStream } from '../../src/domain/streams.ts';
import { START } from '../../src/domain/position.ts';
import { type EventStore, type NewEvent, NO_STREAM, type Recorded } from '../../src/eventstore/port.ts';
import { described, provenance, reported } from '../eventstore/events.ts';

/** What is recorded next: which of the few solutions, municipalities and capabilities it is about, and which earlier fact. */
export interface Step {
  readonly what: 'report' | 'correct' | 'annul' | 'describe' | 'register' | 'report in a stream of another name';
  readonly solution: string;
  readonly municipality: string;
  readonly capability: string | null;
  readonly stage: Stage;
  readonly day: number;
  readonly earlier: number;
}

/** Few of each, so that they meet; reports most of all. */
export const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { arbitrary: fc.constant('report' as const), weight: 6 },
    { arbitrary: fc.constantFrom('correct' as const, 'annul' as const), weight: 4 },
    { arbitrary: fc.constantFrom('describe' as const, 'register' as const, 'report in a stream of another name' as const), weight: 1 },
  ),
  solution: fc.constantFrom('digisos', 'kjernejournal', 'e-resept'),
  municipality: fc.constantFrom('0301', '1103', '4601'),
  capability: fc.constantFrom(null, null, 'innsyn', 'digisos'),
  stage: fc.constantFrom('withdrawn' as const, 'planned' as const, 'in-use' as const, 'established' as const),
  day: fc.integer({ min: 10, max: 28 }),
  earlier: fc.nat(),
});

/** Records steps one after the other. What is corrected or annulled may be no fact, or annulled already: a log can have that. */
export async function recordSteps(store: EventStore, steps: readonly Step[]): Promise<void> {
  const revisions = new Map<string, number>();
  const facts: { readonly id: string; readonly stream: string; readonly event: NewEvent }[] = [];
  for (const { what, solution, municipality, capability, stage, day, earlier } of steps) {
    const consumer = earlier % 2 === 0 ? '994598759' : '915933149';
    const metadata = { ...provenance(), consumer };
    const report = reported(stage, municipality);
    const data = { ...report.data, solutionId: solution, capability, effectiveFrom: `2024-01-${day}`, confirmedAt: `2024-02-${day}` };
    const event = { ...report, data, metadata } as NewEvent;
    const fact = facts[earlier % Math.max(1, facts.length)];
    const amendment = (type: string, rest: object) => ({ type, id: randomUUID(), metadata, data: { factId: fact?.id ?? randomUUID(), reason: 'a slip', ...rest } }) as NewEvent; // prettier-ignore
    const own = adoptionStream(solution, municipality);
    const [stream, next] = {
      report: () => [own, event] as const,
      correct: () => [fact?.stream ?? own, amendment('AdoptionReportCorrected', { fact: { type: 'AdoptionReported', data } })] as const,
      annul: () => [fact?.stream ?? own, amendment('AdoptionReportAnnulled', {})] as const,
      describe: () => [solutionStream('digisos'), described(day)] as const,
      register: () => [organisationStream('994598759'), organisation()] as const,
      'report in a stream of another name': () => [`nsr.adoption-${solution}.x${municipality}`, event] as const,
    }[what]();
    const { revision } = await store.append(stream, [next], revisions.get(stream) ?? NO_STREAM);
    revisions.set(stream, revision);
    if (next.type === 'AdoptionReported' || next.type.startsWith('AdoptionReport')) facts.push({ id: next.id, stream, event: next });
  }
}

const organisation = (): NewEvent => ({
  type: 'OrganisationRegistered',
  id: randomUUID(),
  metadata: provenance(),
  data: { organisationNumber: '994598759', name: 'Norsk helsenett SF', sector: 'state' } as never,
});

/** All events of a log, whole. */
export async function eventsOf(store: EventStore): Promise<Recorded[]> {
  const events: Recorded[] = [];
  for await (const message of store.subscribe(START, new AbortController().signal)) {
    if (message.kind === 'caught-up') break;
    if (message.kind === 'events') events.push(...message.events);
  }
  return events;
}
