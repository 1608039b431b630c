import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { z } from 'zod';
import { civilDate } from '../domain/civil-date.ts';
import { HEALTH_REGIONS } from '../domain/municipality/events.ts';
import { countyNumber, municipalityNumber } from '../domain/municipality/number.ts';
import { organisationNumber } from '../domain/organisation-number.ts';
import { basisPoints } from '../domain/shares.ts';

const orEmpty = <Cell extends z.ZodType>(cell: Cell) =>
  z
    .literal('')
    .transform(() => null)
    .or(cell);
const wholeNumber = z.string().regex(/^\d+$/).transform(Number);
const name = z.string().min(1);

const county = z.strictObject({
  number: countyNumber,
  name,
  health_region: z.enum(HEALTH_REGIONS),
  organisation_number: orEmpty(organisationNumber),
  valid_from: civilDate,
  valid_to: orEmpty(civilDate),
});

const municipalityName = z.strictObject({ number: municipalityNumber, name, valid_from: civilDate, valid_to: orEmpty(civilDate) });

const reform = z.strictObject({
  date: civilDate,
  predecessor: municipalityNumber,
  successor: municipalityNumber,
  share_basis_points: orEmpty(wholeNumber.pipe(basisPoints)),
});

const municipalityOrganisation = z.strictObject({
  number: municipalityNumber,
  valid_on: civilDate,
  organisation_number: organisationNumber,
});

const count = z.strictObject({ number: municipalityNumber, counted_on: civilDate, inhabitants: wholeNumber });

export type CountyRow = z.output<typeof county>;
export type NameRow = z.output<typeof municipalityName>;
export type ReformRow = z.output<typeof reform>;
export type OrganisationRow = z.output<typeof municipalityOrganisation>;
export type CountRow = z.output<typeof count>;

/** The project's own tables; data/README.md says what each column means and where it is from. */
export interface Tables {
  readonly counties: readonly CountyRow[];
  /** A row a number and name; also a row of its own where a reform kept both. */
  readonly names: readonly NameRow[];
  /** By date. */
  readonly reforms: readonly ReformRow[];
  readonly organisations: readonly OrganisationRow[];
  readonly counts: readonly CountRow[];
}

function rows<Row extends z.ZodType>(file: string, row: Row): z.output<Row>[] {
  const text = readFileSync(new URL(`./data/${file}`, import.meta.url), 'utf8');
  return z.array(row).parse(parse(text, { columns: true }));
}

/** Reads the tables from the files beside this one. @throws ZodError where a row is not of its table's form */
export const readTables = (): Tables => ({
  counties: rows('counties.csv', county),
  names: rows('municipality-names.csv', municipalityName),
  reforms: rows('reforms.csv', reform),
  organisations: rows('organisation-numbers.csv', municipalityOrganisation),
  counts: rows('population.csv', count),
});
