import type { CivilDate } from '../../domain/civil-date.ts';
import type { Language } from '../../domain/language.ts';
import { REGISTER_BEGINS } from '../../domain/municipality/events.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Column, Report } from './contract.ts';

/** The address of a report as CSV, pinned to a moment: relative to that of the data package. */
function pinned({ name, parameters }: Report, { asOf, position }: ResolvedMoment, language: Language): string {
  const days: Record<string, CivilDate> = parameters.includes('to') ? { from: REGISTER_BEGINS, to: asOf } : { asOf };
  const asked = Object.entries(days).filter(([parameter]) => parameters.includes(parameter));
  const search = new URLSearchParams([...asked, ['format', 'csv'], ['knownAt', position], ['lang', language]]);
  return `${name}?${search.toString().replaceAll('%7E', '~')}`;
}

/**
 * All reports as one data package (Frictionless, https://datapackage.org/standard/data-package/, version 2.0): every resource is a
 * snapshot of the same moment, so that the tables fit together.
 */
export const dataPackage = (reports: readonly Report[], moment: ResolvedMoment, language: Language) => ({
  $schema: 'https://datapackage.org/profiles/2.0/datapackage.json' as const,
  name: 'national-solution-registry',
  title: 'National Solution Registry',
  description: `The reports of the registry about ${moment.asOf}, as known at ${moment.position}.`,
  version: moment.position,
  ...(moment.instant === null ? {} : { created: moment.instant }),
  resources: reports.map((report) => ({
    name: report.name,
    type: 'table' as const,
    title: report.titles[language],
    description: report.description,
    path: pinned(report, moment, language),
    scheme: 'http' as const,
    format: 'csv' as const,
    mediatype: 'text/csv' as const,
    encoding: 'utf-8' as const,
    dialect: { delimiter: ',', lineTerminator: '\r\n', quoteChar: '"', doubleQuote: true, header: true },
    schema: {
      $schema: 'https://datapackage.org/profiles/2.0/tableschema.json',
      fields: report.columns.map((column) => fieldOf(column, language)),
      missingValues: [''],
    },
  })),
});

const fieldOf = ({ name, type, titles, description, nullable, codes }: Column, language: Language) => ({
  name,
  type,
  title: titles[language],
  description,
  constraints: { required: !nullable },
  ...(codes === null ? {} : { categories: Object.entries(codes).map(([value, label]) => ({ value, label: label[language] })) }),
});
