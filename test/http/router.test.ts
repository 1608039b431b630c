import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { compileSchemas } from '../../scripts/compile-schemas.ts';
import { type Method, type Operation, operationsOf, UnsupportedContract } from '../../src/http/contract/operations.ts';
import { readContract } from '../../src/http/contract/document.ts';
import { Schemas } from '../../src/http/contract/schemas.ts';
import { parameterReader } from '../../src/http/dispatch/parameters.ts';
import { allowances } from '../../src/http/bounds.ts';
import { dispatcher, type DispatcherOptions } from '../../src/http/dispatch/dispatcher.ts';
import { routes } from '../../src/http/dispatch/routes.ts';

type Document = Parameters<typeof operationsOf>[0];
type Parts = Record<string, unknown>;

const ok = { 200: { description: 'fine', content: { 'application/json': { schema: { type: 'object' } } } } };
const text = { type: 'string' };

/** A contract of one operation, with something that it may have or not. */
const contractWith = (
  operation: Parts = {},
  { path = '/v1/things', item = {}, document = {} }: { path?: string; item?: Parts; document?: Parts } = {},
): Document =>
  ({
    openapi: '3.1.1',
    info: { title: 'things', version: '1' },
    paths: { [path]: { get: { operationId: 'listThings', responses: ok, ...operation }, ...item } },
    ...document,
  }) as Document;
const withParameter = (parameter: Parts): Document =>
  contractWith({ parameters: [{ name: 'x', in: 'query', schema: text, ...parameter }] });
const separated = { style: 'form', explode: false };
const withBody = (content: Parts): Document => contractWith({ requestBody: { required: true, content } });

/** Starts the router on a contract. What a handler gives does not matter: it is never asked. */
const start = (document: Document, handlers: DispatcherOptions['handlers'] = { listThings: () => ({ status: 200, body: {} }) }) =>
  dispatcher({
    document,
    handlers,
    schemas: new Schemas(document),
    registry: undefined as never,
    validateResponses: true,
    bounds: allowances(),
    onFault: () => undefined,
  });

