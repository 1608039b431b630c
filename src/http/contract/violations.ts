import { isDeepStrictEqual } from 'node:util';
import type { Violation } from '../problems/problem.ts';
import { escaped } from './pointer.ts';
import type { ErrorObject, Schemas, ValidateFunction } from './schemas.ts';
import { described, sentence } from './sentences.ts';

export interface Breach {
  readonly pointer: string;
  readonly rule: string;
  readonly message: string;
}

/** Nobody reads more, and an answer is bounded like a request. */
const MOST_BREACHES = 100;
const LONGEST_NAME = 200;

/** A name that the contract does not know is the sender's own, and may be of any length. */
export const shown = (name: string): string => (name.length <= LONGEST_NAME ? name : `${name.slice(0, LONGEST_NAME - 1)}…`);

/** What breaks a schema in a value, the first hundred; empty when nothing does. */
export function breaches(validate: ValidateFunction, value: unknown, schemas: Schemas): Breach[] {
  if (validate(value)) return [];
  const errors = [...(validate.errors ?? [])];
  const choices = new Map(errors.filter(isChoice).map((choice) => [choice.instancePath, choice])); // of two in one place the outer one, which Ajv tells later
  const isInside = (pointer: string): boolean => outerPointers(pointer).some((outer) => choices.has(outer));
  const outside = errors.filter(({ instancePath }) => !choices.has(instancePath) && !isInside(instancePath));
  const inside = [...choices.values()].filter(({ instancePath }) => !isInside(instancePath)).flatMap((choice) => nearest(choice, schemas));
  const found = [...outside.map(breach), ...inside];
  return firstOfEach(found).slice(0, MOST_BREACHES);
}

/** One breach a place: what a wrong format says goes before what its pattern and lengths do. */
function firstOfEach(found: readonly Breach[]): Breach[] {
  const byPlace = Map.groupBy(found, ({ pointer, rule, message }) => (SHAPES.has(rule) ? pointer : `${pointer} ${message}`));
  return [...byPlace.values()].flatMap((ofOne) => ofOne.find(({ rule }) => rule === 'format') ?? ofOne[0] ?? []);
}

const SHAPES = new Set(['format', 'pattern', 'minLength', 'maxLength']);

const isChoice = ({ keyword }: ErrorObject): boolean => keyword === 'anyOf' || keyword === 'oneOf';

/** The pointers that one leads on from: of /numbers/1 they are /numbers and the whole. */
const outerPointers = (pointer: string): string[] => {
  const segments = pointer.split('/');
  return segments.slice(1).map((_, index) => segments.slice(0, index + 1).join('/'));
};

/** Where a value must fit one of several schemas and fits none: what the schema that it comes nearest to has against it. */
function nearest(choice: ErrorObject, schemas: Schemas): Breach[] {
  if (typeof choice.data !== 'object') return [{ ...breach(choice), message: described(choice) }];
  const branches = (choice.schema as { $ref?: string }[]).flatMap(({ $ref }) => ($ref === undefined ? [] : [schemas.at($ref)]));
  const attempts = branches.map((validate) => breaches(validate, choice.data, schemas)).filter((attempt) => attempt.length > 0);
  const best = ofNoKind(attempts) ?? attempts.sort((a, b) => weight(a) - weight(b))[0];
  return best?.map((one) => ({ ...one, pointer: choice.instancePath + one.pointer })) ?? [breach(choice)];
}

/** Where each schema is for a kind of its own and the value is of none: the kinds that there are, and what all schemas have against it. */
function ofNoKind(attempts: readonly (readonly Breach[])[]): Breach[] | undefined {
  const kinds = attempts.flatMap((attempt) => attempt.find(({ rule }) => rule === 'const') ?? []);
  const [kind] = kinds;
  if (kind === undefined || kinds.length < attempts.length || kinds.some(({ pointer }) => pointer !== kind.pointer)) return undefined;
  const shared = attempts[0]?.filter((one) => attempts.every((attempt) => attempt.some((other) => isDeepStrictEqual(one, other)))) ?? [];
  return [...shared, { ...kind, message: kinds.map(({ message }) => message).join(' or ') }];
}

/** A wrong kind says that another schema was meant, an unknown or a missing member that it may have been; a wrong value says less. */
const weight = (attempt: readonly Breach[]): number =>
  attempt.reduce((sum, { rule }) => sum + (rule === 'const' ? 1_000 : rule === 'additionalProperties' || rule === 'required' ? 10 : 1), 0);

function breach(error: ErrorObject): Breach {
  const { keyword, instancePath, params } = error;
  if (keyword === 'required') {
    const name = String(params['missingProperty']);
    return { pointer: `${instancePath}/${escaped(name)}`, rule: keyword, message: `${name} is required` };
  }
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = shown(String(params['additionalProperty'] ?? params['unevaluatedProperty']));
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

export const bodyViolation = ({ pointer, rule, message }: Breach): Violation => ({
  pointer,
  parameter: null,
  rule,
  message: at(pointer, message),
});

const at = (pointer: string, message: string): string => {
  const name = pointer.split('/').at(-1) ?? '';
  return pointer === '' ? `the body ${message}` : message.startsWith(`${name} `) ? message : `${pointer} ${message}`;
};
