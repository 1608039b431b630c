import type { AdoptionFact } from '../../domain/adoption/events.ts';
import type { ReportOn, ReportPoint } from '../../domain/adoption/inheritance.ts';
import { type Adoption, reportIn } from '../../domain/adoption/state.ts';
import type { CivilDate } from '../../domain/civil-date.ts';
import { municipalitiesOn, municipalityOn } from '../../domain/municipality/graph.ts';
import type { Position } from '../../domain/position.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { adoptionStream } from '../../domain/streams.ts';
import { reportAdoptionCommand } from '../../registry/commands.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Recorded } from '../../registry/recorded.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCapability } from '../asked/capability.ts';
import { checkRegisterDate, missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { municipalityNotKnown } from '../problems/not-known.ts';
import { adoptionOn, type AdoptionQuestion, adoptionView, type ContentOf, endedAdoptionView } from '../views/adoption.ts';
import { shown } from '../views/moment.ts';
import { adoptionReport } from './contents.ts';
import { page } from './paging.ts';
import { record } from './record.ts';
import { factLocation } from './solution-facts.ts';
import { solutionAt } from './solutions.ts';

type AdoptionChoice = Pick<AdoptionQuestion, 'capability' | 'inheritance'>;

/** What is asked of a solution's adoption at a moment. @throws Problem unknown-solution, unknown-capability */
export function questionAt(registry: Registry, solutionId: string, asked: AdoptionChoice, moment: ResolvedMoment): AdoptionQuestion {
  const solution = solutionAt(registry, solutionId, moment);
  checkCapability(solution, asked.capability, moment);
  return question(solution, asked, moment);
}

function question(solution: Solution, { capability, inheritance }: AdoptionChoice, moment: ResolvedMoment): AdoptionQuestion {
  const { confirmationMonths } = descriptionOn(solution, moment);
  return { solutionId: solution.id, capability, inheritance, asOf: moment.asOf, confirmationMonths };
}

type ChoiceAsked = Omit<AdoptionChoice, 'capability'> & Partial<AdoptionChoice>;
const choice = ({ capability = null, inheritance }: ChoiceAsked): AdoptionChoice => ({ capability, inheritance });

/**
 * The representation of a municipality's adoption from the state of its own stream, with that of its predecessors from the
 * read model: an answer to a write does not depend on how far this process has folded it.
 */
export function adoptionViewOf(registry: Registry, solutionId: string, number: string, asked: AdoptionChoice) {
  return (state: Adoption, moment: ResolvedMoment) => {
    const { asOf, knownAt } = moment;
    const others = registry.models.adoptions.reportsOf(solutionId, asked.capability, knownAt);
    const own = (date: CivilDate) => reportIn(state, asked.capability, date, knownAt);
    const reportOn: ReportOn = (of, date) => (of === number ? own(date) : others(of, date));
    // A report that is annulled may be on a capability that the solution, after an annulment of its own, never had.
    const about = question(solutionAt(registry, solutionId, moment), asked, moment);
    const found = adoptionOfNumber(registry, number, about, moment, reportOn);
    return found.view(() => (own(asOf) as NonNullable<ReturnType<typeof own>>).value.data);
  };
}

/** What a number has reached on a date: its own report, and the view of it all once that report's content is at hand. @throws Problem unknown-municipality */
function adoptionOfNumber(registry: Registry, number: string, asked: AdoptionQuestion, moment: ResolvedMoment, reportOn: ReportOn) {
  const graph = registry.models.municipalities.graph(moment.knownAt);
  const municipality = municipalityOn(graph, number, moment.asOf);
  if (municipality !== undefined) {
    const adoption = adoptionOn(municipality, moment.asOf, reportOn);
    return {
      reports: adoption.report ? [adoption.report] : [],
      view: (contentOf: ContentOf) => adoptionView(adoption, asked, contentOf),
    };
  }
  const ended = endedAdoptionView(graph, number, asked);
  if (ended === undefined) throw missing('unknown-municipality', municipalityNotKnown(registry.models, number), 'municipalityNumber');
  return { reports: [], view: () => ended };
}

/** The content of reports, read from the log in one go. */
async function contentsOf({ store }: Registry, reports: readonly ReportPoint[]): Promise<ContentOf> {
  const positions = reports.map(({ position }) => position).sort((a, b) => a - b);
  const contents = new Map<Position, AdoptionFact['data']>();
  for await (const event of store.readAt(positions)) contents.set(event.position, reportedBy(event));
  return ({ position }) => {
    const content = contents.get(position);
    if (content === undefined) throw new Error(`the log has no report at position ${position}`);
    return content;
  };
}

function reportedBy({ type, data, position }: Recorded): AdoptionFact['data'] {
  if (type === 'AdoptionReported') return data;
  if (type === 'AdoptionReportCorrected') return data.fact.data;
  throw new Error(`the event at position ${position} is no report`);
}

export const adoptions = {
  listAdoptions: async (input, registry) => {
    const { solutionId } = input.path;
    const { adoptions: reported, municipalities } = registry.models;
    const body = await page(
      registry,
      input,
      (at) => {
        solutionAt(registry, solutionId, at);
        checkRegisterDate(at.asOf);
        questionAt(registry, solutionId, choice(input.query), at);
        const reportOn = reported.reportsOf(solutionId, input.query.capability ?? null, at.knownAt);
        const all = municipalitiesOn(municipalities.graph(at.knownAt), at.asOf);
        return all
          .map((municipality) => adoptionOn(municipality, at.asOf, reportOn))
          .filter(({ standing }) => standing.source !== 'unknown');
      },
      ({ municipality }) => municipality.number,
      async (found, at) => {
        const asked = questionAt(registry, solutionId, choice(input.query), at);
        const contentOf = await contentsOf(
          registry,
          found.flatMap(({ report }) => report ?? []),
        );
        return found.map((one) => adoptionView(one, asked, contentOf));
      },
    );
    return { status: 200, body };
  },

  getAdoption: async (input, registry) => {
    const { solutionId, municipalityNumber } = input.path;
    const moment = await momentOf(registry, input);
    solutionAt(registry, solutionId, moment);
    checkRegisterDate(moment.asOf);
    const asked = questionAt(registry, solutionId, choice(input.query), moment);
    const reportOn = registry.models.adoptions.reportsOf(solutionId, asked.capability, moment.knownAt);
    const found = adoptionOfNumber(registry, municipalityNumber, asked, moment, reportOn);
    const revision = registry.models.revisions.at(adoptionStream(solutionId, municipalityNumber), moment.knownAt);
    const view = found.view(await contentsOf(registry, found.reports));
    return { status: 200, revision, body: { ...view, ...shown(moment) } };
  },

  reportAdoption: (input, registry) => {
    const { solutionId, municipalityNumber } = input.path;
    const fact = adoptionReport(solutionId, municipalityNumber, input.body);
    const view = adoptionViewOf(registry, solutionId, municipalityNumber, { capability: fact.data.capability, inheritance: 'majority' });
    return record(registry, input, reportAdoptionCommand(fact), factLocation, view);
  },
} satisfies Handlers<'listAdoptions' | 'getAdoption' | 'reportAdoption'>;