describe('the router', () => {
  it('starts on a contract that it supports', () => {
    expect(start(contractWith())).toBeInstanceOf(Function);
  });

  it.each<[string, Document]>([
    ['another version of OpenAPI', contractWith({}, { document: { openapi: '3.0.3' } })],
    ['a parameter in a cookie', withParameter({ in: 'cookie' })],
    ['a style of a parameter', withParameter({ style: 'spaceDelimited' })],
    ['an exploded parameter', withParameter({ explode: true })],
    ['a parameter with reserved characters', withParameter({ allowReserved: true })],
    ['a parameter that may be empty', withParameter({ allowEmptyValue: true })],
    ['a parameter with a media type', withParameter({ schema: undefined, content: { 'application/json': { schema: text } } })],
    ['a list that is repeated', withParameter({ schema: { type: 'array', items: text } })],
    ['a list that says no style', withParameter({ schema: { type: 'array', items: text }, explode: false })],
    ['an exploded list', withParameter({ schema: { type: 'array', items: text }, style: 'form', explode: true })],
    ['a list of another style', withParameter({ schema: { type: 'array', items: text }, style: 'pipeDelimited', explode: false })],
    ['a list of numbers', withParameter({ schema: { type: 'array', items: { type: 'integer' } }, ...separated })],
    ['a list in a header', withParameter({ in: 'header', schema: { type: 'array', items: text }, ...separated })],
    ['an object in the query', withParameter({ schema: { type: 'object' } })],
    ['a parameter of several types', withParameter({ schema: { type: ['string', 'null'] } })],
    ['a parameter without a type', withParameter({ schema: {} })],
    ['a second media type of a body', withBody({ 'application/json': { schema: text }, 'text/csv': { schema: text } })],
    ['another media type of a body', withBody({ 'multipart/form-data': { schema: text } })],
    ['a body that may be left out', contractWith({ requestBody: { content: { 'application/json': { schema: text } } } })],
    [
      'another media type of an answer',
      contractWith({ responses: { 200: { description: 'fine', content: { 'text/html': { schema: text } } } } }),
    ],
    ['a default answer', contractWith({ responses: { default: ok[200] } })],
    ['a range of statuses', contractWith({ responses: { '2XX': ok[200] } })],
    ['callbacks', contractWith({ callbacks: {} })],
    ['servers of its own', contractWith({ servers: [{ url: '/elsewhere' }] })],
    ['security of its own', contractWith({ security: [{ token: [] }] })],
    ['an operation without operationId', contractWith({ operationId: undefined })],
    ['a template that is no parameter', contractWith({}, { path: '/v1/things/{thingId}' })],
    ['a path parameter that is in no template', withParameter({ in: 'path', required: true })],
    [
      'a template that is part of a segment',
      contractWith({ parameters: [{ name: 'id', in: 'path', required: true, schema: text }] }, { path: '/v1/things-{id}' }),
    ],
    ['a method that it does not know', contractWith({}, { item: { trace: { operationId: 'traceThings', responses: ok } } })],
    ['servers of a path', contractWith({}, { item: { servers: [{ url: '/elsewhere' }] } })],
    ['webhooks', contractWith({}, { document: { webhooks: { thingMade: { post: { responses: ok } } } } })],
  ])('does not start on %s', (_what, document) => {
    expect(() => start(document)).toThrow(UnsupportedContract);
  });

  it.each<[string, Document]>([
    ['a format that it does not know', withParameter({ schema: { type: 'string', format: 'ipv4' } })],
    ['a keyword that it does not know', withParameter({ schema: { type: 'string', minLenght: 1 } })],
  ])('is checked for a schema with %s by contract:check, since schemas are compiled when they are needed', (_what, document) => {
    expect(() => compileSchemas(document)).toThrow(/ipv4|minLenght/);
    expect(compileSchemas(withParameter({ schema: text }))).toBeGreaterThan(1);
  });

  it('starts on a list with commas in the query', () => {
    expect(start(withParameter({ schema: { type: 'array', items: text }, ...separated }))).toBeInstanceOf(Function);
  });

  it('does not start without a handler for every operation, and names those that lack one', () => {
    expect(() => start(contractWith(), {})).toThrow('operations without a handler: listThings');
  });

  it('does not start with a handler for no operation, and names it', () => {
    const handler = () => ({ status: 200, body: {} });
    expect(() => start(contractWith(), { listThings: handler, listThing: handler })).toThrow('handlers without an operation: listThing');
  });

  it('does not take what any object has for a handler', () => {
    expect(() => start(contractWith({ operationId: 'toString' }), {})).toThrow('operations without a handler: toString');
  });

  it('does not start where two operations have one id', () => {
    const document = contractWith({}, { item: { post: { operationId: 'listThings', responses: ok } } });
    expect(() => start(document)).toThrow('operation ids that stand twice: listThings');
  });

  it('supports all of the contract', () => {
    expect(operationsOf(readContract())).not.toHaveLength(0);
  });
});

/** What is made of a query by the parameters of an operation. */
function queried(search: string, schema: Parts, more: Parts = {}) {
  const document = withParameter({ name: 'phase', schema, ...separated, ...more });
  const [operation] = operationsOf(document) as [Operation];
  return parameterReader(operation, new Schemas(document)).query(search);
}
const phases = { type: 'array', items: { type: 'string', enum: ['idea', 'pilot', 'roll-out'] }, uniqueItems: true, maxItems: 3 };

describe('a list in the query', () => {
  it.each(['phase=pilot,roll-out', 'phase=pilot%2Croll-out', 'phase=pilot%2croll%2Dout'])('is its items, in their order: %s', (search) => {
    expect(queried(search, phases).values).toEqual({ phase: ['pilot', 'roll-out'] });
  });

  it('may have one item', () => {
    expect(queried('phase=idea', phases)).toMatchObject({ values: { phase: ['idea'] }, violations: [] });
  });

  it('that is left out is not there, unless the contract has a default', () => {
    expect(queried('', phases).values).toEqual({});
    expect(queried('', { ...phases, default: ['idea'] }).values).toEqual({ phase: ['idea'] });
  });

  it.each<[string, string, string, string]>([
    ['that it does not know', 'phase=pilot,piloot', 'enum', 'phase: «piloot» must be one of idea, pilot, roll-out'],
    ['that it does not know, of several', 'phase=x,pilot,y', 'enum', 'phase: «x», «y» must be one of idea, pilot, roll-out'],
    ['that is empty', 'phase=pilot,', 'enum', 'phase: «» must be one of idea, pilot, roll-out'],
    ['where there is nothing', 'phase=', 'enum', 'phase: «» must be one of idea, pilot, roll-out'],
    ['that stands twice', 'phase=pilot,pilot', 'uniqueItems', 'phase must not have the same item twice (0 and 1, counted from 0)'],
    [
      'in another parameter of the name',
      'phase=pilot&phase=idea',
      'repeated',
      'phase stands more than once; give it once, with commas between its values',
    ],
    [
      'in two other parameters of the name',
      'phase=pilot&phase=idea&phase=roll-out',
      'repeated',
      'phase stands more than once; give it once, with commas between its values',
    ],
  ])('with an item %s is refused once, with what would be right', (_what, search, rule, message) => {
    expect(queried(search, phases).violations).toEqual([{ pointer: null, parameter: 'phase', rule, message }]);
  });

  it('with many items that are wrong names a few of them', () => {
    const message = queried(`phase=${Array.from({ length: 100 }, (_, index) => `x${index}`).join()}`, { ...phases, maxItems: 100 })
      .violations[0]?.message;
    expect(message).toBe('phase: «x0», «x1», «x2», «x3», «x4» and 95 more must be one of idea, pilot, roll-out');
  });

  it('with a long item that is wrong is not given back at length', () => {
    expect(queried(`phase=${'x'.repeat(5_000)}`, phases).violations[0]?.message).toHaveLength(246);
  });
});

