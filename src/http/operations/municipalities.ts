import { reachedOn } from '../../domain/adoption/inheritance.ts';
import { type Municipality, municipalitiesOn, municipalityOn } from '../../domain/municipality/graph.ts';
import { nearestValidity, successorsOf } from '../../domain/municipality/validity.ts';
import { descriptionOn } from '../../domain/solution/standing.ts';
import { type AdoptionQuestion, standingView } from '../views/adoption.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import type { Handlers } from '../contract/handlers.ts';
import { shown } from '../views/moment.ts';
import { municipalityView, successionView } from '../views/municipality.ts';
import { page } from './paging.ts';
import { checkRegisterDate, missing, momentOf } from './read.ts';

/** The municipality that a path names: valid on the date, or the validity of the number that is nearest to it. @throws Problem unknown-municipality, before-register */
function municipalityAt(
  { models }: Registry,
  number: string,
  { asOf, knownAt }: ResolvedMoment,
): { municipality: Municipality; valid: boolean } {
  const graph = models.municipalities.graph(knownAt);
  const valid = municipalityOn(graph, number, asOf);
  const municipality = valid ?? nearestValidity(graph, number, asOf);
  if (municipality === undefined)
    throw missing('unknown-municipality', `the register has never had a municipality ${number}`, 'municipalityNumber');
  checkRegisterDate(asOf);
  return { municipality, valid: valid !== undefined };
}

/** Everything that a municipality has reported of any solution, or inherited. */
function usedBy({ models }: Registry, municipality: Municipality, inheritance: AdoptionQuestion['inheritance'], moment: ResolvedMoment) {
  const { asOf, knownAt } = moment;
  return models.solutions.list(knownAt).flatMap((solution) => {
    const { names, confirmationMonths } = descriptionOn(solution, moment);
    return models.adoptions.capabilitiesReported(solution.id, knownAt).flatMap((capability) => {
      const standing = reachedOn(municipality, asOf, models.adoptions.reportsOf(solution.id, capability, knownAt));
      if (standing.source === 'unknown') return [];
      const question = { solutionId: solution.id, capability, inheritance, asOf, confirmationMonths };
      return [{ solutionId: solution.id, names, capability, ...standingView(standing, question) }];
    });
  });
}

export const municipalities = {
  listMunicipalities: async (input, registry) => {
    const { body } = await page(
      registry,
      input,
      ({ asOf, knownAt }) => {
        checkRegisterDate(asOf);
        return municipalitiesOn(registry.models.municipalities.graph(knownAt), asOf);
      },
      ({ number }) => number,
      (found, { asOf, knownAt }) => found.map((one) => municipalityView(registry.models.municipalities.graph(knownAt), one, asOf)),
    );
    return { status: 200, body };
  },

  getMunicipality: async (input, registry) => {
    const moment = await momentOf(registry, input);
    const { municipality } = municipalityAt(registry, input.path.municipalityNumber, moment);
    const view = municipalityView(registry.models.municipalities.graph(moment.knownAt), municipality, moment.asOf);
    return { status: 200, body: { ...view, ...shown(moment) } };
  },

  listMunicipalitySolutions: async (input, registry) => {
    const { municipalityNumber } = input.path;
    const { inheritance = 'majority' } = input.query;
    const { moment, body } = await page(
      registry,
      input,
      (at) => {
        const { municipality, valid } = municipalityAt(registry, municipalityNumber, at);
        return valid ? usedBy(registry, municipality, inheritance, at) : [];
      },
      ({ solutionId, capability }) => `${solutionId}.${capability ?? ''}`,
      (found) => found,
    );
    const { municipality, valid } = municipalityAt(registry, municipalityNumber, moment);
    const successors = valid ? [] : successorsOf(municipality).map(successionView);
    return { status: 200, body: { municipalityNumber, valid, inheritance, successors, ...body } };
  },
} satisfies Handlers<'listMunicipalities' | 'getMunicipality' | 'listMunicipalitySolutions'>;
