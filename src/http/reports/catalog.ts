import { NATIONAL_SUPPLIER_FUNCTION } from '../../domain/authority.ts';
import { LANGUAGES } from '../../domain/language.ts';
import { formatOf } from '../dispatch/negotiate.ts';
import type { Report } from './contract.ts';
import type { InLanguages } from './language.ts';

const PUBLISHER = `https://organization-catalog.fellesdatakatalog.digdir.no/organizations/${NATIONAL_SUPPLIER_FUNCTION}`;
const HEALTH = 'http://publications.europa.eu/resource/authority/data-theme/HEAL';
const OPEN = 'http://publications.europa.eu/resource/authority/access-right/PUBLIC';
const MEDIA_TYPES = 'https://www.iana.org/assignments/media-types/';

const TITLE = {
  nb: 'Nasjonalt register over e-helseløsninger',
  nn: 'Nasjonalt register over e-helseløysingar',
  en: 'National Solution Registry',
};
const DESCRIPTION = {
  nb: 'Hvem som eide, leverte og betalte for nasjonale e-helseløsninger, og hvor langt de var tatt i bruk, for enhver dato.',
  nn: 'Kven som åtte, leverte og betalte for nasjonale e-helseløysingar, og kor langt dei var tekne i bruk, for kvar dato.',
  en: 'Who owned, supplied and paid for national e-health solutions, and how far they had spread, for any date.',
};

/** A text in all languages, as JSON-LD writes it. */
const texts = (text: InLanguages) => LANGUAGES.map((language) => ({ '@value': text[language], '@language': language }));

const link = (id: string) => ({ '@id': id });

const shared = { 'dct:publisher': link(PUBLISHER), 'dcat:contactPoint': link('#contact') };

/**
 * The reports as a catalogue for data portals: DCAT-AP-NO 3.0 (data.norge.no/specification/dcat-ap-no), with all mandatory properties,
 * as JSON-LD. Addresses are relative to this document.
 */
export const catalog = (reports: readonly Report[]) => ({
  '@context': {
    dcat: 'http://www.w3.org/ns/dcat#',
    dct: 'http://purl.org/dc/terms/',
    foaf: 'http://xmlns.com/foaf/0.1/',
    vcard: 'http://www.w3.org/2006/vcard/ns#',
  },
  '@graph': [
    {
      '@id': '#catalog',
      '@type': 'dcat:Catalog',
      ...shared,
      'dct:identifier': '/v1/catalog#catalog',
      'dct:title': texts(TITLE),
      'dct:description': texts(DESCRIPTION),
      'dcat:dataset': reports.map(({ name }) => link(`#${name}`)),
      'dcat:service': [link('#service')],
    },
    {
      '@id': '#service',
      '@type': 'dcat:DataService',
      ...shared,
      'dct:title': texts(TITLE),
      'dct:description': texts(DESCRIPTION),
      'dcat:endpointURL': link('/'),
      'dcat:endpointDescription': link('/openapi.json'),
      'dcat:servesDataset': reports.map(({ name }) => link(`#${name}`)),
    },
    { '@id': PUBLISHER, '@type': 'foaf:Agent', 'foaf:name': 'Norsk helsenett SF', 'dct:identifier': NATIONAL_SUPPLIER_FUNCTION },
    { '@id': '#contact', '@type': 'vcard:Organization', 'vcard:fn': 'Norsk helsenett SF', 'vcard:hasURL': link('https://www.nhn.no/') },
    ...reports.flatMap(datasetOf),
  ],
});

const datasetOf = (report: Report) => [
  {
    '@id': `#${report.name}`,
    '@type': 'dcat:Dataset',
    ...shared,
    'dct:identifier': `/v1/catalog#${report.name}`,
    'dct:title': texts(report.titles),
    'dct:description': [{ '@value': report.description, '@language': 'en' }],
    'dcat:theme': link(HEALTH),
    'dct:accessRights': link(OPEN),
    'dcat:distribution': report.mediaTypes.map((mediaType) => link(`#${report.name}-${formatOf(mediaType)}`)),
  },
  ...report.mediaTypes.map((mediaType) => ({
    '@id': `#${report.name}-${formatOf(mediaType)}`,
    '@type': 'dcat:Distribution',
    'dct:title': [{ '@value': `${report.titles.en} (${formatOf(mediaType)})`, '@language': 'en' }],
    'dcat:accessURL': link(`${report.path}?format=${formatOf(mediaType)}`),
    'dct:format': link(MEDIA_TYPES + mediaType),
    'dcat:mediaType': link(MEDIA_TYPES + mediaType),
    'dcat:accessService': link('#service'),
  })),
];
