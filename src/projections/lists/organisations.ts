import type { Organisation } from '../../domain/organisation/decide.ts';
import { SECTORS } from '../../domain/organisation/events.ts';
import { searchable } from '../../domain/search.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { ReadModels } from '../read-models.ts';
import { lazily } from './lazily.ts';
import { type Part, PARTS, partsIn } from './parts.ts';
import type { List } from './select.ts';

export type OrganisationAspect = 'sector' | 'role';
export type OrganisationKey = 'number' | 'name' | 'changed';

/** The organisations known at a moment. They are registered and never changed: that is their last change. */
export function organisationList(models: ReadModels, moment: Moment): List<Organisation, OrganisationAspect, OrganisationKey> {
  const parts = lazily(() => partsPlayed(models, moment));
  return {
    rows: models.organisations.list(moment.knownAt),
    idOf: ({ data }) => data.organisationNumber,
    aspects: {
      sector: { codesOf: ({ data }) => [data.sector], vocabulary: SECTORS },
      role: { codesOf: ({ data }) => [...(parts().get(data.organisationNumber) ?? [])], vocabulary: PARTS },
    },
    keys: {
      number: { codeOf: ({ data }) => data.organisationNumber },
      name: { nameOf: ({ data }) => data.name },
      changed: { numberOf: ({ position }) => position },
    },
    textOf: organisationText,
    changedAt: ({ position }) => position,
  };
}

/** What each organisation is to any solution on the date. */
function partsPlayed({ solutions }: ReadModels, moment: Moment): ReadonlyMap<string, ReadonlySet<Part>> {
  const played = new Map<string, Set<Part>>();
  for (const solution of solutions.list(moment.knownAt))
    for (const { organisationNumber, part } of partsIn(solution, moment)) {
      const parts = played.get(organisationNumber);
      if (parts === undefined) played.set(organisationNumber, new Set([part]));
      else parts.add(part);
    }
  return played;
}

const texts = new WeakMap<Organisation, string>();

/** What an organisation is found by: its number and its name. */
function organisationText(organisation: Organisation): string {
  const { organisationNumber, name } = organisation.data;
  const text = texts.get(organisation) ?? searchable([organisationNumber, name]);
  texts.set(organisation, text);
  return text;
}
