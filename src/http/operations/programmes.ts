import { ProgrammeRegistered } from '../../domain/programme/events.ts';
import type { Programme } from '../../domain/programme/decide.ts';
import { programmeStream } from '../../domain/streams.ts';
import { programmeList } from '../../projections/lists/programmes.ts';
import { registerProgrammeCommand } from '../../registry/commands.ts';
import { missing, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { programmeNotKnown } from '../problems/not-known.ts';
import { shown } from '../views/moment.ts';
import { namesContent } from './contents.ts';
import { listed } from './listed.ts';
import { record } from './record.ts';
import { registered } from './registered.ts';

const programmeView = ({ data: { programmeId, names } }: Programme) => ({ id: programmeId, names });

export const programmes = {
  listProgrammes: async (input, registry) => {
    const { lang } = input.query;
    const { body } = await listed(registry, input, (moment) => programmeList(registry.models, moment, lang), programmeView);
    const { facets: _, ...list } = body;
    return { status: 200, body: list };
  },

  registerProgramme: (input, registry) => {
    const { id, names } = input.body;
    const data = ProgrammeRegistered.data.parse({ programmeId: id, names: namesContent(names) });
    return record(
      registry,
      input,
      registerProgrammeCommand(data),
      () => `/v1/programmes/${id}`,
      (state) => programmeView(registered(state)),
    );
  },

  getProgramme: async (input, registry) => {
    const { programmeId } = input.path;
    const moment = await momentOf(registry, input);
    const programme = registry.models.programmes.get(programmeId, moment.knownAt);
    if (programme === undefined) throw missing('unknown-programme', programmeNotKnown(registry.models, programmeId), 'programmeId');
    const revision = registry.models.revisions.at(programmeStream(programmeId), moment.knownAt);
    return { status: 200, revision, body: { ...programmeView(programme), ...shown(moment) } };
  },
} satisfies Handlers<'listProgrammes' | 'registerProgramme' | 'getProgramme'>;
