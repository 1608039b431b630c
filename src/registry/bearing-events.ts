import { type Bearing, type BearingFact, bearings, type Step } from '../domain/adoption/bearing.ts';
import type { CivilDate } from '../domain/civil-date.ts';
import type { Position } from '../domain/position.ts';
import type { Recorded } from '../eventstore/port.ts';
import type { FactTrace } from '../projections/facts.ts';
import { livesOf } from '../projections/lives.ts';
import { ownTurn } from '../projections/own-turn.ts';
import type { Registry } from './registry.ts';

/** A part of the log, and the date that it may bear on. */
export interface Between {
  readonly asOf: CivilDate;
  /** Exclusive. */
  readonly after: Position;
  /** Inclusive. */
  readonly until: Position;
}

type Read = Pick<Registry, 'models' | 'store'>;
const TYPES = new Set<FactTrace['type']>(['SolutionRegistered', 'DescriptionChanged', 'TargetGroupChanged', 'AdoptionReported']);

/** Facts whose events are read from the log at once: some milliseconds of work. */
const PORTION = 500;

/** The events of a solution, and of the adoption of it (or of one capability of it), that bear on its coverage. Others have their turn meanwhile. */
export async function solutionBearings(
  { models: { facts }, store }: Read,
  { solutionId, capability }: { readonly solutionId: string; readonly capability: string | null },
  { asOf, after, until }: Between,
): Promise<Bearing[]> {
  const rows = facts.rowsOf(solutionId, until, (type) => TYPES.has(type));
  const lives = (await livesOf(facts, rows, until)).filter((positions) => (positions.at(-1) ?? after) > after);
  const found: Bearing[][] = [];
  for (let first = 0; first < lives.length; first += PORTION) {
    if (first > 0) await ownTurn();
    const portion = lives.slice(first, first + PORTION);
    const events = new Map<Position, Recorded>();
    for await (const event of store.readAt(portion.flat().sort((a, b) => a - b))) events.set(event.position, event);
    const steps = portion.flatMap((positions) => stepsOf(positions.flatMap((position) => events.get(position) ?? [])));
    found.push(bearings(steps.filter((step) => step.position > after && isOf(capability, step)), asOf)); // prettier-ignore
  }
  return found.flat();
}

/** The life of one fact, by its events. A correction that would make it another fact has changed nothing (dated-facts.ts). */
function stepsOf(events: readonly Recorded[]): Step[] {
  const [original] = events.map(saidBy);
  const lived = events.filter((event) => isSameFact(saidBy(event), original ?? null));
  return lived.map((event, index) => {
    const before = lived[index - 1];
    return { eventId: event.id, position: event.position, was: before === undefined ? null : saidBy(before), is: saidBy(event) };
  });
}

/** Whether both are points of one timeline; an annulment is of whichever it ends. */
const isSameFact = (fact: BearingFact | null, original: BearingFact | null): boolean =>
  fact === null || (fact.type === original?.type && capabilityOf(fact) === capabilityOf(original));

const capabilityOf = (fact: BearingFact): string | null => (fact.type === 'AdoptionReported' ? fact.data.capability : null);

function saidBy(event: Recorded): BearingFact | null {
  switch (event.type) {
    case 'SolutionFactAnnulled':
    case 'AdoptionReportAnnulled':
      return null;
    case 'SolutionFactCorrected':
    case 'AdoptionReportCorrected':
      return event.data.fact as BearingFact;
    default:
      return { type: event.type, data: event.data } as BearingFact;
  }
}

function isOf(capability: string | null, { was, is }: Step): boolean {
  const fact = was ?? is;
  return fact?.type !== 'AdoptionReported' || fact.data.capability === capability;
}

/** The events of the municipality register that bear on the coverage of any solution. */
export async function registerBearings({ models, store }: Read, { asOf, after, until }: Between): Promise<Bearing[]> {
  const recorded = new Map(models.municipalities.recordedBetween(after, until).map((one) => [one.version.position, one]));
  const steps: Step[] = [];
  for await (const { id, position } of store.readAt([...recorded.keys()].sort((a, b) => a - b))) {
    const { version, replaced } = recorded.get(position) ?? {};
    steps.push({ eventId: id, position, was: replaced?.value ?? null, is: version?.value ?? null });
  }
  return bearings(steps, asOf);
}
