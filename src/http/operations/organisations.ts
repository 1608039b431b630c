import { OrganisationRegistered } from '../../domain/organisation/events.ts';
import { organisationStream } from '../../domain/streams.ts';
import { involvementList } from '../../projections/lists/involvements.ts';
import { organisationList } from '../../projections/lists/organisations.ts';
import { registerOrganisationCommand } from '../../registry/commands.ts';
import type { Registry } from '../../registry/registry.ts';
import { checkProgrammes } from '../asked/filters.ts';
import { missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { organisationNotKnown } from '../problems/not-known.ts';
import { shown } from '../views/moment.ts';
import { involvementView, organisationView } from '../views/organisation.ts';
import { listed } from './listed.ts';
import { record } from './record.ts';
import { registered } from './registered.ts';

const unknown = ({ models }: Registry, number: string) =>
  missing('unknown-organisation', organisationNotKnown(models, number), 'organisationNumber');

export const organisations = {
  listOrganisations: async (input, registry) => {
    const { body } = await listed(registry, input, (moment) => organisationList(registry.models, moment), organisationView);
    return { status: 200, body };
  },

  registerOrganisation: (input, registry) => {
    const data = OrganisationRegistered.data.parse(input.body);
    const location = () => `/v1/organisations/${data.organisationNumber}`;
    return record(registry, input, registerOrganisationCommand(data), location, (state) => organisationView(registered(state)));
  },

  getOrganisation: async (input, registry) => {
    const { organisationNumber } = input.path;
    const moment = await momentOf(registry, input);
    const organisation = registry.models.organisations.get(organisationNumber, moment.knownAt);
    if (organisation === undefined) throw unknown(registry, organisationNumber);
    const revision = registry.models.revisions.at(organisationStream(organisationNumber), moment.knownAt);
    return { status: 200, revision, body: { ...organisationView(organisation), ...shown(moment) } };
  },

  listOrganisationSolutions: async (input, registry) => {
    const { organisationNumber } = input.path;
    const { lang, programme } = input.query;
    const { body } = await listed(
      registry,
      input,
      (moment) => {
        if (registry.models.organisations.get(organisationNumber, moment.knownAt) === undefined)
          throw unknown(registry, organisationNumber);
        checkProgrammes(registry, programme, moment);
        return involvementList(registry.models, moment, organisationNumber, lang);
      },
      (solution, moment) => involvementView(solution, organisationNumber, moment),
    );
    return { status: 200, body: { organisationNumber, ...body } };
  },
} satisfies Handlers<'listOrganisations' | 'registerOrganisation' | 'getOrganisation' | 'listOrganisationSolutions'>;
