import { type Municipality, municipalityOn } from '../../domain/municipality/graph.ts';
import { nearestValidity, successorsOn } from '../../domain/municipality/validity.ts';
import { municipalityList } from '../../projections/lists/municipalities.ts';
import { useList } from '../../projections/lists/uses.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkCounties, checkProgrammes } from '../asked/filters.ts';
import { checkRegisterDate, missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { municipalityNotKnown } from '../problems/not-known.ts';
import { useView } from '../views/adoption.ts';
import { shown } from '../views/moment.ts';
import { municipalityView, successionView } from '../views/municipality.ts';
import { listed } from './listed.ts';

/** The municipality that a path names: valid on the date, or the validity of the number that is nearest to it. @throws Problem unknown-municipality, before-register */
function municipalityAt(
  { models }: Registry,
  number: string,
  { asOf, knownAt }: ResolvedMoment,
): { municipality: Municipality; valid: boolean } {
  const graph = models.municipalities.graph(knownAt);
  const valid = municipalityOn(graph, number, asOf);
  const municipality = valid ?? nearestValidity(graph, number, asOf);
  if (municipality === undefined) throw missing('unknown-municipality', municipalityNotKnown(models, number), 'municipalityNumber');
  checkRegisterDate(asOf);
  return { municipality, valid: valid !== undefined };
}

export const municipalities = {
  listMunicipalities: async (input, registry) => {
    const { body } = await listed(
      registry,
      input,
      (moment) => {
        checkRegisterDate(moment.asOf);
        checkCounties(registry, input.query.county, moment);
        return municipalityList(registry.models, moment);
      },
      (one, { asOf, knownAt }) => municipalityView(registry.models.municipalities.graph(knownAt), one, asOf),
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
    const { inheritance, lang, programme } = input.query;
    const { moment, body } = await listed(
      registry,
      input,
      (at, changedSince) => {
        const { municipality, valid } = municipalityAt(registry, municipalityNumber, at);
        checkProgrammes(registry, programme, at);
        const list = useList(registry.models, at, municipality, { inheritance, language: lang, changedSince });
        return valid ? list : { ...list, rows: [] };
      },
      (use, at) => useView(use, inheritance, at),
    );
    const { municipality, valid } = municipalityAt(registry, municipalityNumber, moment);
    const successors = successorsOn(municipality, moment.asOf).map(successionView);
    return { status: 200, body: { municipalityNumber, valid, inheritance, successors, ...body } };
  },
} satisfies Handlers<'listMunicipalities' | 'getMunicipality' | 'listMunicipalitySolutions'>;
