import { SOURCES, type Source } from '../../domain/adoption/events.ts';
import { type Stage, STAGES } from '../../domain/adoption/stage.ts';
import { type CivilDate, EARLIEST, isCivilDate, LATEST } from '../../domain/civil-date.ts';
import { isMunicipalityNumber, type MunicipalityNumber } from '../../domain/municipality/number.ts';
import { isSlug, readableText, type Slug, TEXT } from '../../domain/names.ts';
import { quoted } from '../quoted.ts';
import { type Line, readCsv } from './csv.ts';

/** What a row says: a stage from a date, or that the stage of that date was confirmed then (`stage` is null). */
export interface AdoptionRow {
  readonly line: number;
  readonly number: MunicipalityNumber;
  readonly effectiveFrom: CivilDate;
  readonly stage: Stage | null;
  /** Null for the solution as a whole. */
  readonly capability: Slug | null;
  readonly source: Source;
  readonly evidence: string | null;
  readonly confirmedAt: CivilDate | null;
  /** The cells that count, for the row's id. */
  readonly cells: readonly string[];
}

export interface BadRow {
  readonly line: number;
  readonly reason: string;
}

/** A file as read: rows in its order, and what is wrong with others. */
export interface AdoptionTable {
  readonly rows: readonly AdoptionRow[];
  readonly bad: readonly BadRow[];
}

type Cells = Readonly<Record<string, string>>;

/** A kind of table: the header that tells it, and how a row of it is read. */
interface Kind {
  readonly required: readonly string[];
  readonly optional: readonly string[];
  /** Whether columns that are not named here are passed over. */
  readonly open: boolean;
  /** What a row may say, and the stage that it means; null for a confirmation of the present one. */
  readonly stages: ReadonlyMap<string, Stage | null>;
  read(cells: Cells): Record<'says' | 'date' | 'capability' | 'source' | 'evidence' | 'confirmedAt', string>;
}

const stages: Kind = {
  required: ['effective_from', 'number', 'stage'],
  optional: ['source', 'evidence', 'confirmed_at', 'capability'],
  open: false,
  stages: new Map(STAGES.map((stage) => [stage, stage])),
  read: (cells) => ({
    says: cells['stage'] ?? '',
    date: cells['effective_from'] ?? '',
    capability: cells['capability'] ?? '',
    source: cells['source'] === undefined || cells['source'] === '' ? 'supplier' : cells['source'],
    evidence: cells['evidence'] ?? '',
    confirmedAt: cells['confirmed_at'] ?? '',
  }),
};

const digisos: Kind = {
  required: ['date', 'event', 'number'],
  optional: ['source_commit'],
  open: true,
  // A move to the central configuration moved nothing else: the stage was confirmed.
  stages: new Map([['enabled', 'in-use'], ['disabled', 'withdrawn'], ['moved-to-central-config', null]]), // prettier-ignore
  read: (cells) => ({
    says: cells['event'] ?? '',
    date: cells['date'] ?? '',
    capability: '',
    source: 'measured',
    evidence: cells['source_commit'] ?? '',
    confirmedAt: '',
  }),
};

