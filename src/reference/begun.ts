import type { CivilDate } from '../domain/civil-date.ts';
import type { RegisterFact } from '../domain/municipality/events.ts';
import type { CountyNumber, MunicipalityNumber } from '../domain/municipality/number.ts';
import type { OrganisationNumber } from '../domain/organisation-number.ts';
import type { Step } from './steps.ts';
import type { OrganisationRow, Tables } from './tables.ts';

/** What the register says of a municipality as it begins. */
export type Begun = Omit<Extract<RegisterFact, { type: 'MunicipalityEstablished' }>['data'], 'effectiveFrom'>;

/** A municipality of the tables as it began on a date. @throws Error where the number has no name on that date */
export function begunOn(number: MunicipalityNumber, date: CivilDate, tables: Tables, steps: readonly Step[]): Begun {
  const named = tables.names.find(
    (row) => row.number === number && row.valid_from <= date && (row.valid_to === null || date < row.valid_to),
  );
  if (named === undefined) throw new Error(`municipality-names.csv has no name of ${number} on ${date}`);
  return {
    municipalityNumber: number,
    name: named.name,
    // Statistics Norway's Klass 131: a municipality's number begins with its county's.
    countyNumber: number.slice(0, 2) as CountyNumber,
    organisationNumber: organisationNumberOf(number, date, tables.organisations, steps),
  };
}

/**
 * The organisation number of the municipality that began under a number on a date. Each row of the table knows one day of
 * its municipality. A renumbered municipality is the same one, so a number holds for it all along; a merger or a split ends it.
 */
function organisationNumberOf(
  number: MunicipalityNumber,
  date: CivilDate,
  organisations: readonly OrganisationRow[],
  steps: readonly Step[],
): OrganisationNumber | null {
  const end = steps.find((step) => step.predecessor === number && step.date > date);
  const known = organisations.find(
    (row) => row.number === number && date <= row.valid_on && (end === undefined || row.valid_on < end.date),
  );
  if (known !== undefined) return known.organisation_number;
  return end?.kind === 'renumbered' ? organisationNumberOf(end.successor, end.date, organisations, steps) : null;
}
