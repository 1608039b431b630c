import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Registry } from '../../registry/registry.ts';
import type { OpenApiDocument } from '../contract/document.ts';
import type { Streamed } from '../contract/handlers.ts';
import { type Operation, operationsOf, UnsupportedContract } from '../contract/operations.ts';
import type { Schemas, ValidateFunction } from '../contract/schemas.ts';
import { bodyViolation, type Breach, breaches } from '../contract/violations.ts';
import { faultProblem } from '../problems/from-fault.ts';
import { methodNotAllowed } from '../problems/method-not-allowed.ts';
import { Problem, violationsProblem } from '../problems/problem.ts';
import { requestIdOf } from '../request-id.ts';
import type { Allowances } from '../bounds.ts';
import { readBody } from './body.ts';
import { awaitPosition } from './min-position.ts';
import { negotiated } from './negotiate.ts';
import { type ParameterReader, parameterReader } from './parameters.ts';
import { begin } from './head.ts';
import { Reception } from './received.ts';
import { type Target, targetOf } from './target.ts';
import { type AnyAnswer, sendAnswer, sendProblem, sendStream } from './send.ts';
import { type Match, type Resource, routes } from './routes.ts';

/** What the contract answers for: all of it, also what it does not have. */
const UNDER_CONTRACT = /^\/(v1|health)(\/|$)/;

/** Path and query together, in bytes. */
const URI_LIMIT = 8_192;

// The dispatcher calls handlers by name at run time; that they fit their operations was checked where they were put together.
type AnyHandler = (input: never, registry: Registry) => Promise<AnyAnswer | Streamed> | AnyAnswer | Streamed;

/** @returns false where the path is not under the contract: somebody else answers then */
export type Dispatch = (request: IncomingMessage, response: ServerResponse) => boolean;

export interface DispatcherOptions {
  readonly document: OpenApiDocument;
  readonly schemas: Schemas;
  readonly handlers: Readonly<Record<string, AnyHandler>>;
  readonly registry: Registry;
  /** Checks every answer against the contract; a breach is a fault. */
  readonly validateResponses: boolean;
  readonly bounds: Allowances;
  readonly onFault: (fault: unknown, requestId: string) => void;
  /** Told of every request when it begins; what it gives is told the operation, where there is one. */
  readonly requests?: { readonly begin: (response: ServerResponse) => (operationId: string) => void } | undefined;
}

interface Entry {
  readonly operation: Operation;
  readonly handler: AnyHandler;
  readonly input: () => Compiled;
}

interface Compiled {
  readonly parameters: ParameterReader;
  readonly body: ValidateFunction | null;
}

/**
 * The contract as router: every path, method, parameter and body by the bundled document. It stands before Express, which swaps the
 * prototypes of every request and answer (docs/performance.md).
 * @returns answers a request, or says that its path is not under the contract
 * @throws UnsupportedContract at start
 */
export function dispatcher(options: DispatcherOptions): Dispatch {
  const { document, schemas, handlers, registry, validateResponses, bounds, onFault, requests } = options;
  const operations = operationsOf(document);
  checkComplete(operations, handlers);
  const find = routes(operations.map((operation) => ({ operation, entry: entry(operation, handlers, schemas) })));

  const answer = async (request: IncomingMessage, response: ServerResponse, { path, search }: Target): Promise<void> => {
    const requestId = requestIdOf(request);
    const found = requests?.begin(response);
    let answered: Entry | undefined;
    try {
      const { url = '', method: asked = '' } = request;
      if (url.length > URI_LIMIT)
        throw new Problem('uri-too-long', `the address is over ${URI_LIMIT} bytes`, { members: { limit: URI_LIMIT } });
      const match = find(path);
      if (match === undefined) throw new Problem('not-found', `there is nothing at ${path}`);
      const method = asked === 'HEAD' ? 'get' : asked.toLowerCase();
      if (method === 'options') {
        begin(response, 204, { Allow: allowed(match) });
        response.end();
        return;
      }
      answered = match.methods.get(method);
      if (answered === undefined) throw methodNotAllowed(asked, allowed(match));
      const { operation, handler } = answered;
      found?.(operation.id);
      const mediaType = negotiated(operation, request, search);
      const arrivedAt = registry.now();
      const input = await readInput(answered.input(), request, match.parameters, search, schemas, bounds);
      const received = new Reception({ request, response, operation, input, search, arrivedAt, mediaType });
      if (method === 'get') await awaitPosition(registry, input, bounds.waitingReads);
      const work = () => handler({ ...input, received } as never, registry);
      const given = method === 'get' ? await work() : await bounds.commands.during(work);
      if ('chunks' in given) {
        await bounds[given.bound ?? 'piecemeal'].during(() => sendStream(request, response, given, registry, received.gone));
        return;
      }
      if (validateResponses) checkAnswer(operation, given, schemas);
      sendAnswer(request, response, operation, given, registry);
    } catch (fault) {
      const problem = faultProblem(fault);
      if (problem.status >= 500 && problem !== fault) onFault(fault, requestId);
      sendProblem(response, problem, requestId, registry);
      if (validateResponses && answered !== undefined) checkProblem(answered.operation, problem, schemas, onFault, requestId);
    }
  };

  return (request, response) => {
    const target = targetOf(request);
    if (!UNDER_CONTRACT.test(target.path)) return false;
    answer(request, response, target).catch((fault: unknown) => {
      onFault(fault, requestIdOf(request));
      response.destroy(); // there is no telling what was written
    });
    return true;
  };
}