/** Reads a table of either kind. What cannot be a row is named with its line; a header of neither kind is bad line 1. */
export function readTable(text: string): AdoptionTable {
  const found = readCsv(text);
  if ('reason' in found) return { rows: [], bad: [{ line: found.line, reason: `this is not CSV: ${found.reason}` }] };
  const [header, ...lines] = found;
  const all = header?.cells ?? [];
  const columns = all.slice(0, all.findLastIndex((column) => column !== '') + 1);
  const kind = [stages, digisos].find(({ required }) => required.every((column) => columns.includes(column)));
  if (kind === undefined) {
    const [one, other] = [stages, digisos].map(({ required }) => required.join(', '));
    return refused(`the header must have ${one} or ${other}, with commas or semicolons between them`);
  }
  const known = [...kind.required, ...kind.optional];
  // A column of the other kind says what this kind would not record.
  const ofOther = [stages, digisos].filter((one) => one !== kind).flatMap(({ required, optional }) => [...required, ...optional]);
  const unknown = columns.filter((column) => !known.includes(column) && (!kind.open || ofOther.includes(column)));
  const first = new Map(columns.map((column, index) => [column, index] as const).reverse());
  const twice = columns.filter((column, index) => column !== '' && first.get(column) !== index);
  if (unknown.length + twice.length > 0)
    return refused(
      `the columns ${[...unknown, ...twice].map(quoted).join(', ')} are not known or stand twice; there are ${known.join(', ')}`,
    );
  // Behind the last name there may be more where other columns are passed over, too.
  const most = kind.open ? all.length : columns.length;
  const read = lines.map((line) => (line.cells.length > most ? wrongLength(line, columns) : readRow(kind, columns, line)));
  return { rows: read.flatMap((one) => ('reason' in one ? [] : [one])), bad: read.flatMap((one) => ('reason' in one ? [one] : [])) };
}

/** Nothing of a file can be read whose header is wrong. */
const refused = (reason: string): AdoptionTable => ({ rows: [], bad: [{ line: 1, reason }] });

const wrongLength = ({ line, cells }: Line, columns: readonly string[]): BadRow => ({
  line,
  reason: `${cells.length} cells where the header has ${columns.length}`,
});

const A_DAY = `a day that exists, YYYY-MM-DD, between ${EARLIEST} and ${LATEST}`;

function readRow(kind: Kind, columns: readonly string[], { line, cells }: Line): AdoptionRow | BadRow {
  if (cells.length < columns.length) return wrongLength({ line, cells }, columns);
  const named = Object.fromEntries(columns.map((column, index) => [column, cells[index] ?? '']));
  const { says, date, capability, source, evidence, confirmedAt } = kind.read(named);
  const stage = kind.stages.get(says);
  const number = named['number'] ?? '';
  const reasons = [
    isMunicipalityNumber(number) ? '' : `number must be four digits, not ${quoted(number)}`,
    isCivilDate(date) ? '' : `the date must be ${A_DAY}, not ${quoted(date)}`,
    stage === undefined ? `${quoted(says)} is none of ${[...kind.stages.keys()].join(', ')}` : '',
    capability === '' || isSlug(capability)
      ? ''
      : `capability must be the name of one, in lower-case letters, digits and hyphens, or empty for the whole, not ${quoted(capability)}`,
    isOneOf(SOURCES, source) ? '' : `source must be one of ${SOURCES.join(', ')}, not ${quoted(source)}`,
    evidence === '' || readableText(TEXT.evidence).safeParse(evidence).success
      ? ''
      : `evidence must be readable text of at most ${TEXT.evidence} characters`,
    confirmedAt === '' || isCivilDate(confirmedAt) ? '' : `confirmed_at must be ${A_DAY}, not ${quoted(confirmedAt)}`,
  ].filter((reason) => reason !== '');
  if (reasons.length > 0 || stage === undefined) return { line, reason: reasons.join('; ') };
  return {
    line,
    number: number as MunicipalityNumber,
    effectiveFrom: date as CivilDate,
    stage,
    capability: capability === '' ? null : (capability as Slug),
    source: source as Source,
    evidence: evidence === '' ? null : evidence,
    confirmedAt: confirmedAt === '' ? null : (confirmedAt as CivilDate),
    cells: cellsOf(kind, named),
  };
}

/** The capability only where there is one: a table without any keeps the ids that it had before there was such a column. */
const cellsOf = ({ required, optional }: Kind, named: Cells): string[] =>
  [...required, ...optional]
    .map((column) => ({ column, cell: named[column] ?? '' }))
    .filter(({ column, cell }) => column !== 'capability' || cell !== '')
    .map(({ cell }) => cell);

const isOneOf = (values: readonly string[], value: string): boolean => values.includes(value);
