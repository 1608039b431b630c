import type { CivilDate } from '../../domain/civil-date.ts';
import type { Language } from '../../domain/language.ts';
import type { ResolvedMoment } from '../../registry/moments.ts';
import type { Received, Streamed } from '../contract/handlers.ts';
import { type Format, formatOf } from '../dispatch/negotiate.ts';
import type { Chunks } from '../dispatch/stream.ts';
import type { Report } from './contract.ts';
import { csv, csvForExcel } from './formats/csv.ts';
import { json, ndjson } from './formats/json.ts';
import { jsonStat } from './formats/json-stat.ts';
import { portionsOf, type Row, type Rows, type Table } from './formats/rows.ts';

export interface ReportAsked {
  readonly query: Readonly<Record<string, unknown>> & { readonly format?: Format };
  readonly received: Received;
}

/** What a report is filled with. */
export interface Filling {
  readonly moment: ResolvedMoment;
  readonly language: Language;
  /** The days that the question came to, by the parameters that ask for them: `{asOf}`, or `{from, to}`. */
  readonly days: Readonly<Partial<Record<string, CivilDate>>>;
  /** Made while they are written. What is wrong with the question was told before. */
  readonly rows: Rows;
  /** The position of the earlier moment, for a report that has two. */
  readonly knownFrom?: string;
  /** The columns that tell the observations apart, for a report that is a cube. */
  readonly dimensions?: readonly string[];
}

/** The parameters that say nothing of what is asked for. */
const HOW = ['minPosition'];

/** A report in the format that was asked for. */
export function reportAnswer<MediaType extends string>(report: Report, asked: ReportAsked, filling: Filling): Streamed<MediaType> {
  const { moment, language, days } = filling;
  const format = asked.query.format ?? formatOf(asked.received.mediaType);
  const snapshot = snapshotOf(report, asked, filling, format);
  const solutions = (asked.query['solution'] ?? []) as readonly string[];
  const about = solutions.length === 1 ? solutions : [];
  const file = `${[report.name, ...about, ...Object.values(days)].join('_')}.csv`;
  return {
    status: 200,
    mediaType: asked.received.mediaType as MediaType,
    chunks: written(report, { ...filling, rows: whileThere(filling.rows, asked.received.gone) }, format, snapshot),
    validator: [snapshot, moment.knownAt],
    refusable: format === 'json-stat',
    immutable: isSnapshot(asked, filling),
    bound: 'reports',
    headers: {
      'Content-Location': snapshot,
      'Content-Language': language,
      ...(format === 'csv' || format === 'csv-excel' ? { 'Content-Disposition': `attachment; filename="${file}"` } : {}),
    },
  };
}

/** The one address of exactly this report: all parameters as they were resolved, by name, with the position. */
function snapshotOf({ path }: Report, { query }: ReportAsked, { moment, knownFrom, days, language }: Filling, format: Format): string {
  const resolved: Readonly<Record<string, unknown>> = { ...query, ...days, knownFrom, knownAt: moment.position, lang: language, format };
  const parameters = Object.entries(resolved).filter(([name, value]) => value !== undefined && !HOW.includes(name));
  const text = new URLSearchParams(parameters.map(([name, value]): [string, string] => [name, String(value)]).sort()).toString();
  return `${path}?${text.replaceAll('%2C', ',').replaceAll('%7E', '~')}`;
}

/** Whether the address that was asked for fixes days and positions itself. */
const isSnapshot = ({ query }: ReportAsked, { days, knownFrom }: Filling): boolean =>
  isPosition(query['knownAt']) &&
  (knownFrom === undefined || isPosition(query['knownFrom'])) &&
  query['lang'] !== undefined &&
  Object.keys(days).every((name) => query[name] !== undefined);

const isPosition = (asked: unknown): boolean => String(asked).includes('~');

function written(report: Report, { moment, language, rows, days, dimensions }: Filling, format: Format, snapshot: string): Chunks {
  const table: Table = { columns: report.columns, rows };
  const head = {
    report: report.name,
    title: report.titles[language],
    language,
    asOf: days['to'] ?? moment.asOf,
    knownAt: moment.instant,
    position: moment.position,
    snapshot,
    columns: report.columns.map(({ name, titles, type }) => ({ name, title: titles[language], type })),
  };
  switch (format) {
    case 'json':
      return json(head, table);
    case 'ndjson':
      return ndjson(rows);
    case 'csv':
      return csv(table);
    case 'csv-excel':
      return csvForExcel(table);
    case 'json-stat': {
      const { asOf, knownAt, position } = head;
      const parameters = Object.fromEntries(new URL(snapshot, 'http://localhost').searchParams);
      const cube = { label: head.title, updated: knownAt, href: snapshot, language, extension: { asOf, knownAt, position, parameters } };
      return jsonStat(cube, table, dimensions ?? []);
    }
  }
}

/** Rows for as long as the client is there: a cube is written only when all of them are made, and minutes may be spent on what nobody takes. */
async function* whileThere(rows: Rows, gone: AbortSignal): AsyncGenerator<Iterable<Row>> {
  for await (const portion of portionsOf(rows)) {
    if (gone.aborted) return;
    yield portion;
  }
}
