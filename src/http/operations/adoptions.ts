import type { ReportOn } from '../../domain/adoption/inheritance.ts';
import { type Adoption, timelineName } from '../../domain/adoption/state.ts';
import { timelineOf } from '../../domain/dated-facts.ts';
import { municipalitiesOn } from '../../domain/municipality/graph.ts';
import { capabilitiesKnown, descriptionOn } from '../../domain/solution/standing.ts';
import type { Solution } from '../../domain/solution/state.ts';
import { adoptionStream } from '../../domain/streams.ts';
import { pointOn } from '../../domain/timeline.ts';
import { reportAdoptionCommand } from '../../registry/commands.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';
import { Problem } from '../problems/problem.ts';
import { adoptionOfMunicipality, adoptionOfNumber, type AdoptionQuestion } from '../views/adoption.ts';
import { shown } from '../views/moment.ts';
import { adoptionReport } from './contents.ts';
import { page } from './paging.ts';
import { checkRegisterDate, missing, momentOf } from './read.ts';
import { record } from './record.ts';
import { factLocation } from './solution-facts.ts';
import { solutionAt } from './solutions.ts';

type Choice = Pick<AdoptionQuestion, 'capability' | 'inheritance'>;

/** A capability that the solution never had must not give a figure. @throws Problem unknown-capability */
export function checkCapability(solution: Solution, capability: string | null, { asOf, knownAt }: ResolvedMoment): void {
  const known = capabilitiesKnown(solution, knownAt);
  if (capability === null || known.includes(capability)) return;
  const message = `solution ${solution.id} has no capability ${capability}; it has ${known.length === 0 ? 'none' : known.join(', ')}`;
  throw new Problem('unknown-capability', message, {
    members: { capability, effectiveFrom: asOf, known },
    errors: [{ pointer: null, parameter: 'capability', rule: 'unknown-capability', message }],
  });
}

/** What is asked of a solution's adoption at a moment. @throws Problem unknown-solution, unknown-capability */
export function questionAt(
  registry: Registry,
  solutionId: string,
  { capability, inheritance }: Choice,
  moment: ResolvedMoment,
): AdoptionQuestion {
  const solution = solutionAt(registry, solutionId, moment);
  checkCapability(solution, capability, moment);
  const { confirmationMonths } = descriptionOn(solution, moment);
  return { solutionId, capability, inheritance, asOf: moment.asOf, confirmationMonths };
}

const choice = ({
  capability = null,
  inheritance = 'majority',
}: {
  capability?: string | null;
  inheritance?: AdoptionQuestion['inheritance'];
}): Choice => ({
  capability,
  inheritance,
});

/**
 * The representation of a municipality's adoption from the state of its own stream, with that of its predecessors from the
 * read model: an answer to a write does not depend on how far this process has folded it.
 */
export function adoptionViewOf(registry: Registry, solutionId: string, number: string, asked: Choice) {
  return (state: Adoption, moment: ResolvedMoment) => {
    const others = registry.models.adoptions.reportsOf(solutionId, asked.capability, moment.knownAt);
    const own = timelineOf(state, timelineName(asked.capability));
    const reportOn: ReportOn = (of, date) => (of === number ? pointOn(own, date, moment.knownAt) : others(of, date));
    const question = questionAt(registry, solutionId, asked, moment);
    const view = adoptionOfNumber(registry.models.municipalities.graph(moment.knownAt), number, question, reportOn);
    if (view === undefined)
      throw missing('unknown-municipality', `the register has never had a municipality ${number}`, 'municipalityNumber');
    return view;
  };
}

export const adoptions = {
  listAdoptions: async (input, registry) => {
    const { solutionId } = input.path;
    const { adoptions: reported, municipalities } = registry.models;
    const { moment, body } = await page(
      registry,
      input,
      (at) => {
        solutionAt(registry, solutionId, at);
        checkRegisterDate(at.asOf);
        const reportOn = reported.reportsOf(solutionId, input.query.capability ?? null, at.knownAt);
        const question = questionAt(registry, solutionId, choice(input.query), at);
        const all = municipalitiesOn(municipalities.graph(at.knownAt), at.asOf);
        return all
          .map((municipality) => adoptionOfMunicipality(municipality, question, reportOn))
          .filter(({ source }) => source !== 'unknown');
      },
      ({ municipalityNumber }) => municipalityNumber,
      (found) => found,
    );
    solutionAt(registry, solutionId, moment);
    return { status: 200, body };
  },

  getAdoption: async (input, registry) => {
    const { solutionId, municipalityNumber } = input.path;
    const moment = await momentOf(registry, input);
    solutionAt(registry, solutionId, moment);
    checkRegisterDate(moment.asOf);
    const state = registry.models.adoptions.of(solutionId, municipalityNumber);
    const view = adoptionViewOf(registry, solutionId, municipalityNumber, choice(input.query))(state, moment);
    const revision = registry.models.revisions.at(adoptionStream(solutionId, municipalityNumber), moment.knownAt);
    return { status: 200, revision, body: { ...view, ...shown(moment) } };
  },

  reportAdoption: (input, registry) => {
    const { solutionId, municipalityNumber } = input.path;
    const fact = adoptionReport(solutionId, municipalityNumber, input.body);
    const view = adoptionViewOf(registry, solutionId, municipalityNumber, choice({ capability: fact.data.capability }));
    return record(registry, input, reportAdoptionCommand(fact), factLocation, view);
  },
} satisfies Handlers<'listAdoptions' | 'getAdoption' | 'reportAdoption'>;
