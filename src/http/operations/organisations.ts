import { OrganisationRegistered } from '../../domain/organisation/events.ts';
import { organisationStream } from '../../domain/streams.ts';
import { registerOrganisationCommand } from '../../registry/commands.ts';
import type { Handlers } from '../contract/handlers.ts';
import { shown } from '../views/moment.ts';
import { involvement, organisationView } from '../views/organisation.ts';
import { page } from './paging.ts';
import { missing, momentOf } from './read.ts';
import { record } from './record.ts';
import { registered } from './registered.ts';

const unknown = (number: string) => missing('unknown-organisation', `organisation ${number} is not registered`, 'organisationNumber');

export const organisations = {
  listOrganisations: async (input, registry) => {
    const rows = await page(
      registry,
      input,
      ({ knownAt }) => registry.models.organisations.list(knownAt),
      ({ data }) => data.organisationNumber,
      (found) => found.map(organisationView),
    );
    return { status: 200, body: rows.body };
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
    if (organisation === undefined) throw unknown(organisationNumber);
    const revision = registry.models.revisions.at(organisationStream(organisationNumber), moment.knownAt);
    return { status: 200, revision, body: { ...organisationView(organisation), ...shown(moment) } };
  },

  listOrganisationSolutions: async (input, registry) => {
    const { organisationNumber } = input.path;
    const { solutions, organisations: known } = registry.models;
    const { moment, body } = await page(
      registry,
      input,
      (at) => solutions.list(at.knownAt).flatMap((solution) => involvement(solution, organisationNumber, at) ?? []),
      ({ solutionId }) => solutionId,
      (found) => found,
    );
    if (known.get(organisationNumber, moment.knownAt) === undefined) throw unknown(organisationNumber);
    return { status: 200, body: { organisationNumber, ...body } };
  },
} satisfies Handlers<'listOrganisations' | 'registerOrganisation' | 'getOrganisation' | 'listOrganisationSolutions'>;