function entry(operation: Operation, handlers: DispatcherOptions['handlers'], schemas: Schemas): Entry {
  const handler = handlers[operation.id] as AnyHandler;
  let compiled: Compiled | undefined;
  // At its first request: for all of them it takes as long as all the rest of a start.
  const input = (): Compiled =>
    (compiled ??= { parameters: parameterReader(operation, schemas), body: operation.body && schemas.at(operation.body.schema) });
  return { operation, handler, input };
}

/** No operation without a handler, no handler without an operation. */
function checkComplete(operations: readonly Operation[], handlers: DispatcherOptions['handlers']): void {
  const ids = operations.map(({ id }) => id);
  const without = ids.filter((id) => !Object.hasOwn(handlers, id));
  const surplus = Object.keys(handlers).filter((id) => !ids.includes(id));
  const twice = ids.filter((id, index) => ids.indexOf(id) < index);
  const faults = [['operations without a handler', without], ['handlers without an operation', surplus], ['operation ids that stand twice', twice]] as const; // prettier-ignore
  for (const [what, found] of faults) if (found.length > 0) throw new UnsupportedContract(`${what}: ${found.join(', ')}`);
}

const allowed = ({ methods }: Resource<Entry>): string =>
  [...[...methods.keys()].flatMap((method) => (method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()])), 'OPTIONS'].join(', ');

/** @throws Problem with every violation of the contract at once */
async function readInput(
  { parameters, body }: Compiled,
  request: IncomingMessage,
  inPath: Match<Entry>['parameters'],
  search: string,
  schemas: Schemas,
  { bodyBytes }: Allowances,
) {
  const [path, query, headers] = [parameters.path(inPath), parameters.query(search), parameters.headers(request.headers)];
  const violations = [...path.violations, ...query.violations, ...headers.violations];
  const content = body === null ? undefined : await readBody(request, bodyBytes);
  if (body !== null) violations.push(...breaches(body, content, schemas).map(bodyViolation));
  if (violations.length > 0) throw violationsProblem('invalid-request', violations);
  return { path: path.values, query: query.values, headers: headers.values, body: content };
}

function checkAnswer({ id, answers }: Operation, answer: AnyAnswer, schemas: Schemas): void {
  const pointer = answers.get(answer.status)?.get('application/json');
  if (pointer === undefined) throw new Error(`${id} answers ${answer.status}, which the contract does not have`);
  const wrong = breaches(schemas.at(pointer), JSON.parse(answer.prebuilt?.bytes.toString() ?? JSON.stringify(answer.body)), schemas);
  if (wrong.length > 0) throw new Error(`${id} answers against the contract: ${told(wrong)}`);
}

function checkProblem(
  { id, answers }: Operation,
  problem: Problem,
  schemas: Schemas,
  onFault: DispatcherOptions['onFault'],
  requestId: string,
): void {
  const pointer = answers.get(problem.status)?.get('application/problem+json');
  const said = `${id} answers ${problem.status} ${problem.code}`;
  if (pointer === undefined) onFault(new Error(`${said}, which the contract does not have`), requestId);
  else {
    const wrong = breaches(schemas.at(pointer), problem.body(requestId), schemas);
    if (wrong.length > 0) onFault(new Error(`${said} against the contract: ${told(wrong)}`), requestId);
  }
}

const told = (wrong: readonly Breach[]): string => wrong.map(({ pointer, message }) => `${pointer} ${message}`).join('; ');
