import { checkRegisterDate, momentOf } from '../asked/moment.ts';
import type { Handlers } from '../contract/handlers.ts';
import { formatOf } from '../dispatch/negotiate.ts';
import { catalog } from '../reports/catalog.ts';
import { dataPackage } from '../reports/datapackage.ts';
import { languageOf } from '../reports/language.ts';
import { shown } from '../views/moment.ts';
import type { Reporting } from './reporting.ts';

/** What describes the reports, for people, tools and data portals: made from the contract. */
export const reportDescriptions = ({ all: reports }: Reporting) =>
  ({
    listReports: async (input, registry) => {
      const moment = await momentOf(registry, input);
      const language = languageOf(input.query.lang, input.headers['Accept-Language']);
      const items = reports.map(({ name, path, titles, description, columns, mediaTypes }) => ({
        name,
        title: titles[language],
        description,
        path,
        formats: [...mediaTypes.map(formatOf), ...(mediaTypes.includes('text/csv') ? ['csv-excel' as const] : [])],
        columns: columns.map((column) => ({ name: column.name, title: column.titles[language], type: column.type })),
      }));
      return { status: 200, body: { language, items, ...shown(moment) } };
    },

    getDataPackage: async (input, registry) => {
      const moment = await momentOf(registry, input);
      checkRegisterDate(moment.asOf);
      const language = languageOf(input.query.lang, input.headers['Accept-Language']);
      return { status: 200, body: dataPackage(reports, moment, language) };
    },

    getCatalog: () => ({ status: 200, mediaType: 'application/ld+json', chunks: [JSON.stringify(catalog(reports))], validator: [] }),
  }) satisfies Handlers<'listReports' | 'getDataPackage' | 'getCatalog'>;
