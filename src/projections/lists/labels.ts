import type { Names } from '../../domain/names.ts';
import type { Moment } from '../../domain/solution/standing.ts';
import type { ReadModels } from '../read-models.ts';

/** A name that is the same in every language. */
export const oneName = (name: string): Names => ({ nb: name, nn: null, en: null });

/** What a programme is called, by its id; null where it is not known. */
export function programmeNames({ programmes }: ReadModels, { knownAt }: Pick<Moment, 'knownAt'>): (id: string) => Names | null {
  return (id) => programmes.get(id, knownAt)?.data.names ?? null;
}