/** Segments with few words, so that paths share beginnings, and templates stand where others have words. */
const word = fc.constantFrom('things', 'parts', 'a', 'b', '1');
const template = fc.array(
  fc.oneof({ weight: 3, arbitrary: word.map((fixed) => ({ fixed })) }, { weight: 1, arbitrary: fc.constant({ fixed: null }) }),
  { minLength: 1, maxLength: 5 },
);
const methods = fc.constantFrom<Method>('get', 'post', 'delete');

/** Templates that differ only in the names of their parameters are one path, which the contract's rules forbid; so there are none. */
const contractOf = fc.uniqueArray(fc.tuple(template, methods), {
  selector: ([segments, method]) => JSON.stringify([segments.map(({ fixed }) => fixed), method]),
  minLength: 1,
  maxLength: 12,
});

type Segments = readonly { readonly fixed: string | null }[];
const pathOf = (segments: Segments): string => segments.map(({ fixed }, index) => `/${fixed ?? `{p${index}}`}`).join('');
const entryOf = ([segments, method]: readonly [Segments, Method]) => {
  const path = pathOf(segments);
  return { operation: { id: `${method} ${path}`, method, path } as Operation, entry: `${method} ${path}` };
};
/** A request for a template: what stands for a parameter is no word of any path. */
const requestFor = (segments: Segments): string => segments.map(({ fixed }, index) => `/${fixed ?? `value-${index}`}`).join('');

describe('a route', () => {
  it('that was put in is found, with its parameters', () => {
    fc.assert(
      fc.property(contractOf, (contract) => {
        const find = routes(contract.map(entryOf));
        for (const [segments, method] of contract) {
          const match = find(requestFor(segments));
          const parameters = Object.fromEntries(
            segments.flatMap(({ fixed }, index) => (fixed === null ? [[`p${index}`, `value-${index}`]] : [])),
          );
          expect({ entry: match?.methods.get(method), parameters: Object.fromEntries(match?.parameters ?? []) }).toEqual({
            entry: `${method} ${pathOf(segments)}`,
            parameters,
          });
        }
      }),
    );
  });

  it('that was not put in is not found', () => {
    fc.assert(
      fc.property(contractOf, template, (contract, asked) => {
        const fits = ([segments]: readonly [Segments, Method]) =>
          segments.length === asked.length && segments.every(({ fixed }, index) => fixed === null || fixed === asked[index]?.fixed);
        fc.pre(!contract.some(fits));
        expect(routes(contract.map(entryOf))(requestFor(asked))).toBeUndefined();
      }),
    );
  });

  it('with a fixed segment goes before one with a template', () => {
    const find = routes([
      entryOf([[{ fixed: 'things' }, { fixed: null }], 'get']),
      entryOf([[{ fixed: 'things' }, { fixed: 'a' }], 'get']),
    ]);
    expect(find('/things/a')?.methods.get('get')).toBe('get /things/a');
  });

  it('with a template is found where a fixed one begins alike and leads elsewhere', () => {
    const find = routes([
      entryOf([[{ fixed: 'things' }, { fixed: 'a' }, { fixed: 'parts' }], 'get']),
      entryOf([[{ fixed: 'things' }, { fixed: null }, { fixed: 'b' }], 'get']),
    ]);
    expect(find('/things/a/b')?.methods.get('get')).toBe('get /things/{p1}/b');
  });

  it('has no empty segment for a parameter', () => {
    const find = routes([entryOf([[{ fixed: 'things' }, { fixed: null }], 'get'])]);
    expect(find('/things/')).toBeUndefined();
  });
});
