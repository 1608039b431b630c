import type { Language } from '../../domain/language.ts';
import type { OpenApiDocument } from '../contract/document.ts';
import { operationsOf } from '../contract/operations.ts';
import { membersOf } from '../contract/pointer.ts';
import type { InLanguages } from './language.ts';

/** What a column is in a cube. What the contract gives no role is an attribute, and those are in none. */
export type ColumnRole = 'time' | 'geo' | 'dimension' | 'label' | 'measure' | 'attribute';

/** A column of a report, as the contract has it. */
export interface Column {
  readonly name: string;
  /** In the words of the Frictionless Table Schema. */
  readonly type: 'string' | 'integer' | 'number' | 'boolean' | 'date' | 'datetime';
  readonly titles: InLanguages;
  readonly description: string;
  readonly role: ColumnRole;
  /** The column with the label of this one's codes. */
  readonly label: string | null;
  readonly unit: InLanguages | null;
  readonly decimals: number | null;
  readonly nullable: boolean;
  /** The codes that its values are, with their labels; null where they are no codes of the contract. */
  readonly codes: Readonly<Record<string, InLanguages>> | null;
}

/** A report, as the contract has it. */
export interface Report {
  /** The last segment of its path. */
  readonly name: string;
  readonly path: string;
  readonly operationId: string;
  readonly titles: InLanguages;
  readonly description: string;
  readonly columns: readonly Column[];
  /** The names of its query parameters. */
  readonly parameters: readonly string[];
  readonly mediaTypes: readonly string[];
}

type Node = Readonly<Record<string, unknown>>;

/** Every report of the contract, by its operation: what has x-titles and answers rows as NDJSON. */
export function reportsOf(document: OpenApiDocument): ReadonlyMap<string, Report> {
  const reports = operationsOf(document).flatMap((operation): Report[] => {
    const node = (document.paths[operation.path] as Node)[operation.method] as Node;
    const row = operation.answers.get(200)?.get('application/x-ndjson');
    if (row === undefined || node['x-titles'] === undefined) return [];
    return [
      {
        name: operation.path.split('/').at(-1) ?? '',
        path: operation.path,
        operationId: operation.id,
        titles: node['x-titles'] as InLanguages,
        description: String(node['description']),
        columns: columnsOf(document, row),
        parameters: operation.parameters.filter((parameter) => parameter.in === 'query').map(({ name }) => name),
        mediaTypes: operation.offered,
      },
    ];
  });
  return new Map(reports.map((report) => [report.operationId, report]));
}

/** What stands at a pointer itself, a reference with what is beside it. */
const at = (document: OpenApiDocument, pointer: string): Node =>
  membersOf(pointer).reduce<unknown>((node, key) => (node as Node | undefined)?.[key], document) as Node;

function columnsOf(document: OpenApiDocument, row: string): Column[] {
  const properties = at(document, row)['properties'] as Record<string, { $ref: string }>;
  return Object.entries(properties).map(([name, { $ref }]) => {
    const column = at(document, $ref);
    return {
      name,
      ...valuesOf(document, column),
      titles: column['x-titles'] as InLanguages,
      description: String(column['description']),
      role: (column['x-role'] as ColumnRole | undefined) ?? 'attribute',
      label: (column['x-label'] as string | undefined) ?? null,
      unit: (column['x-unit'] as InLanguages | undefined) ?? null,
      decimals: (column['x-decimals'] as number | undefined) ?? null,
    };
  });
}

/** The type of a column's values: what its schema, or the one that it refers to, says. */
function valuesOf(document: OpenApiDocument, schema: Node): Pick<Column, 'type' | 'nullable' | 'codes'> {
  if (typeof schema['$ref'] === 'string') return valuesOf(document, at(document, schema['$ref']));
  const types = [schema['type']].flat();
  return {
    type: typeOf(
      types.find((one) => one !== 'null'),
      schema['format'],
    ),
    nullable: types.includes('null'),
    codes: (labelled(document, schema)['x-labels'] as Column['codes'] | undefined) ?? null,
  };
}

/** A list that may be null has the labels of the list itself. */
function labelled(document: OpenApiDocument, schema: Node): Node {
  const list = schema['x-labels-of'];
  return typeof list === 'string' ? at(document, `#/components/schemas/${list}`) : schema;
}

function typeOf(type: unknown, format: unknown): Column['type'] {
  if (format === 'civil-date') return 'date';
  if (format === 'date-time') return 'datetime';
  return type as Column['type'];
}

/** The lists of the contract whose codes have labels. */
export type Vocabulary =
  | 'Stage' | 'Threshold' | 'Inheritance' | 'StageSource' | 'HealthRegion' | 'SizeClass' | 'Phase' | 'TargetGroupKind'
  | 'CostKind' | 'CostEstimate' | 'Responsibility' | 'Sector' | 'CoverageChange' | 'HistoryAct' | 'HistoryEntryType'; // prettier-ignore

/** What the codes of a list of the contract are called in a language. */
export type LabelsIn = (list: Vocabulary, language: Language) => (code: string) => string;

export function labelsOf(document: OpenApiDocument): LabelsIn {
  return (list, language) => {
    const labels = at(document, `#/components/schemas/${list}`)['x-labels'] as Record<string, InLanguages>;
    return (code) => {
      const label = labels[code];
      if (label === undefined) throw new Error(`the contract has no label for ${code} of ${list}`);
      return label[language];
    };
  };
}
