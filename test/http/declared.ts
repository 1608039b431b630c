import type { IncomingHttpHeaders } from 'node:http';
import { breachesOf, type DeclaredAnswer, type Node, type Operation, operationsAt, resolved, schemaNamed } from './contract.ts';

/** An answer as it came over the wire. */
export interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** What any path may answer without saying so at every operation (openapi/README.md, «What the router supports»). */
const ANYWHERE = new Map([[404, 'not-found'], [405, 'method-not-allowed'], [414, 'uri-too-long'], [421, 'misdirected-request']]); // prettier-ignore
/** Headers of ours, or of HTTP where they carry meaning: sent only where the contract has them. */
const MEANINGFUL = /^(registry-.*|request-id|etag|location|link|retry-after)$/;
const EVERYWHERE: DeclaredAnswer['headers'] = [
  { name: 'Request-Id', schema: { type: 'string', format: 'uuid' }, required: true },
  { name: 'Registry-Position', schema: schemaNamed('Position'), required: true },
];

/** Everything that an answer under the contract's paths has against the contract; empty where it keeps it. */
export function breachesOfContract(method: string, target: string, answered: Answered): string[] {
  const path = target.replace(/\?.*$/s, '');
  const here = operationsAt(path);
  const bodiless = method === 'HEAD' || answered.status === 304 || answered.status === 204;
  if (method === 'OPTIONS' && here.length > 0) return optionsBreaches(here, answered);
  const operation = here.find((one) => one.method === (method === 'HEAD' ? 'GET' : method));
  const declared = operation?.answers.find(({ status }) => status === answered.status);
  const length = bodiless && answered.text !== '' ? [`a body of ${answered.text.length} characters where there is none`] : [];
  if (operation !== undefined && declared !== undefined && !isAnywhere(answered))
    return [...length, ...headerBreaches(declared.headers, answered), ...(bodiless ? [] : bodyBreaches(declared, answered))];
  const code = bodiless ? ANYWHERE.get(answered.status) : codeOf(answered);
  if (code === undefined || ANYWHERE.get(answered.status) !== code) return [`status ${answered.status} ${String(code)} is not declared`];
  return [...length, ...headerBreaches(EVERYWHERE, answered), ...(bodiless ? [] : problemBreaches(answered))];
}

const isAnywhere = (answered: Answered): boolean => {
  const code = ANYWHERE.get(answered.status);
  return code !== undefined && codeOf(answered) === code;
};

function optionsBreaches(here: readonly Operation[], { status, headers, text }: Answered): string[] {
  const methods = ['OPTIONS', ...here.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]))].sort();
  const allow = (headers.allow ?? '').split(', ').sort();
  const wrong = allow.join() === methods.join() ? [] : [`Allow is ${allow.join()}, not ${methods.join()}`];
  return status === 204 && text === '' ? wrong : [...wrong, `OPTIONS answers ${status}`];
}

function headerBreaches(declared: DeclaredAnswer['headers'], { headers }: Answered): string[] {
  const missing = declared.filter(({ name, required }) => required && headers[name.toLowerCase()] === undefined);
  const known = new Set(declared.map(({ name }) => name.toLowerCase()));
  const surplus = Object.keys(headers).filter((name) => MEANINGFUL.test(name) && !known.has(name));
  const wrong = declared.flatMap(({ name, schema }) => {
    const sent = headers[name.toLowerCase()];
    if (sent === undefined) return [];
    const value = resolved(schema)['type'] === 'integer' ? Number(sent) : sent;
    return breachesOf(schema, value).map((breach) => `header ${name}: ${breach}`);
  });
  return [...missing.map(({ name }) => `header ${name} is missing`), ...surplus.map((name) => `header ${name} is not declared`), ...wrong];
}

function bodyBreaches(declared: DeclaredAnswer, answered: Answered): string[] {
  const [type = ''] = (answered.headers['content-type'] ?? '').split(';');
  const media = declared.content.get(type);
  if (media === undefined) return [`Content-Type ${type} is not declared for ${declared.status}`];
  // What is written piece by piece has no length beforehand.
  const isStreamed = answered.headers['transfer-encoding'] === 'chunked';
  const length = Buffer.byteLength(answered.text);
  const counted = isStreamed || answered.headers['content-length'] === String(length) ? [] : [`Content-Length is not ${length}`];
  const values = valuesOf(type, answered.text);
  if (type !== 'application/problem+json') return [...counted, ...values.flatMap((value) => breachesOf(media.schema, value))];
  const shown = media.examples.map(({ value }) => (value as Node)['code']);
  const code = codeOf(answered);
  const undocumented = shown.includes(code)
    ? []
    : [`problem ${String(code)} is not among those that this operation shows for ${answered.status}`];
  return [...counted, ...undocumented, ...problemBreaches(answered)];
}

/** What the schema of a media type is about: the document, each line of it, or the text. */
function valuesOf(type: string, text: string): unknown[] {
  if (type.startsWith('text/')) return [text];
  const documents = type === 'application/x-ndjson' ? text.split('\n').filter((line) => line !== '') : [text];
  return documents.map((document) => JSON.parse(document) as unknown);
}

const PROBLEM = schemaNamed('Problem');
const members = new Set(Object.keys(resolved(PROBLEM)['properties'] as object));

function problemBreaches(answered: Answered): string[] {
  const problem = parsed(answered);
  if (typeof problem !== 'object' || problem === null) return ['the body is no problem'];
  const { type, code, status, instance, errors } = problem as Record<string, unknown>;
  const undocumented = Object.keys(problem).filter((name) => !members.has(name));
  const spots = (errors as { pointer: string | null; parameter: string | null; rule: string }[]).map((one) => JSON.stringify([one.pointer, one.parameter, one.rule])); // prettier-ignore
  return [
    ...(answered.headers['content-type'] === 'application/problem+json' ? [] : ['a problem of another Content-Type']),
    ...breachesOf(PROBLEM, problem),
    ...undocumented.map((name) => `member ${name} of a problem is not documented`),
    ...(type === `/problems/${String(code)}` ? [] : [`type ${String(type)} is not that of ${String(code)}`]),
    ...(status === answered.status ? [] : [`the body says ${String(status)}, the answer ${answered.status}`]),
    ...(instance === `urn:uuid:${String(answered.headers['request-id'])}` ? [] : ['instance is not that of Request-Id']),
    ...spots.filter((spot, index) => spots.indexOf(spot) < index).map((spot) => `the violation ${spot} stands twice`),
  ];
}

const parsed = ({ text }: Answered): unknown => JSON.parse(text) as unknown;

const codeOf = (answered: Answered): unknown => {
  try {
    return (parsed(answered) as Record<string, unknown> | null)?.['code'];
  } catch {
    return undefined;
  }
};
