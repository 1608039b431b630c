import type { RegisterEntry } from '../domain/municipality/load.ts';
import { registerDate } from '../domain/municipality/register.ts';
import { countiesEnded, countiesEstablished } from './counties.ts';
import { registerFactId } from './ids.ts';
import { municipalitiesEstablished, municipalitiesRenamed, populationCounted } from './municipalities.ts';
import { municipalitiesMerged, municipalitiesRenumbered, municipalitiesSplit } from './reforms.ts';
import { stepsOf } from './steps.ts';
import { readTables } from './tables.ts';

/**
 * The register of counties and municipalities since 2017-01-01, in the order in which it is recorded: by date, and on one
 * day counties, then reforms, then names, then counts. Source: data/README.md.
 * @throws ZodError, Error where the tables contradict their form or one another
 */
export function municipalityRegister(): readonly RegisterEntry[] {
  const tables = readTables();
  const steps = stepsOf(tables);
  const inOrderOfADay = [
    ...countiesEnded(tables),
    ...countiesEstablished(tables),
    ...municipalitiesEstablished(tables, steps),
    ...municipalitiesRenumbered(tables, steps),
    ...municipalitiesMerged(tables, steps),
    ...municipalitiesSplit(tables, steps),
    ...municipalitiesRenamed(tables, steps),
    ...populationCounted(tables),
  ];
  // The sort is stable: what is of one day keeps the order above.
  return inOrderOfADay
    .toSorted((a, b) => (registerDate(a) === registerDate(b) ? 0 : registerDate(a) < registerDate(b) ? -1 : 1))
    .map((fact) => ({ id: registerFactId(fact), fact }));
}
