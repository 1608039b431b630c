import type { Violation } from '../problems/problem.ts';
import type { ErrorObject, Schemas, ValidateFunction } from './schemas.ts';

const escaped = (key: string): string => key.replaceAll('~', '~0').replaceAll('/', '~1');

interface Breach {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}

/** Everything in a value that breaks its schema; empty when nothing does. */
export function breaches(validate: ValidateFunction, value: unknown, schemas: Schemas): Breach[] {
  if (validate(value)) return [];
  const errors = [...(validate.errors ?? [])];
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  const outside = errors.filter((error) => !choices.some((choice) => error.instancePath.startsWith(choice.instancePath)));
  const inside = choices
    .filter((choice) => !choices.some((outer) => outer !== choice && choice.instancePath.startsWith(outer.instancePath)))
    .flatMap((choice) => nearest(choice, schemas));
  const found = [...outside.map(breach), ...inside];
  return firstOfEach(found);
}

/** One breach a place: what a wrong format says goes before what its pattern and lengths do. */
function firstOfEach(found: readonly Breach[]): Breach[] {
  const byPlace = Map.groupBy(found, ({ pointer, rule, message }) => (SHAPES.has(rule) ? pointer : `${pointer} ${message}`));
  return [...byPlace.values()].flatMap((ofOne) => ofOne.find(({ rule }) => rule === 'format') ?? ofOne[0] ?? []);
}

const SHAPES = new Set(['format', 'pattern', 'minLength', 'maxLength']);

/** Where a value must fit one of several schemas and fits none: what the schema that it comes nearest to has against it. */
function nearest(choice: ErrorObject, schemas: Schemas): Breach[] {
  if (typeof choice.data !== 'object') return [{ ...breach(choice), message: described(choice) }];
  const branches = (choice.schema as { $ref?: string }[]).flatMap(({ $ref }) => ($ref === undefined ? [] : [schemas.at($ref)]));
  const attempts = branches.map((validate) => breaches(validate, choice.data, schemas)).filter((attempt) => attempt.length > 0);
  const [best] = attempts.sort((a, b) => weight(a) - weight(b));
  return best?.map((one) => ({ ...one, pointer: choice.instancePath + one.pointer })) ?? [breach(choice)];
}

/** A text that is none of several kinds: the contract's own words say what would be. */
const described = ({ parentSchema }: ErrorObject): string =>
  `is not what it must be: ${String(parentSchema?.['description'] ?? 'see the contract')}`;

/** An unknown or a missing member says that another schema was meant; a wrong value says less. */
const weight = (attempt: readonly Breach[]): number =>
  attempt.reduce((sum, { rule }) => sum + (rule === 'const' || rule === 'additionalProperties' || rule === 'required' ? 10 : 1), 0);

function breach(error: ErrorObject): Breach {
  const { keyword, instancePath, params } = error;
  if (keyword === 'required') {
    const name = String(params['missingProperty']);
    return { pointer: `${instancePath}/${escaped(name)}`, rule: keyword, message: `${name} is required` };
  }
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = String(params['additionalProperty'] ?? params['unevaluatedProperty']);
    return {
      pointer: `${instancePath}/${escaped(name)}`,
      rule: 'additionalProperties',
      message: `${name} is not known here${offered(error)}`,
    };
  }
  return { pointer: instancePath, rule: keyword, message: sentence(error) };
}

/** The names that a closed object does take. */
function offered({ parentSchema }: ErrorObject): string {
  const names = Object.keys((parentSchema?.['properties'] as object | undefined) ?? {});
  return names.length === 0 ? '' : `; known are ${names.join(', ')}`;
}

function sentence({ keyword, params, message = 'does not fit', schema }: ErrorObject): string {
  switch (keyword) {
    case 'enum':
      return `must be one of ${(schema as unknown[]).join(', ')}`;
    case 'const':
      return `must be ${String(schema)}`;
    case 'format':
      return FORMATS[String(params['format'])] ?? message;
    case 'minItems':
      return `must have at least ${String(params['limit'])} items`;
    default:
      return message;
  }
}

const FORMATS: Readonly<Record<string, string>> = {
  'civil-date': 'must be a day that exists, YYYY-MM-DD, between 1900-01-01 and 2100-12-31',
  'organisation-number': 'must be an organisation number: nine digits, the last a modulus 11 check digit',
  'date-time': 'must be an RFC 3339 instant with a zone',
  uuid: 'must be a UUID',
};

export const bodyViolation = ({ pointer, rule, message }: Breach): Violation => ({
  pointer,
  parameter: null,
  rule,
  message: at(pointer, message),
});

/** A breach among parameters: its pointer is the parameter's name. */
export const parameterViolation = ({ pointer, rule, message }: Breach): Violation => {
  const parameter = pointer.slice(1).replaceAll('~1', '/').replaceAll('~0', '~');
  const named = rule === 'additionalProperties' ? 'unknown-parameter' : rule;
  return { pointer: null, parameter, rule: named, message: message.startsWith(`${parameter} `) ? message : `${parameter} ${message}` };
};

const at = (pointer: string, message: string): string => {
  const name = pointer.split('/').at(-1) ?? '';
  return pointer === '' ? `the body ${message}` : message.startsWith(`${name} `) ? message : `${pointer} ${message}`;
};
