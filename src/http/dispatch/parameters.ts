import type { IncomingHttpHeaders } from 'node:http';
import { parameterViolations } from '../contract/parameter-violations.ts';
import { breaches } from '../contract/violations.ts';
import type { Operation, Parameter } from '../contract/operations.ts';
import type { Schemas, ValidateFunction } from '../contract/schemas.ts';
import type { Violation } from '../problems/problem.ts';
import type { Match } from './routes.ts';

/** No list of the contract is longer. */
const ARRAY_LIMIT = 1_000;

export type Values = Readonly<Record<string, Value>>;
type Value = string | number | boolean | readonly string[];

interface Read {
  readonly values: Values;
  readonly violations: readonly Violation[];
}

/** How the parameters of one operation are read: compiled once. */
export interface ParameterReader {
  path(raw: Match<unknown>['parameters']): Read;
  query(search: string): Read;
  headers(raw: IncomingHttpHeaders): Read;
}

export function parameterReader({ parameters }: Operation, schemas: Schemas): ParameterReader {
  const [inPath, inQuery, inHeader] = (['path', 'query', 'header'] as const).map((place) => placeOf(parameters, place, schemas)) as [
    Place,
    Place,
    Place,
  ];
  // Most requests send nothing there.
  const [nothingInQuery, nothingInHeader] = [nothingIn(inQuery, schemas), nothingIn(inHeader, schemas)];
  return {
    // The router gives the names of the contract, each once: unlike what a client names, they need no object without a prototype.
    path: (raw) => {
      const values: Record<string, Value> = {};
      for (const [name, value] of raw) values[name] = typed(inPath.byName.get(name), decoded(value));
      return { values, violations: violationsOf(inPath, values, schemas) };
    },
    query: (search) => (search === '' ? nothingInQuery : read(inQuery, [...new URLSearchParams(search)], schemas)),
    headers: (raw) => {
      const sent: [string, string][] = [];
      for (const [inLowerCase, { name }] of inHeader.byLowerCase) {
        const value = raw[inLowerCase];
        if (value !== undefined) sent.push([name, String(value)]);
      }
      return sent.length === 0 ? nothingInHeader : read(inHeader, sent, schemas);
    },
  };
}

interface Place {
  readonly parameters: readonly Parameter[];
  readonly byName: ReadonlyMap<string, Parameter>;
  readonly byLowerCase: ReadonlyMap<string, Parameter>;
  readonly validate: ValidateFunction;
}

function placeOf(all: readonly Parameter[], place: Parameter['in'], schemas: Schemas): Place {
  const parameters = all.filter((parameter) => parameter.in === place);
  const members = Object.fromEntries(parameters.map(({ name, schema }) => [name, schema.pointer]));
  const required = parameters.filter((parameter) => parameter.required).map(({ name }) => name);
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  const byLowerCase = new Map(parameters.map((parameter) => [parameter.name.toLowerCase(), parameter]));
  return { parameters, byName, byLowerCase, validate: schemas.object(members, required) };
}

/** What is read where nothing was sent: the same for all, so nobody may add to it. */
function nothingIn(place: Place, schemas: Schemas): Read {
  const { values, violations } = read(place, [], schemas);
  return { values: Object.freeze(values), violations: Object.freeze(violations) };
}

function violationsOf({ validate }: Place, values: Values, schemas: Schemas): Violation[] {
  const found = breaches(validate, values, schemas);
  return found.length === 0 ? [] : parameterViolations(found, values);
}

function read(place: Place, sent: readonly (readonly [string, string])[], schemas: Schemas): Read {
  const { parameters, byName } = place;
  // Without a prototype: `__proto__` is a name like any other, and refused like any other that is not known.
  const values = Object.create(null) as Record<string, Value>;
  const repeated = new Map<string, Violation>(); // told once, however often it stands
  const tooLong: Violation[] = [];
  for (const [name, text] of sent) {
    const parameter = byName.get(name);
    if (parameter !== undefined && Object.hasOwn(values, name)) repeated.set(name, repetitionOf(parameter));
    const value = typed(parameter, text);
    if (Array.isArray(value) && value.length > ARRAY_LIMIT) tooLong.push(tooManyValues(name, value.length));
    else values[name] = value;
  }
  const violations = [...repeated.values(), ...tooLong, ...violationsOf(place, values, schemas)];
  for (const { name, schema } of parameters)
    if (!Object.hasOwn(values, name) && 'default' in schema.value) values[name] = schema.value['default'] as Value;
  return { values, violations };
}

const tooManyValues = (name: string, values: number): Violation => ({
  pointer: null,
  parameter: name,
  rule: 'maxItems',
  message: `${name} has ${values} values; no list of the contract has more than ${ARRAY_LIMIT}`,
});

function repetitionOf({ name, type }: Parameter): Violation {
  const remedy = type === 'array' ? 'give it once, with commas between its values' : 'give it once';
  return { pointer: null, parameter: name, rule: 'repeated', message: `${name} stands more than once; ${remedy}` };
}

/**
 * The value in the parameter's own type; left as text where it is not of that type, so that the schema says so. Many clients
 * encode the comma of a list, and no item has one of its own, so it separates either way. A UUID may be sent in capitals (RFC 9562); the
 * log has it in small letters, and so has all that is bound to it: a key with an id in capitals is the key with the id in small letters.
 */
function typed(parameter: Parameter | undefined, text: string): Value {
  if (parameter?.type === 'array') return text.split(',');
  if (parameter?.schema.value['format'] === 'uuid') return text.toLowerCase();
  if (parameter?.type === 'integer' && /^-?\d{1,15}$/.test(text)) return Number(text);
  if (parameter?.type === 'boolean' && (text === 'true' || text === 'false')) return text === 'true';
  return text;
}

/** A segment of a path without percent-encoding; one that is wrongly encoded stays as it is, and fits no schema. */
function decoded(segment: string): string {
  try {
    return segment.includes('%') ? decodeURIComponent(segment) : segment;
  } catch {
    return segment;
  }
}
