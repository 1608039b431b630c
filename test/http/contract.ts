import { readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';

/**
 * The contract as these tests read it, on their own: a fault in how the service reads it must not hide itself here.
 * Nothing in this file comes from src/.
 */
export type Node = Readonly<Record<string, unknown>>;

export const contractFile = new URL('../../openapi/openapi.json', import.meta.url);
export const contract = JSON.parse(readFileSync(contractFile, 'utf8')) as Node;

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null;
const at = (pointer: string): unknown =>
  pointer
    .split('/')
    .slice(1)
    .reduce<unknown>((node, key) => (isNode(node) ? node[key.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined), contract);

/** What a node stands for: itself, or what it refers to. */
export function resolved(node: unknown): Node {
  if (!isNode(node)) throw new Error(`the contract has no node here: ${String(node)}`);
  return typeof node['$ref'] === 'string' ? resolved(at(node['$ref'])) : node;
}

export const nodesOf = (node: unknown): [name: string, node: Node][] =>
  isNode(node) ? Object.entries(node).map(([name, one]) => [name, one as Node]) : [];

const REAL_DAY = /^(19\d{2}|20\d{2}|2100)-\d{2}-\d{2}$/;
const isDay = (text: string): boolean => {
  const day = new Date(`${text}T00:00:00Z`);
  return REAL_DAY.test(text) && !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
};
const WEIGHTS = [3, 2, 7, 6, 5, 4, 3, 2, 1];
const isOrganisation = (text: string): boolean =>
  /^\d{9}$/.test(text) && WEIGHTS.reduce((sum, weight, index) => sum + weight * Number(text[index]), 0) % 11 === 0;

/** Not blank, and without what nobody sees: controls but the line break, half pairs, marks of direction and of no width. */
const isReadable = (text: string): boolean =>
  text.trim() !== '' &&
  text.isWellFormed() &&
  !Array.from(text).some((one) => one !== '\n' && /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/u.test(one));

const ajv = new Ajv2020({ allErrors: true, strict: true, strictTypes: false, strictRequired: false, allowUnionTypes: true });
(formats as unknown as typeof formats.default)(ajv, ['date-time', 'uuid', 'uri', 'uri-reference']);
ajv.addFormat('civil-date', isDay);
ajv.addFormat('organisation-number', isOrganisation);
ajv.addFormat('readable-text', isReadable);
ajv.addVocabulary([...Object.keys(contract), 'x-titles', 'x-labels', 'x-labels-of', 'x-role', 'x-label', 'x-unit', 'x-decimals']);
ajv.addSchema(contract, 'contract', false, false);

/** Compiles a schema of the contract: a reference, or one that stands by itself. */
function validator(schema: Node): ValidateFunction {
  if (typeof schema['$ref'] !== 'string') return ajv.compile(schema);
  const found = ajv.getSchema(`contract${schema['$ref']}`);
  if (found === undefined) throw new Error(`the contract has no schema ${schema['$ref']}`);
  return found;
}

export const schemaNamed = (name: string): Node => ({ $ref: `#/components/schemas/${name}` });

/** What a value has against a schema, a line each; empty where it fits. */
export function breachesOf(schema: Node, value: unknown): string[] {
  const validate = validator(schema);
  return validate(value)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath || 'the whole'} ${String(message)}`);
}

export interface Example {
  readonly name: string;
  readonly value: unknown;
  /** What the documentation calls it. */
  readonly summary: string;
  /** Whether it shows the beginning of something long. */
  readonly excerpt: boolean;
}

/** The examples of a media type, in the order of the document. */
export const examplesOf = (media: Node): Example[] =>
  nodesOf(media['examples']).map(([name, example]) => {
    const { value, summary: told } = resolved(example);
    const summary = String(told);
    return { name, value, summary, excerpt: summary.startsWith('Excerpt: ') };
  });

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required: boolean;
  readonly schema: Node;
  readonly node: Node;
}

export interface DeclaredAnswer {
  readonly status: number;
  readonly headers: readonly { readonly name: string; readonly schema: Node; readonly required: boolean }[];
  /** By media type. */
  readonly content: ReadonlyMap<string, { readonly schema: Node; readonly examples: readonly Example[] }>;
}

export interface Operation {
  readonly id: string;
  readonly method: 'GET' | 'POST';
  readonly template: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly schema: Node; readonly examples: readonly Example[] } | null;
  readonly answers: readonly DeclaredAnswer[];
}

function answerOf(status: string, node: Node): DeclaredAnswer {
  const answer = resolved(node);
  // A header that may be absent stands where it is used; one that is referred to is always there (openapi/README.md).
  const headers = nodesOf(answer['headers']).map(([name, header]) => ({
    name,
    schema: resolved(header)['schema'] as Node,
    required: '$ref' in header,
  }));
  const content = nodesOf(answer['content']).map(
    ([media, one]) => [media, { schema: one['schema'] as Node, examples: examplesOf(one) }] as const,
  );
  return { status: Number(status), headers, content: new Map(content) };
}

/** Every operation, in the order of the document. */
export const operations: readonly Operation[] = nodesOf(contract['paths']).flatMap(([template, item]) =>
  nodesOf(item)
    .filter(([method]) => method === 'get' || method === 'post')
    .map(([method, operation]) => {
      const body = operation['requestBody'] === undefined ? null : (resolved(operation['requestBody'])['content'] as Record<string, Node>);
      const json = body?.['application/json'];
      return {
        id: operation['operationId'] as string,
        method: method.toUpperCase() as 'GET' | 'POST',
        template,
        parameters: [
          ...((item['parameters'] as unknown[] | undefined) ?? []),
          ...((operation['parameters'] as unknown[] | undefined) ?? []),
        ]
          .map(resolved)
          .map((node) => ({
            name: node['name'] as string,
            in: node['in'] as string,
            required: node['required'] === true,
            schema: node['schema'] as Node,
            node,
          })),
        body: json === undefined ? null : { schema: json['schema'] as Node, examples: examplesOf(json) },
        answers: nodesOf(operation['responses']).map(([status, node]) => answerOf(status, node)),
      };
    }),
);

export function operationNamed(id: string): Operation {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`the contract has no operation ${id}`);
  return found;
}

/** The operations at a path, by method; empty where the contract has no such path. */
export function operationsAt(path: string): Operation[] {
  const segments = path.split('/');
  const fits = ({ template }: Operation): boolean => {
    const parts = template.split('/');
    return parts.length === segments.length && parts.every((part, index) => part.startsWith('{') || part === segments[index]);
  };
  const found = operations.filter(fits);
  const fixed = ({ template }: Operation): number => template.split('{').length;
  const fewest = Math.min(...found.map(fixed));
  return found.filter((operation) => fixed(operation) === fewest);
}
