import { type Language, nameIn } from '../../domain/language.ts';
import type { Programme } from '../../domain/programme/decide.ts';
import { searchable } from '../../domain/search.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { ReadModels } from '../read-models.ts';
import type { List } from './select.ts';

export type ProgrammeKey = 'id' | 'name' | 'changed';

/** The programmes known at a moment. They are registered and never changed: that is their last change. */
export function programmeList({ programmes }: ReadModels, { knownAt }: Moment, language: Language): List<Programme, never, ProgrammeKey> {
  return {
    rows: programmes.list(knownAt),
    idOf: ({ data }) => data.programmeId,
    aspects: {},
    keys: {
      id: { codeOf: ({ data }) => data.programmeId },
      name: { nameOf: ({ data }) => nameIn(data.names, language) },
      changed: { numberOf: ({ position }) => position },
    },
    textOf: ({ data: { programmeId, names } }) => searchable([programmeId, ...Object.values(names)]),
    changedAt: ({ position }) => position,
  };
}
