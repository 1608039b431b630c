import { locate, type Located, type OpenApiDocument } from './document.ts';

export type Method = 'get' | 'post' | 'put' | 'patch' | 'delete';
/** What an answer may be made of. */
const ANSWERED = new Set([
  'application/json',
  'application/problem+json',
  'application/x-ndjson',
  'application/vnd.json-stat+json',
  'application/ld+json',
  'application/cloudevents-batch+json',
  'text/csv',
  'text/event-stream',
]);
const METHODS = new Set<string>(['get', 'post', 'put', 'patch', 'delete']);

export interface Parameter {
  readonly name: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: Located;
  /** `array`: texts, separated by commas. */
  readonly type: 'string' | 'integer' | 'boolean' | 'array';
}

/** One operation of the contract as the router needs it; schemas are pointers into the document. */
export interface Operation {
  readonly id: string;
  readonly method: Method;
  /** With its templates: /v1/solutions/{solutionId}. */
  readonly path: string;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly schema: string } | null;
  /** By status: the schema of each media type. */
  readonly answers: ReadonlyMap<number, ReadonlyMap<string, string>>;
  /** The media types of a success, the preferred one first. */
  readonly offered: readonly string[];
}

/** A feature of the contract that the router does not have: the service does not start with it. */
export class UnsupportedContract extends Error {
  override readonly name = 'UnsupportedContract';
}

const unsupported = (where: string, what: string): never => {
  throw new UnsupportedContract(`${where}: ${what} is not supported by the router`);
};

/** Every operation of the contract. @throws UnsupportedContract for what the router could not keep */
export function operationsOf(document: OpenApiDocument): Operation[] {
  if (!document.openapi.startsWith('3.1.')) unsupported('openapi', `version ${document.openapi}`);
  if ('webhooks' in document) unsupported('openapi', 'webhooks');
  return Object.keys(document.paths).flatMap((path) => {
    const item = locate(document, '#/paths', path);
    const known = new Set(['parameters', 'summary', 'description', ...METHODS]);
    for (const key of Object.keys(item.value)) if (!known.has(key)) unsupported(path, key);
    const methods = Object.keys(item.value).filter((key): key is Method => METHODS.has(key));
    return methods.map((method) => operation(document, path, item, method));
  });
}

function operation(document: OpenApiDocument, path: string, item: Located, method: Method): Operation {
  const { value, pointer } = locate(document, item.pointer, method);
  const where = `${method} ${path}`;
  const id = value['operationId'];
  if (typeof id !== 'string') return unsupported(where, 'an operation without operationId');
  for (const key of ['callbacks', 'servers', 'security']) if (key in value) unsupported(where, key);
  const parameters = [...parametersAt(document, item, where), ...parametersAt(document, { value, pointer }, where)];
  const templates = path.split('/').filter((segment) => segment.includes('{')).map((segment) => /^\{(\w+)\}$/.exec(segment)?.[1]); // prettier-ignore
  if (templates.includes(undefined)) unsupported(where, 'a template that is not a whole segment');
  const inPath = parameters.filter((parameter) => parameter.in === 'path').map(({ name }) => name);
  if (templates.toSorted().join() !== inPath.toSorted().join()) unsupported(where, 'a path whose templates and parameters differ');
  const answers = answersOf(document, pointer);
  return { id, method, path, parameters, body: bodyOf(document, { value, pointer }, where), answers, offered: offeredBy(answers) };
}

function parametersAt(document: OpenApiDocument, at: Located, where: string): Parameter[] {
  const count = (at.value['parameters'] as unknown[] | undefined)?.length ?? 0;
  return Array.from({ length: count }, (_, index) => {
    const { value, pointer } = locate(document, at.pointer, 'parameters', String(index));
    const name = String(value['name']);
    const place = String(value['in']);
    if (place !== 'path' && place !== 'query' && place !== 'header') return unsupported(where, `parameter ${name} in ${place}`);
    for (const key of ['content', 'allowReserved', 'allowEmptyValue']) if (key in value) unsupported(where, `${key} of parameter ${name}`);
    const schema = locate(document, pointer, 'schema');
    const type = schema.value['type'];
    if (type !== 'string' && type !== 'integer' && type !== 'boolean' && type !== 'array')
      return unsupported(where, `parameter ${name} of type ${String(type)}`);
    if (type === 'array') checkList(document, { value, pointer }, `${where}: parameter ${name}`);
    else for (const key of ['style', 'explode']) if (key in value) unsupported(where, `${key} of parameter ${name}`);
    return { name, in: place, required: value['required'] === true, schema, type };
  });
}

/** A list is texts in the query with commas between them (RFC 6570: `form`, not exploded), and says so. */
function checkList(document: OpenApiDocument, { value, pointer }: Located, where: string): void {
  if (value['in'] !== 'query') unsupported(where, 'a list outside the query');
  if (value['style'] !== 'form' || value['explode'] !== false) unsupported(where, 'a list that is not of style form, unexploded');
  const items = locate(document, pointer, 'schema', 'items');
  if (items.value['type'] !== 'string') unsupported(where, `a list of ${String(items.value['type'])}`);
}

function bodyOf(document: OpenApiDocument, { value, pointer }: Located, where: string): Operation['body'] {
  if (!('requestBody' in value)) return null;
  const body = locate(document, pointer, 'requestBody');
  const media = Object.keys(body.value['content'] as object);
  if (media.join() !== 'application/json') return unsupported(where, `a body of ${media.join(', ')}`);
  if (body.value['required'] !== true) unsupported(where, 'a body that may be left out');
  return { schema: locate(document, body.pointer, 'content', 'application/json', 'schema').pointer };
}

const offeredBy = (answers: Operation['answers']): string[] => {
  const successes = [...answers].filter(([status]) => status < 300).flatMap(([, content]) => [...content.keys()]);
  return [...new Set(successes)];
};

function answersOf(document: OpenApiDocument, pointer: string): Operation['answers'] {
  const statuses = Object.keys(locate(document, pointer, 'responses').value);
  return new Map(statuses.map((status) => {
    if (!/^\d{3}$/.test(status)) unsupported(pointer, `status ${status}`);
    const answer = locate(document, pointer, 'responses', status);
    const media = Object.keys((answer.value['content'] as object | undefined) ?? {});
    for (const type of media) if (!ANSWERED.has(type)) unsupported(pointer, `an answer of ${type}`);
    if ('links' in answer.value) unsupported(pointer, 'links');
    const schemas = media.map((type) => [type, locate(document, answer.pointer, 'content', type, 'schema').pointer] as const);
    return [Number(status), new Map(schemas)];
  })); // prettier-ignore
}
